import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The keys that records have, kept beside them; set-up fills the table from what their fields say."""

    dependencies = [("store", "0010_record_links")]
    operations = [
        migrations.CreateModel(
            name="HeldKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pool", models.CharField(max_length=130)),
                ("digest", models.CharField(max_length=64)),
                ("since", models.CharField(max_length=10, null=True)),
                ("until", models.CharField(max_length=10, null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="store.recordentry"
                    ),
                ),
            ],
            options={
                "db_table": "held_key",
                "indexes": [models.Index(fields=["pool", "digest"], name="held_key_digest")],
            },
        ),
    ]
