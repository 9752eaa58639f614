"""What words find of the register: all but enterprises and areas, which have pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from sigai_web.manifests import Hit, Hits, SearchKind
from sigai_web.register.listing import within_reach
from sigai_web.register.operations import REGISTER_READ
from sigai_web.register.words import kind_words
from sigai_web.store.finding import holding

_ELSEWHERE = ("enterprise", "city", "county", "park", "area")


def _entities(user: Any, words: Sequence[str], most: int) -> Hits:
    """Products, lines, outlets, meters and whatever else the content has, by name and number."""
    rows = within_reach(user).exclude(kind__in=_ELSEWHERE).filter(holding(" ".join(words)))
    hits = [
        Hit(one.name, reverse("register-entry", args=[one.pk]), kind_words(one.kind))
        for one in rows.order_by("name", "pk")[:most]
    ]
    return Hits(hits)


SEARCH = (
    SearchKind(
        operation=REGISTER_READ, zh="产品、生产线等", en="Products, lines and the like", found=_entities, order=75
    ),
)
