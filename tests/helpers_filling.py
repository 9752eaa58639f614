"""The small data in an empty store: imported once in a process, then its rows are laid as often as tests want them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from helpers_web import web_data
from sigai_web.journal.models import JournalHead
from sigai_web.store.importing import import_data

_Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""Of each table its columns and its rows."""
_KEPT: dict[tuple[Path, date], _Rows] = {}
_LEFT = "register_mark"
"""Triggers write its one row when the register is emptied, too: after a test that emptied all tables it may stand."""


def fill(ours: Path) -> None:
    """Fill the store under the programme of all tests (`ours`); under another one, where something is told already, and
    on PostgreSQL, the data are imported anew."""
    if connection.vendor != "sqlite" or ours != settings.SIGAI_PROGRAMME or JournalHead.objects.exists():
        import_data(web_data())
        return
    key = ours, timezone.localdate()
    if key in _KEPT:
        _lay(_KEPT[key])
        return
    before = _standing()
    import_data(web_data())
    _KEPT[key] = {table: found for table, found in _standing().items() if found != before.get(table)}
    assert set(_KEPT[key]) & set(before) <= {_LEFT}, "importing changes rows that were there"


def _standing() -> _Rows:
    """What every table holds that holds anything."""
    found: _Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            if rows := cursor.fetchall():
                found[table] = [column[0] for column in cursor.description], rows
    return found


def _lay(kept: _Rows) -> None:
    """Write the rows themselves; meanwhile no trigger writes what follows from them, for it stands among them."""
    with transaction.atomic(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'register%%'", [])
        following = cursor.fetchall()
        for name, _ in following:
            cursor.execute(f"DROP TRIGGER {name}")
        for table, (columns, rows) in kept.items():
            names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
            way = "INSERT OR REPLACE" if table == _LEFT else "INSERT"
            cursor.executemany(f'{way} INTO "{table}" ({names}) VALUES ({marks})', rows)
        for _, made in following:
            cursor.execute(made, None)
