"""How much of a record somebody reads: all of it, what whom it names reads, or what all readers of its ledger read."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from sigai.programme import ReadBy
from sigai_web.permissions.asking import Resource, allowed, reaches
from sigai_web.permissions.table import Operation, Reach


class ReadLevel(IntEnum):
    """How close somebody is to a record: one of its readers, named by it, or a keeper of its ledger."""

    READERS = 1
    NAMED = 2
    KEEPERS = 3

    def reads(self, part: ReadBy) -> bool:
        """Whether a part of the record that is for some is for them."""
        return self >= ReadLevel[part.upper()]


def keeps(user: Any, read: Operation, keepers: frozenset[str]) -> bool:
    """Whether somebody reads all of every record of a ledger that some units keep."""
    found = reaches(user, read)
    return any(reach is Reach.ALL or (reach is Reach.UNIT and scope in keepers) for reach, scope in found)


def read_level(user: Any, read: Operation, consult: Operation, subject: Resource) -> ReadLevel | None:
    """How much of one record somebody reads; None where it is closed to them."""
    if keeps(user, read, subject.keepers):
        return ReadLevel.KEEPERS
    if allowed(user, read, subject) or (allowed(user, consult) and "named" in opened(user, subject)):
        return ReadLevel.NAMED
    return ReadLevel.READERS if allowed(user, consult, subject) else None


def opened(user: Any, subject: Resource) -> frozenset[str]:
    """How much of a record its ledger opens to somebody."""
    return frozenset().union(*(subject.opens(one.role, one.scope) for one in user.granted()))
