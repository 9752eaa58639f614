from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import migrations, models

_create_triggers = import_module("sigai_web.store.migrations.0004_register_mark").create_triggers


def _put_triggers_back(apps: Any, editor: Any) -> None:
    """On the way back SQLite writes the table anew, without the triggers that change the register's mark."""
    if editor.connection.vendor == "sqlite":
        _create_triggers(apps, editor)


class Migration(migrations.Migration):
    """The entity that one belongs to now. The column may be null, so SQLite adds it without writing the table anew and
    the triggers that copy its lines stay."""

    dependencies = [("store", "0012_rechecks_due")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, _put_triggers_back),
        migrations.AddField(
            model_name="entity",
            name="parent",
            field=models.CharField(db_index=True, max_length=40, null=True),
        ),
    ]
