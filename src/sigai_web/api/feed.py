"""What changed, in one order: the journal's numbers, which follow the order in which transactions ended.

Writers take turns at the head of the journal until their transaction ends, so that nothing ever appears behind a
number that a reader has seen: who reads on from where they stopped misses nothing, however many write meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sigai_web.accounts.models import User
from sigai_web.api.paging import bad_cursor
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.manifests import FeedKind, feed_kinds
from sigai_web.permissions import visible
from sigai_web.store.models import FigureRevision
from sigai_web.store.operations import FIGURE_READ

_MOST_SCANNED = 500
_IN_A_QUERY = 500
_Refs = Mapping[str, Any]
"""What a reader may know of each thing that was named, by how the journal names it (`sheet:…`, `record:…`, `run:…`)."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Some changes, where to read on, and whether there are more already."""

    items: list[dict[str, Any]]
    last: int
    more: bool


def changes_after(user: User, scopes: Sequence[str], after: int, limit: int) -> FeedPage:
    """What changed after an entry of the journal, within a person's reach and the scopes of their token.

    Entries are never cut in two, so that `limit` is overstepped by the figures of one sheet at most.
    """
    head = JournalHead.objects.order_by("pk").values_list("number", flat=True).first() or 0
    if after > head:
        raise bad_cursor(str(after))
    entries = JournalEntry.objects.filter(number__gt=after, number__lte=head).defer("proof")
    scanned = list(entries.order_by("number")[:_MOST_SCANNED])
    kinds = feed_kinds()
    about = {entry.number: _things(entry, kinds) for entry in scanned}
    named = [name for entry in scanned for name in about[entry.number]]
    refs: dict[str, Any] = {}
    for kind in kinds:
        if kind.scope in scopes:
            refs |= kind.look_up(user, [name for name in named if _kind(name) == kind.name])
    figures = _figures(user, scanned) if READ_FIGURES in scopes else {}
    items: list[dict[str, Any]] = []
    for place, entry in enumerate(scanned, start=1):
        items += _items(entry, about[entry.number], refs, figures)
        if len(items) >= limit and place < len(scanned):
            return FeedPage(items, entry.number, more=True)
    if len(scanned) == _MOST_SCANNED:
        return FeedPage(items, scanned[-1].number, more=True)
    return FeedPage(items, head, more=False)


def _items(
    entry: JournalEntry, about: Sequence[str], refs: _Refs, figures: Mapping[int, FigureRevision]
) -> Iterable[dict[str, Any]]:
    """The things that an entry is about, then every figure that it wrote."""
    head = {"number": entry.number, "at": entry.at, "action": entry.action, "by": entry.actor}
    for name in about:
        if name in refs:
            yield {**head, "kind": _kind(name), _kind(name): refs[name]}
    for revision in _revisions(entry):
        if revision in figures:
            yield {**head, "kind": "figure", "figure": figures[revision]}


def _things(entry: JournalEntry, kinds: Sequence[FeedKind]) -> list[str]:
    """What an entry is about: one thing, unless the kind of its action says that there are many."""
    for kind in kinds:
        if entry.action in kind.things:
            return kind.things[entry.action](entry.about, json.loads(entry.after))
    return [entry.about]


def _kind(name: str) -> str:
    return name.partition(":")[0]


def _revisions(entry: JournalEntry) -> list[int]:
    """The revisions of figures that an entry tells of."""
    after = json.loads(entry.after or "null")
    if not isinstance(after, list):
        return []
    return [one["revision"] for one in after if isinstance(one, dict) and "measure" in one and "revision" in one]


def _figures(user: User, entries: Iterable[JournalEntry]) -> dict[int, FigureRevision]:
    wanted = [revision for entry in entries for revision in _revisions(entry)]
    rows = visible(user, FIGURE_READ, FigureRevision.objects.all())
    found: dict[int, FigureRevision] = {}
    for begin in range(0, len(wanted), _IN_A_QUERY):
        found |= {row.pk: row for row in rows.filter(pk__in=wanted[begin : begin + _IN_A_QUERY])}
    return found


def names(about: Iterable[str]) -> list[str]:
    """The names behind the kind, each once: of `sheet:…` what follows."""
    return sorted({one.partition(":")[2] for one in about})


def whole_store(_: User, about: Sequence[str]) -> _Refs:
    """Taking a whole folder in has one entry for all that it wrote: whoever follows reads everything again."""
    return {name: {} for name in about}
