"""What waits for a person, gathered from all apps."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.urls import reverse

from sigai_web.clock import today
from sigai_web.journal.models import JournalEntry
from sigai_web.manifests import Waiting, waiting_kinds
from sigai_web.permissions import allowed

_KEPT = 60
"""Seconds."""


def waits_for(user: Any) -> list[Waiting]:
    """What waits for a person, with the way there; nothing that counts zero."""
    kinds = (kind for kind in waiting_kinds() if allowed(user, kind.operation))
    return [one for kind in kinds for one in kind.found(user) if one.number]


def counts_for(user: Any) -> dict[str, int]:
    """How much waits for a person, by the address of the page where they see to it; all of it, by that of the first.

    Counted anew once anybody has changed anything, and at least once a minute.
    """
    head = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"waits:{user.pk}:{head}:{today()}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = {}
        for one in waits_for(user):
            for address in {one.address.partition("?")[0].partition("#")[0], reverse("today")}:
                known[address] = known.get(address, 0) + one.number
        cache.set(key, known, _KEPT)
    return known
