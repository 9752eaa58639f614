"""The table of notes about the system's own keeping."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new table."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="KeepingNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("said", models.JSONField(default=dict)),
            ],
            options={"db_table": "keeping_note"},
        ),
    ]
