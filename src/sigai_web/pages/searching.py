"""One search over everything that somebody may see, kind by kind, as the apps bring it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.urls import reverse

from sigai_web.language import choose
from sigai_web.manifests import Hit, Hits, MenuPage, SearchKind, menu_pages, search_kinds
from sigai_web.permissions import allowed
from sigai_web.store.records import searchable

LONGEST = 60
"""Characters of what is searched for."""
_MOST_WORDS = 5
_SHOWN = 6

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class FoundKind:
    """What was found of one kind; `more`: there are others, `address` is the list of all."""

    name: str
    hits: Sequence[Hit]
    more: bool
    address: str


def search(user: Any, text: str) -> list[FoundKind]:
    """What a person may see that holds every word of a text, by kind; nothing for no words."""
    words = searchable(text[:LONGEST]).split()[:_MOST_WORDS]
    if not words:
        return []
    kinds = (kind for kind in search_kinds() if kind.operation is None or allowed(user, kind.operation))
    found = ((kind, kind.found(user, words, _SHOWN + 1)) for kind in kinds)
    return [
        FoundKind(choose(kind.zh, kind.en), hits.first[:_SHOWN], len(hits.first) > _SHOWN, hits.more)
        for kind, hits in found
        if hits.first
    ]


def best(
    things: Iterable[Thing], words: Sequence[str], texts: Callable[[Thing], Sequence[str]], most: int
) -> list[Thing]:
    """Of a few things in memory those whose texts hold every word: first the ones that are called so, then those whose
    first text begins so, then the others."""
    asked = " ".join(words)
    ranked = []
    for at, thing in enumerate(things):
        said = [searchable(text) for text in texts(thing) if text]
        if all(any(word in text for text in said) for word in words):
            called = 0 if asked in said else 1 if said[0].startswith(asked) else 2
            ranked.append((called, at, thing))
    return [thing for _, _, thing in sorted(ranked, key=lambda one: one[:2])[:most]]


def _pages(user: Any, words: Sequence[str], most: int) -> Hits:
    """Pages of the menu, by what they are called and for."""
    seen = [page for page in menu_pages() if page.operation is None or allowed(user, page.operation)]
    found = best(seen, words, _texts_of_page, most)
    return Hits([Hit(choose(one.zh, one.en), reverse(one.url), choose(one.why_zh, one.why_en)) for one in found])


def _texts_of_page(page: MenuPage) -> Sequence[str]:
    return page.zh, page.en, page.why_zh, page.why_en


SEARCH = (SearchKind(operation=None, zh="页面", en="Pages", found=_pages, order=10),)
