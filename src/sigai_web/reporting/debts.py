"""What is still owed of earlier periods, beside a month: by month and form, in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sigai.base import Period
from sigai_web.reporting.completeness import given
from sigai_web.reporting.doubts import CLEAR
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import FormObligations, Whole, calendar, owed
from sigai_web.reporting.overview import pairs_of
from sigai_web.reporting.parts import Part
from sigai_web.reporting.register import Register

_IN_HAND = (Sheet.State.DRAFT, Sheet.State.RETURNED)


@dataclass(frozen=True, slots=True)
class Debt:
    """What is overdue of the periods that ended with a month: in all, and by form; since when the oldest."""

    month: Period
    number: int
    forms: tuple[tuple[str, int], ...]
    due: date


@dataclass(frozen=True, slots=True)
class _Known:
    """Of one form and period: whose sheets are out of their hands, or only being corrected; whose are still in them."""

    settled: set[str]
    open: set[str]


def debts(known: Register, parts: Sequence[Part], month: Period, day: date) -> list[Debt]:
    """What is overdue within some parts of periods before those that a month's page counts, the latest first.

    Two queries, however many months: of sheets accepted without a question all figures stand, so they are not asked
    for.
    """
    shown = set(pairs_of(known, month, day))
    earlier = [pair for pair in calendar(known, day) if pair[1].last <= month.last and pair not in shown]
    duties = [owed(known, form.id, period) for form, period in earlier]
    chosen = [(each, at) for each in duties if each.due < day and len(at := np.flatnonzero(each.within(parts)))]
    if not chosen:
        return []
    sheets, counts = _sheets(month), given(chosen)
    found: dict[Period, list[tuple[FormObligations, int]]] = defaultdict(list)
    for (each, at), count in zip(chosen, counts, strict=True):
        number = _overdue(each, at, count, sheets[each.form.id, str(each.period)])
        if number:
            found[each.period.end].append((each, number))
    return [_debt(period, found[period]) for period in sorted(found, reverse=True)]


def _debt(month: Period, rows: Sequence[tuple[FormObligations, int]]) -> Debt:
    forms = tuple((each.form.id, number) for each, number in rows)
    return Debt(month, sum(number for _, number in forms), forms, min(each.due for each, _ in rows))


def _sheets(month: Period) -> defaultdict[tuple[str, str], _Known]:
    rows = Sheet.objects.filter(month__lte=month.last).exclude(CLEAR, state=Sheet.State.ACCEPTED)
    found: defaultdict[tuple[str, str], _Known] = defaultdict(lambda: _Known(set(), set()))
    for form, period, reporter, state, correction in rows.values_list(
        "form", "period", "reporter", "state", "correction"
    ):
        of = found[form, period]
        (of.open if state in _IN_HAND and not correction else of.settled).add(reporter)
    return found


def _overdue(each: FormObligations, at: Whole, count: Whole, sheets: _Known) -> int:
    """How many of the chosen reporters owe figures and have not handed them in."""
    lacking = count < each.counts
    lacking[[each.place[name] for name in sheets.settled if name in each.place]] = False
    lacking[[each.place[name] for name in sheets.open if name in each.place]] = True
    return int(lacking[at].sum())
