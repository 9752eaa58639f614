"""Triggers that make a table append-only in the database itself, on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

_CHANGES = ("UPDATE", "DELETE")
_PROTECTED: dict[str, tuple[str, ...]] = {}


def protect(app: AppConfig, *tables: str) -> None:
    """Make tables of an app append-only from its next migration on; call it in the app's `ready`."""
    _PROTECTED[app.label] = tables

    def put_in_place(*, using: str, **_: Any) -> None:
        for table in tables:
            install(connections[using], table)

    post_migrate.connect(put_in_place, sender=app, weak=False, dispatch_uid=f"protect {app.label}")


def protected_tables() -> tuple[str, ...]:
    """Every table that is append-only."""
    return tuple(table for tables in _PROTECTED.values() for table in tables)


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse UPDATE, DELETE (and TRUNCATE) of a table; harmless where the triggers stand already."""
    remove(connection, table)
    with connection.cursor() as cursor:
        for statement in _creating(connection.vendor, table):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the triggers away: for migrations of the table and for tests of tampering."""
    with connection.cursor() as cursor:
        for name in _names(connection.vendor, table):
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def installed(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether every trigger of a table stands and is switched on."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE relname = %s AND tgenabled IN ('O', 'A') AND NOT tgisinternal"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        standing = {name for (name,) in cursor.fetchall()}
    return set(_names(connection.vendor, table)) <= standing


def _names(vendor: str, table: str) -> tuple[str, ...]:
    changes = (*_CHANGES, "TRUNCATE") if vendor == "postgresql" else _CHANGES
    return tuple(f"{table}_refuse_{change.lower()}" for change in changes)


def _creating(vendor: str, table: str) -> list[str]:
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for change in _CHANGES
        ]
    function = (
        "CREATE OR REPLACE FUNCTION sigai_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    each = [
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
        f"FOR EACH {'STATEMENT' if change == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION sigai_append_only()"
        for change in (*_CHANGES, "TRUNCATE")
    ]
    return [function, *each]
