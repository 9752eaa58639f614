"""Triggers that make a table append-only in the database itself, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import UniqueConstraint
from django.db.models.signals import post_migrate

_CHANGES = ("UPDATE", "DELETE")
_PROTECTED: dict[str, tuple[str, ...]] = {}
_FUNCTION = "sigai_append_only"
_Trigger = tuple[str, str]
"""A table and the name of a trigger of it."""
_BODY = " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END "


def protect(app: AppConfig, *tables: str) -> None:
    """Make tables of an app append-only from its next migration on; call it in the app's `ready`."""
    _PROTECTED[app.label] = tables

    def put_in_place(*, using: str, **_: Any) -> None:
        # A database that was migrated back may not have all of them.
        there = connections[using].introspection.table_names()
        for table in tables:
            if table in there:
                install(connections[using], table)

    post_migrate.connect(put_in_place, sender=app, weak=False, dispatch_uid=f"protect {app.label}")


def protected_tables() -> tuple[str, ...]:
    """Every table that is append-only."""
    return tuple(table for tables in _PROTECTED.values() for table in tables)


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and the replacing of rows of a table; harmless where that is so already."""
    remove(connection, table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$")
        for statement in _wanted(connection.vendor, table).values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the triggers away: for migrations of the table and for tests of tampering."""
    with connection.cursor() as cursor:
        for name in _wanted(connection.vendor, table):
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def strangers(connection: BaseDatabaseWrapper, *tables: str) -> tuple[str, ...]:
    """The triggers of some tables that are missing, switched off, say something else than ours, or are none of ours."""
    standing = _standing(connection, tables)
    wanted = {(table, name): text for table in tables for name, text in _wanted(connection.vendor, table).items()}
    found = (which for which in wanted.keys() | standing.keys() if wanted.get(which) != standing.get(which))
    return tuple(sorted(name for _, name in found))


def droppable(connection: BaseDatabaseWrapper) -> bool:
    """Whether the role that works on the database could take the triggers away: it owns the tables or their schema, is
    a member of a role that does, or is a superuser. Whoever can write a SQLite file always can."""
    if connection.vendor != "postgresql":
        return True
    query = """
SELECT bool_or(pg_has_role(c.relowner, 'MEMBER') OR pg_has_role(n.nspowner, 'MEMBER'))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY(%s::regclass[])
"""
    with connection.cursor() as cursor:
        cursor.execute(query, [list(protected_tables())])
        return bool(cursor.fetchone()[0])


def _standing(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> Mapping[_Trigger, str]:
    """The triggers that stand, by table and name, with their text, in one query; of one on PostgreSQL that is switched
    off or calls another function than ours, something else."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT c.relname, tgname, CASE WHEN tgenabled IN ('O', 'A') AND prosrc = %s AND proconfig IS NULL "
            "THEN pg_get_triggerdef(t.oid, true) ELSE 'not ours' END "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid JOIN pg_class c ON c.oid = tgrelid "
            "WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal"
        )
        values: list[Any] = [_BODY, list(tables)]
    else:
        query, values = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'", []
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {(str(table), str(name)): str(text) for table, name, text in cursor.fetchall() if table in tables}


def _wanted(vendor: str, table: str) -> Mapping[str, str]:
    """Our triggers of a table by name, in the words in which the database gives them back."""
    if vendor == "postgresql":
        return {
            (name := f"{table}_refuse_{change.lower()}"): f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"FOR EACH {'STATEMENT' if change == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {_FUNCTION}()"
            for change in (*_CHANGES, "TRUNCATE")
        }
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    plain = {
        (name := f"{table}_refuse_{change.lower()}"): f"CREATE TRIGGER {name} BEFORE {change} ON {table} {refuse}"
        for change in _CHANGES
    }
    name = f"{table}_refuse_replace"
    return {**plain, name: f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {_taken(table)} {refuse}"}


def _taken(table: str) -> str:
    """Whether a row to be inserted would take another's place. SQLite's INSERT OR REPLACE removes the other without its
    triggers where a program did not switch `recursive_triggers` on."""
    same = (" AND ".join(f'"{name}" = NEW."{name}"' for name in names) for names in _unique(table))
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {each})" for each in same)  # noqa: S608 - our own names


def _unique(table: str) -> Sequence[tuple[str, ...]]:
    """The columns that no two rows of a table have alike."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    single = [(str(field.column),) for field in model._meta.concrete_fields if field.unique]
    together = [
        tuple(columns[name] for name in constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return [*single, *together]
