from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reminders of what is due beside forms: records by their deadlines."""

    dependencies = [
        ("reporting", "0003_file_mappings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="one_reminder_per_person_way_and_day",
        ),
        migrations.AddField(
            model_name="reminder",
            name="thing",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.AddField(
            model_name="reminder",
            name="words_en",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="reminder",
            name="words_zh",
            field=models.TextField(default=""),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("user", "channel", "form", "period", "thing", "day"), name="one_reminder_per_person_way_and_day"
            ),
        ),
    ]
