"""Faults that pass: the database broke a transaction off, it cannot be reached, or the disk is full."""

from __future__ import annotations

import errno
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

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_DISK_FULL = "53100"
"""PostgreSQL's code of a disk without room."""


def no_room(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, says that a disk is full: ours, or the database's."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_FULL or getattr(error, "sqlstate", None) == _DISK_FULL:
            return True
        error = error.__cause__
    return False


def broken_off(error: DatabaseError) -> bool:
    """Whether the database broke a transaction off for the sake of another: tried again, it goes through."""
    return getattr(error.__cause__, "sqlstate", None) in _BROKEN_OFF


def passing(error: BaseException | None) -> bool:
    """Whether an error says that the database is away, busy or full, or the disk is, rather than that we asked
    something wrong.

    SQLite calls both operational: there its own code tells them apart.
    """
    if no_room(error):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE_PASSING
    return True


def status_of(error: BaseException | None) -> int:
    """The status of an answer that an error stands behind: 507 where a disk is full, 503 where the fault passes."""
    return 507 if no_room(error) else 503 if passing(error) else 500


def reason_of(error: BaseException) -> str:
    """The first line of what the database said, for an operator's eyes: hosts and names of roles, never a password."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
