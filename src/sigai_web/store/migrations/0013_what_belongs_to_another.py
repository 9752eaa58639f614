from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The entity that one belongs to now. The column may be null, so SQLite adds it without writing the table anew and
    the triggers that copy its lines stay."""

    dependencies = [("store", "0012_rechecks_due")]
    operations = [
        migrations.AddField(
            model_name="entity",
            name="parent",
            field=models.CharField(db_index=True, max_length=40, null=True),
        ),
    ]
