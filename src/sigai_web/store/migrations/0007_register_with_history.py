from typing import Any

import django.utils.timezone
from django.db import migrations, models

_COLUMNS = (
    "name",
    "kind",
    "area",
    "park",
    "industry",
    "above_scale_since",
    "active_from",
    "active_until",
    "tags",
    "file",
    '"row"',
)
_NAMES, _NEW = ", ".join(_COLUMNS), ", ".join(f"NEW.{name}" for name in _COLUMNS)
_CARRY_OVER = f"INSERT INTO entity_line (entity, {_NAMES}) SELECT id, {_NAMES} FROM entity ORDER BY id"  # noqa: S608
_WRITE = f"INSERT INTO entity_line (entity, {_NAMES}, at) VALUES (NEW.id, {_NEW}, %s)"  # noqa: S608
_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION sigai_register_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_WRITE.replace('%s', 'clock_timestamp()')}; RETURN NULL; END $$"
)


def carry_over(_apps: Any, editor: Any) -> None:
    """Every line that stands becomes the first of its history; from then on the database writes each one down."""
    editor.execute(_CARRY_OVER)
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(_FUNCTION)
    for change in ("INSERT", "UPDATE"):
        written = f"BEGIN {_WRITE.replace('%s', _NOW)}; END"
        action = "EXECUTE FUNCTION sigai_register_line()" if postgresql else written
        editor.execute(
            f"CREATE TRIGGER register_line_{change.lower()} AFTER {change} ON entity FOR EACH ROW {action}", None
        )


def _drop(_apps: Any, editor: Any) -> None:
    where = " ON entity" if editor.connection.vendor == "postgresql" else ""
    for change in ("insert", "update"):
        editor.execute(f"DROP TRIGGER IF EXISTS register_line_{change}{where}")


class Migration(migrations.Migration):
    """The register with its history: lines as they were written, facts with their months. A later migration of
    `entity` on SQLite creates the triggers again."""

    dependencies = [("store", "0006_closed_months")]
    operations = [
        migrations.CreateModel(
            name="EntityLine",
            fields=[
                ("revision", models.BigAutoField(primary_key=True, serialize=False)),
                ("entity", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("area", models.CharField(max_length=20)),
                ("park", models.CharField(max_length=20, null=True)),
                ("industry", models.CharField(max_length=10, null=True)),
                ("above_scale_since", models.IntegerField(null=True)),
                ("active_from", models.IntegerField(null=True)),
                ("active_until", models.IntegerField(null=True)),
                ("tags", models.TextField(blank=True)),
                ("file", models.TextField(null=True)),
                ("row", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "entity_line"},
        ),
        migrations.CreateModel(
            name="EntityFact",
            fields=[
                ("revision", models.BigAutoField(primary_key=True, serialize=False)),
                ("entity", models.CharField(max_length=40)),
                ("fact", models.CharField(max_length=20)),
                ("value", models.TextField(null=True)),
                ("since", models.IntegerField(null=True)),
                ("until", models.IntegerField(null=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("reporter", models.CharField(max_length=60, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True, default="")),
                ("file", models.TextField(null=True)),
                ("row", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "entity_fact"},
        ),
        migrations.AddIndex(
            model_name="entityline",
            index=models.Index(fields=["entity", "-revision"], name="entity_line_key"),
        ),
        migrations.AddIndex(
            model_name="entityfact",
            index=models.Index(fields=["entity", "fact", "-revision"], name="entity_fact_key"),
        ),
        migrations.RunPython(carry_over, _drop),
    ]
