"""Changing the database as somebody does who goes past the system and its triggers, and puts the triggers back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from sigai_web.journal import triggers
from sigai_web.journal.declaring import Kind, Proven, ProvenColumn
from sigai_web.journal.verifying import Proof, prove

_FORGED: dict[Kind, Any] = {
    Kind.TEXT: "x",
    Kind.MOMENT: "2001-01-01 00:00:00+00:00",
    Kind.DAY: "2001-01-01",
    Kind.JSON: '{"forged": 1}',
    Kind.SECRET: "x",
}


@contextmanager
def past_triggers() -> Iterator[None]:
    """Without triggers for a moment: dropped and made again on SQLite, passed over on PostgreSQL."""
    if connection.vendor == "postgresql":
        run("SET LOCAL session_replication_role = replica")
        yield
        run("SET LOCAL session_replication_role = DEFAULT")
        return
    for table in triggers.protected_tables():
        triggers.remove(connection, table)
    yield
    for table in triggers.protected_tables():
        triggers.install(connection, table)


def run(statement: str, *values: Any) -> None:
    """One statement, as any program sends it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forge(statement: str, *values: Any) -> None:
    """One statement past the triggers."""
    with past_triggers():
        run(statement, *values)


def found() -> set[tuple[str, str]]:
    """The codes of all faults, each with where it stands."""
    return {(fault.code, fault.place.file) for fault in proof().faults}


def proof() -> Proof:
    """What proving gives, of an unbroken chain."""
    given = prove()
    assert given.chain.unbroken
    return given


def forged_value(said: Proven, column: ProvenColumn) -> tuple[str, list[Any]]:
    """An expression of SQL for another value than a column has, with its parameters."""
    if column.kind is Kind.YES_NO:
        return f'NOT "{column.name}"', []
    if column.kind is Kind.WHOLE:
        return f'coalesce("{column.name}", 0) + 1000', []
    given = _FORGED[column.kind]
    if column.kind is Kind.MOMENT and connection.vendor == "sqlite":
        given = given[:19]
    return "%s", [given]


def copied(said: Proven, key: Any) -> Any:
    """Put a copy of a row in, under another key and with other values where none may be given twice; its key."""
    fresh = f"x{key}"[:30] if said.key.kind is Kind.TEXT else int(key) + 1000
    changing = {_one_of(said, unique) for unique in triggers._unique(said.table)}
    columns = [str(field.column) for field in said.model._meta.concrete_fields]
    values: list[Any] = []
    expressions = []
    for name in columns:
        if name == said.key.name or (name in changing and _kinds(said).get(name) is not Kind.WHOLE):
            expressions.append("%s")
            values.append(fresh if name == said.key.name else "x")
        else:
            expressions.append(f'"{name}" + 1000' if name in changing else f'"{name}"')
    names = ", ".join(f'"{name}"' for name in columns)
    forge(
        f'INSERT INTO "{said.table}" ({names}) SELECT {", ".join(expressions)} FROM "{said.table}" '
        f'WHERE "{said.key.name}" = %s',
        *values,
        key,
    )
    return fresh


def _kinds(said: Proven) -> dict[str, Kind]:
    return {column.name: column.kind for column in said.columns}


def _one_of(said: Proven, unique: tuple[str, ...]) -> str:
    """A column by which two rows may differ, that names no other row where there is such a one."""
    return next((name for name in unique if _kinds(said).get(name) is not Kind.WHOLE), unique[-1])
