import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Requests that settled fields be corrected, and how they were decided."""

    dependencies = [("store", "0009_withdrawn_figures"), ("ledgers", "0004_withdrawals")]
    operations = [
        migrations.CreateModel(
            name="RecordCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changes", models.TextField()),
                ("reason", models.TextField()),
                ("asked_by", models.CharField(max_length=60)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("granted", models.BooleanField(null=True)),
                ("comment", models.TextField(blank=True, default="")),
                ("decided_by", models.CharField(blank=True, max_length=60)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="ledgers.attachment",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="store.recordentry",
                    ),
                ),
            ],
            options={"db_table": "record_correction", "ordering": ("pk",)},
        ),
        migrations.AddConstraint(
            model_name="recordcorrection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)), fields=("record",), name="one_correction_at_a_time"
            ),
        ),
    ]
