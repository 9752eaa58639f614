"""Queues of sheets that wait for a decision: who decides what, narrowed by filters; from one to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from sigai_web.permissions import Operation, visible
from sigai_web.reporting.doubts import clear, talked_about, to_look_at
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.overview import county_of
from sigai_web.reporting.register import Register
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE

_ORDER = ("due", "form", "reporter", "period")
FILTERS = ("form", "area", "period", "look")
LOOK, CLEAR = "yes", "no"
"""What the filter `look` says: sheets that somebody must look at, or the others."""


@dataclass(frozen=True, slots=True)
class QueueKind:
    """One of the two decisions: the name of its page, who may take it, and the state it is taken in."""

    page: str
    operation: Operation
    state: str

    def waiting(self, user: Any) -> QuerySet[Sheet]:
        """All sheets that wait for this decision of a person."""
        return visible(user, self.operation, Sheet.objects.filter(state=self.state))


APPROVING = QueueKind("approving", FIGURE_APPROVE, Sheet.State.SUBMITTED)
ACCEPTING = QueueKind("accepting", FIGURE_ACCEPT, Sheet.State.APPROVED)
KINDS = {kind.state: kind for kind in (APPROVING, ACCEPTING)}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The sheets before and after one in a queue, by the words of their addresses; how many wait in all."""

    before: tuple[str, str, str] | None
    after: tuple[str, str, str] | None
    place: int
    number: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for one person's decision of one kind, narrowed by filters."""

    kind: QueueKind
    user: Any
    known: Register
    filters: Mapping[str, str]

    @classmethod
    def asked(cls, kind: QueueKind, user: Any, known: Register, given: Mapping[str, Any]) -> Queue:
        """The queue with the filters that an address names."""
        return cls(kind, user, known, {name: str(given.get(name) or "") for name in FILTERS})

    @property
    def query(self) -> str:
        """Its filters as part of an address."""
        return urlencode({name: value for name, value in self.filters.items() if value})

    @property
    def address(self) -> str:
        """Its page."""
        return "?".join(filter(None, (reverse(self.kind.page), self.query)))

    @property
    def rows(self) -> QuerySet[Sheet]:
        """What the filters leave, in order, each with whether it is talked about."""
        found, filters = self.kind.waiting(self.user), self.filters
        if filters["form"]:
            found = found.filter(form=filters["form"])
        if filters["period"]:
            found = found.filter(period=filters["period"])
        if filters["area"]:
            found = found.filter(area__in=list(self.known.content.areas_under(filters["area"])))
        looked = {LOOK: to_look_at, CLEAR: clear}.get(filters["look"], talked_about)
        return looked(found).order_by(*_ORDER)

    def beside(self, assignment: Assignment) -> Neighbours:
        """The neighbours of a sheet, which itself may have left the queue. In an order of our own: databases differ in
        theirs, and the place of a sheet is looked for here."""
        form, period, reporter = assignment.key
        keys = sorted(self.rows.order_by().values_list(*_ORDER))
        mine = (assignment.owed.due, form, reporter, period)
        before, after = bisect_left(keys, mine), bisect_right(keys, mine)
        return Neighbours(
            _words(keys[before - 1]) if before else None,
            _words(keys[after]) if after < len(keys) else None,
            before + 1,
            len(keys),
        )

    def next_address(self, assignment: Assignment) -> str:
        """Where to go on after a sheet: the next, from the beginning again; the list where none waits."""
        beside = self.beside(assignment)
        going = beside.after
        if going is None and beside.number:
            going = _words(self.rows.values_list(*_ORDER)[0])
        if going is None or going == assignment.key:
            return self.address
        return "?".join(filter(None, (reverse("sheet", args=going), self.query)))

    def choices(self) -> dict[str, list[tuple[str, int]]]:
        """Forms, areas and periods of what waits, each with how many: nothing that would leave none."""
        content = self.known.content
        waiting = self.kind.waiting(self.user).order_by()
        counted = waiting.values_list("form", "area", "period").annotate(number=Count("pk"))
        forms, areas, periods = Counter[str](), Counter[str](), Counter[str]()
        for form, area, period, number in counted:
            forms[form] += number
            areas[county_of(content, area)] += number
            periods[period] += number
        return {
            "forms": [(form.id, forms[form.id]) for form in content.forms if form.id in forms],
            "areas": [(area.code, areas[area.code]) for area in content.areas if area.code in areas],
            "periods": sorted(periods.items(), reverse=True),
        }


def _words(key: tuple[Any, str, str, str]) -> tuple[str, str, str]:
    _, form, reporter, period = key
    return form, period, reporter
