import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("runs", "0004_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulletinDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "Drafting"),
                            ("handed_in", "Handed In"),
                            ("signed", "Signed"),
                            ("published", "Published"),
                            ("dropped", "Dropped"),
                        ],
                        default="drafting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("created_by", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("texts", models.JSONField(default=dict)),
                ("writers", models.JSONField(default=list)),
                ("handed_in_by", models.CharField(blank=True, default="", max_length=60)),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("returned_because", models.TextField(blank=True, default="")),
                ("signed_by", models.CharField(blank=True, default="", max_length=60)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "bulletin",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="draft", to="runs.bulletin"
                    ),
                ),
                (
                    "revises",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="runs.bulletin",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="runs.run"
                    ),
                ),
            ],
            options={
                "db_table": "bulletin_draft",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="BulletinWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("withdrawn_by", models.CharField(max_length=60)),
                ("withdrawn_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "bulletin",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="runs.bulletin"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="runs.bulletin",
                    ),
                ),
            ],
            options={
                "db_table": "bulletin_withdrawal",
            },
        ),
        migrations.CreateModel(
            name="BulletinReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("username", models.CharField(max_length=60)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="runs.bulletin"
                    ),
                ),
            ],
            options={
                "db_table": "bulletin_receipt",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("bulletin", "username"), name="one_receipt_per_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.TextField()),
                ("text", models.TextField(blank=True, default="")),
                ("version", models.IntegerField(default=0)),
                ("written_by", models.CharField(blank=True, default="", max_length=60)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("writers", models.JSONField(default=list)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_texts",
                        to="bulletins.bulletindraft",
                    ),
                ),
            ],
            options={
                "db_table": "bulletin_draft_text",
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("draft", "place"), name="one_text_per_place")],
            },
        ),
    ]
