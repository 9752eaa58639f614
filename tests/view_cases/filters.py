"""The views of `sigai_web.filters`."""

from __future__ import annotations

from typing import Any

from sigai_web.accounts.models import Membership, User
from sigai_web.filters.models import SavedFilter
from view_cases.case import READERS, Case, Programs

OF_ADDRESSES = "a program keeps the address itself: what a list is asked for stands in it"


def of_filter(other: User, _membership: Membership) -> list[Any]:
    """One of whoever asks."""
    owner = User.objects.exclude(pk=other.pk).last() or other
    made, _ = SavedFilter.objects.get_or_create(user=owner, path="/targets", name="mine", defaults={"query": "q=1"})
    return [made.pk]


CASES: dict[str, Case] = {
    "keep-filter": Case(
        READERS, "post", lambda: {"path": "/targets", "query": "q=1", "name": "a"}, status=302, queries=18
    ),
    "remove-filter": Case(READERS, "post", arguments=of_filter, own=True, status=302, queries=18, missing=(999,)),
}

PROGRAMS: Programs = dict.fromkeys(CASES, OF_ADDRESSES)

RIGHTS = """
filter.keep *ooooo*...
"""
