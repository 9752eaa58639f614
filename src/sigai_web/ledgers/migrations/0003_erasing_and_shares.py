from django.db import migrations, models


class Migration(migrations.Migration):
    """A document can be erased; how much somebody sends on a day is counted."""

    dependencies = [("ledgers", "0002_evidence_of_any_length")]
    operations = [
        migrations.AddField("attachment", "erased_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="UploadShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("username", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("size", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "upload_share",
                "constraints": [models.UniqueConstraint(fields=("username", "day"), name="one_upload_share_a_day")],
            },
        ),
    ]
