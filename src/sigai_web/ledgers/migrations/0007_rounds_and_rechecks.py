import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rounds with what was handed in under them; rechecks that were recorded."""

    dependencies = [
        ("ledgers", "0006_comments"),
        ("store", "0012_rechecks_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ledger", models.CharField(db_index=True, max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("year", models.IntegerField()),
                ("choices", models.JSONField(default=dict)),
                ("quota", models.IntegerField(null=True)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not"), ("closed", "Closed"), ("withdrawn", "Withdrawn")],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "db_table": "ledger_round",
                "ordering": ("-last_day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RecordRecheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recheck", models.CharField(max_length=60)),
                ("of", models.DateField()),
                (
                    "result",
                    models.CharField(
                        choices=[("kept", "Kept"), ("put_right", "Put Right"), ("withdrawn", "Withdrawn")],
                        max_length=12,
                    ),
                ),
                ("until", models.DateField(null=True)),
                ("comment", models.TextField(blank=True, default="")),
                ("day", models.DateField()),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rechecks", to="store.recordentry"
                    ),
                ),
            ],
            options={
                "db_table": "record_recheck",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RecheckDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recheck", to="ledgers.attachment"
                    ),
                ),
                (
                    "recheck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="ledgers.recordrecheck",
                    ),
                ),
            ],
            options={
                "db_table": "record_recheck_document",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RoundApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handed_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.recordstate"
                    ),
                ),
                (
                    "place",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.recordstate"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="store.recordentry"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="ledgers.round"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_round_application",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RoundDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.BigIntegerField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="ledgers.round"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_round_document",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RoundEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("extended", "Extended"),
                            ("quota", "Quota"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("last_day", models.DateField()),
                ("quota", models.IntegerField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="ledgers.round"
                    ),
                ),
            ],
            options={
                "db_table": "ledger_round_event",
                "ordering": ("pk",),
            },
        ),
    ]
