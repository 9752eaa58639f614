"""Whom the readers of a ledger are: words of content for many roles at once."""

from __future__ import annotations

from typing import Final

from sigai.programme.ledgers import LedgerReaders
from sigai.programme.roles import SYSTEM_ROLES

CITY: Final = "city"
"""Everybody who has a part in the programme: every role that reads records at all."""
ENTERPRISES: Final = "enterprises"
"""Every enterprise."""
READER_WORDS = (CITY, ENTERPRISES, *SYSTEM_ROLES)
KEEPING_ROLES = frozenset({"office", "leader", "unit_reporter", "unit_approver"})
"""Who may be a keeper of a ledger, and so reads all of it."""


def opened_to(readers: LedgerReaders, role: str, scope: str) -> bool:
    """Whether somebody in a role, with its scope, is among some readers. Roles of the content are where they are named
    themselves: a bank is not of the city."""
    if role in readers.to:
        return True
    if role not in SYSTEM_ROLES:
        return False
    if CITY in readers.to:
        return True
    return (ENTERPRISES in readers.to and role == "enterprise_reporter") or (bool(scope) and scope in readers.to)
