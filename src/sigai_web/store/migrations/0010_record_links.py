import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Links from record to record, kept beside the records; set-up fills the table from what their fields say."""

    dependencies = [("store", "0009_withdrawn_figures")]
    operations = [
        migrations.CreateModel(
            name="RecordLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60)),
                ("text", models.TextField(blank=True, default="")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="store.recordentry"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
                        to="store.recordentry",
                    ),
                ),
            ],
            options={
                "db_table": "record_link",
                "indexes": [models.Index(fields=["target", "field"], name="record_link_target")],
            },
        ),
    ]
