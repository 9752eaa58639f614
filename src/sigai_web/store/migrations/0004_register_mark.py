from typing import Any

from django.db import migrations, models

_CHANGES = ("INSERT", "UPDATE", "DELETE")
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION sigai_register_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "INSERT INTO register_mark (id, mark) VALUES (1, md5(random()::text || clock_timestamp()::text)) "
    "ON CONFLICT (id) DO UPDATE SET mark = excluded.mark; RETURN NULL; END $$"
)
_SQLITE = (
    "INSERT INTO register_mark (id, mark) VALUES (1, lower(hex(randomblob(16)))) "
    "ON CONFLICT (id) DO UPDATE SET mark = excluded.mark;"
)


def create_triggers(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL)
        for change in (*_CHANGES, "TRUNCATE"):
            editor.execute(
                f"CREATE TRIGGER register_{change.lower()} AFTER {change} ON entity "
                "FOR EACH STATEMENT EXECUTE FUNCTION sigai_register_changed()"
            )
        return
    for change in _CHANGES:
        editor.execute(f"CREATE TRIGGER register_{change.lower()} AFTER {change} ON entity BEGIN {_SQLITE} END")


def _drop(_apps: Any, editor: Any) -> None:
    where = " ON entity" if editor.connection.vendor == "postgresql" else ""
    for change in (*_CHANGES, "TRUNCATE") if where else _CHANGES:
        editor.execute(f"DROP TRIGGER IF EXISTS register_{change.lower()}{where}")


class Migration(migrations.Migration):
    """The word that changes with the register. A later migration of `entity` on SQLite creates the triggers again."""

    dependencies = [("store", "0003_records_as_they_stand")]
    operations = [
        migrations.CreateModel(
            name="RegisterMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=32)),
            ],
            options={"db_table": "register_mark"},
        ),
        migrations.RunPython(create_triggers, _drop),
    ]
