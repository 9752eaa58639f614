import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Months that the office closes, with what was missing and the estimates that they keep."""

    dependencies = [("store", "0005_texts_of_any_length")]
    operations = [
        migrations.CreateModel(
            name="ClosedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.IntegerField()),
                ("closed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_by", models.CharField(max_length=60)),
                ("missing", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=list)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopened_by", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
            ],
            options={"db_table": "closed_month", "ordering": ("month", "pk")},
        ),
        migrations.AddConstraint(
            model_name="closedmonth",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at", None)), fields=("month",), name="closed_month_once"
            ),
        ),
    ]
