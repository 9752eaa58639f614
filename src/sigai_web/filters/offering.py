"""The filters that a list offers to its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from sigai_web.accounts.scopes import colleagues
from sigai_web.filters.keeping import narrowing
from sigai_web.filters.models import NAME_LENGTH, SavedFilter
from sigai_web.filters.operations import FILTER_KEEP
from sigai_web.permissions import allowed


@dataclass(frozen=True, slots=True)
class OfferedFilters:
    """One's own filters of a list, those of colleagues, and what the list is asked for now."""

    path: str
    query: str
    own: Sequence[SavedFilter]
    others: Sequence[SavedFilter]
    longest: int = NAME_LENGTH

    @property
    def known(self) -> bool:
        """Whether what the list is asked for now is kept already."""
        return any(one.query == self.query for one in (*self.own, *self.others))


def offered_filters(request: HttpRequest) -> OfferedFilters | None:
    """What the list at this address offers; None where there is nothing to show: no filter, and none to keep."""
    user = request.user
    if not allowed(user, FILTER_KEEP):
        return None
    rows = SavedFilter.objects.filter(Q(user=user) | Q(shared=True), path=request.path).select_related("user")
    own = [one for one in rows if one.user_id == user.pk]
    shared = [one for one in rows if one.user_id != user.pk]
    near = colleagues(user, {one.user.username for one in shared}) if shared else frozenset()
    found = OfferedFilters(
        request.path,
        narrowing(request.GET.urlencode()),
        own,
        [one for one in shared if one.user.username in near],
    )
    return found if found.own or found.others or found.query else None
