"""Faults of the database that pass: it broke a transaction off, or it cannot be reached."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

RETRY_AFTER = 10
"""Seconds after which somebody who was turned away may ask again."""

_BROKEN_OFF = frozenset({"40001", "40P01"})
"""PostgreSQL's codes of a serialization failure and of a deadlock."""
_SQLITE_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


def broken_off(error: DatabaseError) -> bool:
    """Whether the database broke a transaction off for the sake of another: tried again, it goes through."""
    return getattr(error.__cause__, "sqlstate", None) in _BROKEN_OFF


def passing(error: BaseException | None) -> bool:
    """Whether an error says that the database is away, busy or full, rather than that we asked something wrong.

    SQLite calls both operational: there its own code tells them apart.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE_PASSING
    return True
