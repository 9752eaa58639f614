from importlib import import_module
from typing import Any

from django.db import migrations, models

_VIEW = import_module("sigai_web.store.migrations.0002_current_figures").VIEW
_create_triggers = import_module("sigai_web.store.migrations.0004_register_mark").create_triggers


def _create_again(apps: Any, editor: Any) -> None:
    """SQLite made `entity` anew, without its triggers; PostgreSQL changed the column in place."""
    if editor.connection.vendor == "sqlite":
        _create_triggers(apps, editor)


class Migration(migrations.Migration):
    """Texts that people and files bring are kept however long they are: PostgreSQL refused what an earlier door took.

    The view of the current figures stands on columns that change. Triggers that keep tables append-only come back by
    themselves after every migration.
    """

    dependencies = [("store", "0004_register_mark")]
    operations = [
        migrations.RunSQL("DROP VIEW figure_current", _VIEW),
        migrations.AlterField("figurerevision", "source", models.TextField(null=True)),
        migrations.AlterField("figurerevision", "reporter", models.TextField(null=True)),
        migrations.AlterField("figurerevision", "given_value", models.TextField(null=True)),
        migrations.AlterField("figurerevision", "given_unit", models.TextField(null=True)),
        migrations.AlterField("figurerevision", "file", models.TextField(null=True)),
        migrations.RunSQL(_VIEW, "DROP VIEW figure_current"),
        migrations.RunPython(migrations.RunPython.noop, _create_again),
        migrations.AlterField("entity", "file", models.TextField(null=True)),
        migrations.RunPython(_create_again, migrations.RunPython.noop),
        migrations.AlterField("recordrevision", "reporter", models.TextField(null=True)),
        migrations.AlterField("recordrevision", "file", models.TextField(null=True)),
        migrations.AlterField("recorddeadline", "name_zh", models.TextField()),
        migrations.AlterField("recorddeadline", "name_en", models.TextField()),
        migrations.AlterField("datasource", "title", models.TextField(blank=True)),
    ]
