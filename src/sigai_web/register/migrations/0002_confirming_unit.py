from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The unit that may decide a change, too; earlier ones are the office's."""

    dependencies = [("register", "0001_changes")]
    operations = [
        migrations.AddField(
            model_name="registerchangesubject",
            name="unit",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
