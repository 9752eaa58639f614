"""What changed, in one order: the journal's numbers, which follow the order in which transactions ended.

Writers take turns at the head of the journal until their transaction ends, so that nothing ever appears behind a
number that a reader has seen: who reads on from where they stopped misses nothing, however many write meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sigai_web.accounts.models import User
from sigai_web.api.paging import bad_cursor
from sigai_web.api.scopes import Scope
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.permissions import Operation, allowed, visible
from sigai_web.reporting.models import Sheet
from sigai_web.runs.models import Bulletin, Run
from sigai_web.seeing.models import Instruction
from sigai_web.store.models import CurrentRecord, FigureRevision

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


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing: how the journal begins its name, the scope that reads it, how to look many of them up."""

    name: str
    scope: Scope
    look_up: Callable[[User, Sequence[str]], _Refs]


def changes_after(user: User, scopes: Sequence[str], after: int, limit: int) -> FeedPage:
    """What changed after an entry of the journal, within a person's reach and the scopes of their token.

    Entries are never cut in two, so that `limit` is overstepped by the figures of one sheet at most.
    """
    head = JournalHead.objects.order_by("pk").values_list("number", flat=True).first() or 0
    if after > head:
        raise bad_cursor(str(after))
    entries = JournalEntry.objects.filter(number__gt=after, number__lte=head).defer("proof")
    scanned = list(entries.order_by("number")[:_MOST_SCANNED])
    named = [name for entry in scanned for name in _named(entry)]
    refs: dict[str, Any] = {}
    for kind in _KINDS:
        if kind.scope in scopes:
            refs |= kind.look_up(user, [name for name in named if _kind(name) == kind.name])
    figures = _figures(user, scanned) if Scope.READ_FIGURES in scopes else {}
    items: list[dict[str, Any]] = []
    for place, entry in enumerate(scanned, start=1):
        items += _items(entry, refs, figures)
        if len(items) >= limit and place < len(scanned):
            return FeedPage(items, entry.number, more=True)
    if len(scanned) == _MOST_SCANNED:
        return FeedPage(items, scanned[-1].number, more=True)
    return FeedPage(items, head, more=False)


def _items(entry: JournalEntry, refs: _Refs, figures: Mapping[int, FigureRevision]) -> Iterable[dict[str, Any]]:
    """The things that an entry is about, then every figure that it wrote."""
    head = {"number": entry.number, "at": entry.at, "action": entry.action, "by": entry.actor}
    for name in _named(entry):
        if name in refs:
            yield {**head, "kind": _kind(name), _kind(name): refs[name]}
    for revision in _revisions(entry):
        if revision in figures:
            yield {**head, "kind": "figure", "figure": figures[revision]}


def _named(entry: JournalEntry) -> list[str]:
    """What an entry is about: one thing, or every record of a sheet that was taken in."""
    if entry.action != "record.import":
        return [entry.about]
    ledger = entry.about.partition(":")[2]
    return [f"record:{ledger}/{one['number']}" for one in json.loads(entry.after)["records"]]


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
    rows = visible(user, Operation.FIGURE_READ, FigureRevision.objects.all())
    found: dict[int, FigureRevision] = {}
    for begin in range(0, len(wanted), _IN_A_QUERY):
        found |= {row.pk: row for row in rows.filter(pk__in=wanted[begin : begin + _IN_A_QUERY])}
    return found


def _names(about: Iterable[str]) -> list[str]:
    return sorted({one.partition(":")[2] for one in about})


def _sheets(user: User, about: Sequence[str]) -> _Refs:
    parts = [name.split("/") for name in _names(about)]
    known = [one for one in parts if len(one) == 3]
    wanted = Q(pk__in=())
    for form in {one[0] for one in known}:
        mine = [one for one in known if one[0] == form]
        wanted |= Q(form=form, period__in={one[1] for one in mine}, reporter__in={one[2] for one in mine})
    rows = visible(user, Operation.FIGURE_READ, Sheet.objects.filter(wanted)) if known else ()
    return {
        row.about: {"form": row.form, "period": row.period, "reporter": row.reporter, "state": row.state}
        for row in rows
    }


def _records(user: User, about: Sequence[str]) -> _Refs:
    parts = [name.split("/", 1) for name in _names(about)]
    known = [one for one in parts if len(one) == 2]
    wanted = Q(ledger__in={one[0] for one in known}, number__in={one[1] for one in known})
    rows = visible(user, Operation.RECORD_READ, CurrentRecord.objects.filter(wanted)) if known else ()
    return {
        f"record:{row.ledger}/{row.number}": {"id": row.pk, "ledger": row.ledger, "number": row.number} for row in rows
    }


def _runs(user: User, about: Sequence[str]) -> _Refs:
    keys = [int(name) for name in _names(about) if name.isdigit()]
    rows = Run.objects.filter(pk__in=keys) if keys and allowed(user, Operation.PROGRESS_READ) else ()
    return {f"run:{row.pk}": {"id": row.pk, "as_of": row.as_of, "state": row.state} for row in rows}


def _bulletins(user: User, about: Sequence[str]) -> _Refs:
    if not about or not allowed(user, Operation.PROGRESS_READ):
        return {}
    rows = Bulletin.objects.filter(year__in={name.partition("-")[0] for name in _names(about)})
    return {f"bulletin:{row}": {"id": row.pk, "year": row.year, "number": row.number} for row in rows}


def _instructions(user: User, about: Sequence[str]) -> _Refs:
    keys = [int(name) for name in _names(about) if name.isdigit()]
    rows = visible(user, Operation.INSTRUCTION_READ, Instruction.objects.filter(pk__in=keys)) if keys else ()
    return {
        f"instruction:{row.pk}": {"id": row.pk, "unit": row.unit, "closed": row.closed_at is not None} for row in rows
    }


def _store(_: User, about: Sequence[str]) -> _Refs:
    """Taking a whole folder in has one entry for all that it wrote: whoever follows reads everything again."""
    return {name: {} for name in about}


_KINDS = (
    _Kind("sheet", Scope.READ_FIGURES, _sheets),
    _Kind("store", Scope.READ_FIGURES, _store),
    _Kind("record", Scope.READ_RECORDS, _records),
    _Kind("run", Scope.READ_PROGRESS, _runs),
    _Kind("bulletin", Scope.READ_PROGRESS, _bulletins),
    _Kind("instruction", Scope.READ_INSTRUCTIONS, _instructions),
)
