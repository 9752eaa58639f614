import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people say about a record."""

    dependencies = [("store", "0011_held_keys"), ("ledgers", "0005_corrections")]
    operations = [
        migrations.CreateModel(
            name="RecordComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="store.recordentry",
                    ),
                ),
            ],
            options={"db_table": "record_comment", "ordering": ("pk",)},
        ),
    ]
