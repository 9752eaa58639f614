"""What is owed by whom, and how far each of it is: for lists, the office's overview, other parts and the API.

Set-based: however many reporters there are, a few queries. A duty without a sheet whose owed figures all stand in the
store (they came by import) counts as accepted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from sigai.base import Period
from sigai.programme import Form
from sigai_web.clock import today
from sigai_web.permissions import Operation
from sigai_web.permissions.asking import reaches
from sigai_web.reporting.completeness import given
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment, FormObligations, Mask, Whole, calendar, owed
from sigai_web.reporting.parts import Part, parts_of
from sigai_web.reporting.register import Register

ReportStatus = Literal["open", "draft", "returned", "submitted", "approved", "accepted"]
STANDINGS: tuple[ReportStatus, ...] = ("open", "draft", "returned", "submitted", "approved", "accepted")
"""How far a duty is: nothing there yet, then the states of its sheet."""
WAITING = frozenset({"open", "draft", "returned"})
"""The reporter has it in hand."""


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """One form that one reporter owes for one period."""

    form: Form
    period: Period
    reporter: str
    area: str
    due: date
    standing: ReportStatus
    owed: int
    given: int
    overdue: bool
    days: int
    late: bool = False
    correction: bool = False
    sheet: Sheet | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """How addresses name it."""
        return self.form.id, str(self.period), self.reporter

    @property
    def version(self) -> int:
        """The version of its sheet; 0 before there is one."""
        return self.sheet.version if self.sheet else 0

    @property
    def waiting(self) -> bool:
        """Whether its reporter has it in hand."""
        return self.standing in WAITING


@dataclass(frozen=True, eq=False)
class DutyTable:
    """The duties of one form and period within some parts, in columns over `owed.reporters[at]`."""

    owed: FormObligations
    at: Whole
    standing: npt.NDArray[np.int8]
    given: Whole
    sheets: dict[str, Sheet]
    day: date

    def __len__(self) -> int:
        return len(self.at)

    def count(self, standing: ReportStatus) -> int:
        """How many are so far."""
        return int((self.standing == STANDINGS.index(standing)).sum())

    @property
    def overdue(self) -> Mask:
        """Those in hand after their day; a correction is nobody's delay."""
        waiting = self.standing <= STANDINGS.index("returned")
        if self.owed.due >= self.day:
            return np.zeros(len(self), dtype=np.bool_)
        corrected = [self.owed.place[name] for name, sheet in self.sheets.items() if sheet.correction]
        return np.asarray(waiting & ~np.isin(self.at, corrected))

    @property
    def done(self) -> Mask:
        """Those accepted."""
        return np.asarray(self.standing == STANDINGS.index("accepted"))

    def duties(self, chosen: Mask | None = None) -> Iterator[ReportingDuty]:
        """One by one."""
        overdue, owed = self.overdue, self.owed
        for row in np.flatnonzero(chosen).tolist() if chosen is not None else range(len(self)):
            at = int(self.at[row])
            sheet = self.sheets.get(owed.reporters[at])
            yield ReportingDuty(
                form=owed.form,
                period=owed.period,
                reporter=owed.reporters[at],
                area=str(owed.areas[at]),
                due=owed.due,
                standing=STANDINGS[self.standing[row]],
                owed=int(owed.counts[at]),
                given=int(self.given[row]),
                overdue=bool(overdue[row]),
                days=(owed.due - self.day).days,
                late=sheet.late if sheet else False,
                correction=sheet.correction if sheet else False,
                sheet=sheet,
            )


def parts_for(user: Any, operation: Operation, known: Register) -> tuple[Part, ...]:
    """The parts of all sheets to which a user may do an operation."""
    found = reaches(user, operation)
    return tuple(part for reach, scope in found for part in parts_of(known.content, reach, scope))


def tables(
    known: Register, pairs: Iterable[tuple[Form, Period]], parts: Sequence[Part], *, day: date | None = None
) -> list[DutyTable]:
    """The duties of some forms and periods within some parts: two queries, or none where nothing is owed."""
    chosen = [(each, at) for form, period in pairs if len(at := _within(each := owed(known, form.id, period), parts))]
    if not chosen:
        return []
    sheets = _sheets([each for each, _ in chosen], parts)
    moment, counts = day or today(), given(chosen)
    return [_table(each, at, sheets, count, moment) for (each, at), count in zip(chosen, counts, strict=True)]


def all_duties(known: Register, parts: Sequence[Part], *, day: date | None = None) -> list[ReportingDuty]:
    """Every duty within some parts, of every period that has ended; for the few of one organisation."""
    moment = day or today()
    return [duty for table in tables(known, calendar(known, moment), parts, day=moment) for duty in table.duties()]


def find(known: Register, form_id: str, period_text: str, reporter: str) -> Assignment | None:
    """What one reporter owes, by the words of an address; None where there is no such duty (yet)."""
    try:
        period = Period.parse(period_text)
    except ValueError:
        return None
    if str(period) != period_text:
        return None
    known_pair = any(form.id == form_id and each == period for form, each in calendar(known, today()))
    found = owed(known, form_id, period) if known_pair else None
    return Assignment(found, reporter) if found is not None and reporter in found.place else None


def duty_of(assignment: Assignment) -> ReportingDuty:
    """One reporter's duty as it stands."""
    only = Part(frozenset({assignment.form.id}), reporter=assignment.reporter)
    pair = assignment.form, assignment.period
    return next(tables(assignment.owed.register, [pair], [only])[0].duties())


def _within(each: FormObligations, parts: Sequence[Part]) -> Whole:
    return np.flatnonzero(each.within(parts))


def _sheets(chosen: Sequence[FormObligations], parts: Sequence[Part]) -> dict[tuple[str, str], dict[str, Sheet]]:
    wanted = Q(form__in={each.form.id for each in chosen}, period__in={str(each.period) for each in chosen})
    reporters = {part.reporter for part in parts}
    if None not in reporters:
        wanted &= Q(reporter__in=reporters)
    found: dict[tuple[str, str], dict[str, Sheet]] = defaultdict(dict)
    for sheet in Sheet.objects.filter(wanted):
        found[sheet.form, sheet.period][sheet.reporter] = sheet
    return found


def _table(
    each: FormObligations, at: Whole, sheets: dict[tuple[str, str], dict[str, Sheet]], count: Whole, day: date
) -> DutyTable:
    standing = np.where(count >= each.counts, STANDINGS.index("accepted"), 0).astype(np.int8)
    mine = sheets.get((each.form.id, str(each.period)), {})
    known = {name: sheet for name, sheet in mine.items() if name in each.place}
    for name, sheet in known.items():
        standing[each.place[name]] = STANDINGS.index(sheet.state)
    return DutyTable(each, at, standing[at], count[at], known, day)
