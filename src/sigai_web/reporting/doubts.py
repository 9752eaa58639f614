"""What an approver should look at in a sheet, and its main figures: counted when it is handed in and kept with it, so
that lists of any length show them without checking a sheet again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from sigai.programme import Programme
from sigai.values import withdraws
from sigai_web.language import language
from sigai_web.reporting.arranging import grouped, growth_words
from sigai_web.reporting.checking import CheckedSheet, plain
from sigai_web.reporting.comparison_figures import ComparisonFigures
from sigai_web.reporting.models import CellTalk, Sheet, SheetCell
from sigai_web.reporting.obligations import Assignment, Key

_OUTLINED = 2
"""So many measures stand for a sheet in lists: the first of its form."""
_ADDS_UP = ("flow", "ytd")
CLEAR = Q(doubts=0, reasons=0)
"""Sheets in which nothing was asked and nothing explained; what nobody counted is none of them."""


def note_doubts(
    sheet: Sheet, assignment: Assignment, checked: CheckedSheet, cells: Mapping[Key, SheetCell], past: ComparisonFigures
) -> None:
    """Write down in a sheet what there is to look at in it; the caller saves it."""
    sheet.doubts = sum(1 for key in assignment.cells if _asked(key, assignment, checked, cells, past))
    sheet.reasons = sum(1 for cell in cells.values() if cell.reason.strip())
    sheet.outline = [list(one) for one in _outline(assignment, checked, past)]


def _asked(
    key: Key, assignment: Assignment, checked: CheckedSheet, cells: Mapping[Key, SheetCell], past: ComparisonFigures
) -> bool:
    """Whether the check asked about a cell, or it changes a figure that stands."""
    if any(remark.asks or remark.refuses for remark in checked.of(key)):
        return True
    stands = past.figure(*key, assignment.period)
    if stands is None:
        return False
    value = checked.values.get(key)
    return stands.value != value.value if value else withdraws(cells[key].text) if key in cells else False


def _outline(assignment: Assignment, checked: CheckedSheet, past: ComparisonFigures) -> Iterator[tuple[str, str, str]]:
    """The first measures of a sheet: what they come to, and came to a year ago; of many entities only what adds up."""
    content, period = assignment.content, assignment.period
    year_ago = period.shift_years(-1)
    for name in assignment.form.measures[:_OUTLINED]:
        keys = [key for key in assignment.cells if key[1] == name]
        if len(keys) > 1 and content.measure_by_id[name].accumulation not in _ADDS_UP:
            continue
        now = [checked.values[key].value for key in keys if key in checked.values]
        before = [found.value for key in keys if (found := past.figure(*key, year_ago))]
        if now and len(now) == len(keys):
            yield name, plain(_sum(now)), plain(_sum(before)) if len(before) == len(keys) else ""


def _sum(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


@dataclass(frozen=True, slots=True)
class MainFigure:
    """One of the main figures of a sheet, as a list shows it; `growth` on a year ago, empty where there is none."""

    name: str
    value: str
    unit: str
    growth: str


def main_figures(content: Programme, sheet: Sheet) -> list[MainFigure]:
    """The main figures of a sheet as it was handed in."""
    found = []
    for name, value, year_ago in sheet.outline:
        measure = content.measure_by_id.get(name)
        if measure is not None:
            growth = growth_words(Decimal(value), Decimal(year_ago) if year_ago else None)
            found.append(MainFigure(measure.name[language()], grouped(Decimal(value)), measure.unit, growth))
    return found


def _talks() -> Exists:
    """Whether a conversation about one of a sheet's cells is open."""
    names = {name: OuterRef(name) for name in ("form", "reporter", "period")}
    return Exists(CellTalk.objects.filter(**names, resolved=False))


def talked_about(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Sheets, each with whether it is talked about (`talks`)."""
    return sheets.annotate(talks=_talks())


def clear(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Those that may be decided about many at a time: nothing asked, nothing explained, nobody talking."""
    return talked_about(sheets.filter(CLEAR & ~_talks()))


def to_look_at(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """The others: each needs somebody who looks at it."""
    return talked_about(sheets.exclude(CLEAR & ~_talks()))
