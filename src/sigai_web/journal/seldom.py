"""Entries about what anybody can cause as often as they like: told, but so seldom that they cannot swell the journal.

The journal only grows. A failed sign-in, a refusal, a program that reads are told for the auditor's sake; the last
entry before silence says that further ones within the hour are not told.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from sigai_web.journal.changes import change
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import Actor, append

WINDOW = timedelta(hours=1)
MOST_OF_ALL = 1000
"""Entries of one action within the hour, whoever causes them."""
_SILENT = "further_untold"
_LOG = logging.getLogger("sigai_web.journal")


def tell_seldom(actor: Actor, action: str, about: str, *, most: int, after: dict[str, Any] | None = None) -> None:
    """Add an entry, unless the hour has `most` of this action by this person from this address, or a thousand in all.

    What it tells of has happened already and is not undone where the database takes no entry: then the log says so.
    """
    try:
        if _room(actor, action, most):
            _tell(actor, action, about, most, after or {})
    except DatabaseError as error:
        _LOG.warning("%s was not told", action, exc_info=error)


@change
def _tell(actor: Actor, action: str, about: str, most: int, after: dict[str, Any]) -> None:
    room = _room(actor, action, most)
    if room:
        append(actor, action, about, after={**after, _SILENT: True} if room == 1 else after or None)


def _room(actor: Actor, action: str, most: int) -> int:
    """How many entries more the hour takes: of the actor at this address, and of anybody."""
    entries = recent(action, MOST_OF_ALL)
    return max(min(most - entries.count((actor.name, actor.origin)), MOST_OF_ALL - len(entries)), 0)


def recent(action: str, limit: int) -> list[tuple[str, str]]:
    """Who did something within the hour, and from where: the last so many entries of an action."""
    entries = JournalEntry.objects.filter(action=action).order_by("-number").values_list("actor", "origin", "at")
    since = timezone.now() - WINDOW
    return [(actor, origin) for actor, origin, at in entries[:limit] if at > since]
