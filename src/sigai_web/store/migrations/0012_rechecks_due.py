from django.db import migrations, models


class Migration(migrations.Migration):
    """Which deadlines are rechecks, and from when on they can be recorded."""

    dependencies = [
        ("store", "0011_held_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="recorddeadline",
            name="opens",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="recorddeadline",
            name="recheck",
            field=models.CharField(default="", max_length=60),
        ),
    ]
