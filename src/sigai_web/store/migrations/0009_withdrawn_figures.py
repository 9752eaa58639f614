from importlib import import_module

from django.db import migrations, models

import sigai_web.store.amounts

_BEFORE = import_module("sigai_web.store.migrations.0002_current_figures").VIEW
_VIEW = f"{_BEFORE.rstrip()} AND f.value IS NOT NULL"


class Migration(migrations.Migration):
    """A revision without a value takes a figure back: it counts no longer, and the view of the current figures leaves it
    out. A revision may take a record back.

    Triggers that keep tables append-only come back by themselves after every migration.
    """

    dependencies = [("store", "0008_revision_at_closing")]
    operations = [
        migrations.RunSQL("DROP VIEW figure_current", _BEFORE),
        migrations.AlterField("figurerevision", "value", sigai_web.store.amounts.AmountOrNoneField(null=True)),
        migrations.RunSQL(_VIEW, "DROP VIEW figure_current"),
        migrations.AddField("recordrevision", "withdrawn", models.BooleanField(default=False)),
        migrations.AddField("currentrecord", "withdrawn", models.BooleanField(default=False)),
    ]
