"""Who has reported: by form, by area, by collecting unit; and the list of those who have not. In columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import overload

import numpy as np

from sigai.base import Period
from sigai.programme import Form, Programme
from sigai_web.language import language
from sigai_web.reporting.models import CellTalk
from sigai_web.reporting.obligations import Mask, Whole, calendar
from sigai_web.reporting.parts import Part
from sigai_web.reporting.register import Register
from sigai_web.reporting.report_status import STANDINGS, DutyTable, ReportingDuty, tables


@dataclass(slots=True)
class Count:
    """How many sheets of something are how far. `done` are accepted, `under_way` handed in or approved; of those with
    the approvers (`submitted`) and with the office (`approved`) some want to be looked at."""

    name: str
    key: str = ""
    period: str = ""
    due: date | None = None
    owed: int = 0
    done: int = 0
    submitted: int = 0
    approved: int = 0
    returned: int = 0
    overdue: int = 0
    late: int = 0
    submitted_to_look_at: int = 0
    approved_to_look_at: int = 0

    @property
    def under_way(self) -> int:
        """Handed in or approved."""
        return self.submitted + self.approved

    @property
    def waiting(self) -> int:
        """Not handed in."""
        return self.owed - self.done - self.under_way

    @property
    def share(self) -> int:
        """Of a hundred owed, so many accepted."""
        return round(100 * self.done / self.owed) if self.owed else 0

    @property
    def handed_in(self) -> int:
        """Of a hundred owed, so many handed in or accepted."""
        return round(100 * (self.done + self.under_way) / self.owed) if self.owed else 0

    def add(self, numbers: Sequence[int]) -> None:
        """Count some duties in: how many of them stand how far (STANDINGS), are overdue, came late."""
        *standing, overdue, late, submitted_to_look_at, approved_to_look_at = numbers
        by_name = dict(zip(STANDINGS, standing, strict=True))
        self.owed += sum(standing)
        self.done += by_name["accepted"]
        self.submitted += by_name["submitted"]
        self.approved += by_name["approved"]
        self.returned += by_name["returned"]
        self.overdue += overdue
        self.late += late
        self.submitted_to_look_at += submitted_to_look_at
        self.approved_to_look_at += approved_to_look_at


def _numbers(table: DutyTable, group: Whole, groups: int, talks: Collection[tuple[str, str, str]]) -> list[list[int]]:
    """What a `Count` takes in, for each group of the duties of a table."""
    kinds = len(STANDINGS)
    standing = np.bincount(group * kinds + table.standing, minlength=groups * kinds).reshape(groups, kinds)
    late = [table.owed.place[name] for name, sheet in table.sheets.items() if sheet.late]
    masks = [table.overdue, np.isin(table.at, late), *_to_look_at(table, talks)]
    flags = [np.bincount(group[mask], minlength=groups) for mask in masks]
    numbers: list[list[int]] = np.column_stack([standing, *flags]).tolist()
    return numbers


def _to_look_at(table: DutyTable, talks: Collection[tuple[str, str, str]]) -> list[Mask]:
    """Of the sheets with the approvers, and of those with the office, the ones that somebody must look at."""
    form, period = table.owed.form.id, str(table.owed.period)
    look = [
        table.owed.place[name]
        for name, sheet in table.sheets.items()
        if sheet.doubtful or (form, period, name) in talks
    ]
    inside = np.isin(table.at, look)
    return [inside & (table.standing == STANDINGS.index(state)) for state in ("submitted", "approved")]


def _open_talks(found: Sequence[DutyTable]) -> set[tuple[str, str, str]]:
    """Which sheets are talked about: one query."""
    pairs = {(table.owed.form.id, str(table.owed.period)) for table in found}
    talks = CellTalk.objects.filter(resolved=False, period__in={period for _, period in pairs})
    return set(talks.values_list("form", "period", "reporter"))


@dataclass(frozen=True, slots=True)
class Overview:
    """The office's view of one month: every form's last period that had ended by then."""

    month: Period
    total: Count
    forms: tuple[Count, ...]
    areas: tuple[Count, ...]
    units: tuple[Count, ...]
    tables: tuple[DutyTable, ...] = field(default=())


def months(known: Register, today: date) -> list[Period]:
    """The months that can be looked at, the latest first."""
    found = dict.fromkeys(period.end for _, period in calendar(known, today))
    return sorted(found, reverse=True)


def pairs_of(known: Register, month: Period, today: date) -> list[tuple[Form, Period]]:
    """Every form with its last period that ended by a month."""
    latest: dict[str, tuple[Form, Period]] = {}
    for form, period in calendar(known, today):
        if period.last <= month.last and form.id not in latest:
            latest[form.id] = form, period
    return [latest[form.id] for form in known.content.forms if form.id in latest]


def overview(known: Register, parts: Sequence[Part], month: Period, today: date) -> Overview:
    """Count everything within some parts: three queries."""
    content, found = known.content, tables(known, pairs_of(known, month, today), parts, day=today)
    talks = _open_talks(found)
    total = Count("")
    forms, areas, units = [], dict[str, Count](), dict[str, Count]()
    county = {area.code: county_of(content, area.code) for area in content.areas}
    for table in found:
        form = table.owed.form
        codes, group = np.unique(table.owed.area_codes[table.at], return_inverse=True)
        by_code = _numbers(table, group, len(codes), talks)
        everybody = [sum(column) for column in zip(*by_code, strict=True)]
        own = Count(form.name[language()], form.id, str(table.owed.period), table.owed.due)
        for count in (own, total, _of_unit(content, units, form)):
            count.add(everybody)
        forms.append(own)
        for code, numbers in zip(codes.tolist(), by_code, strict=True):
            place = county.get(code, code)
            known_area = content.area_by_code.get(place)
            name = known_area.name[language()] if known_area else place
            areas.setdefault(place, Count(name, place)).add(numbers)
    order = {area.code: at for at, area in enumerate(content.areas)}
    by_place = sorted(areas.values(), key=lambda count: order.get(count.key, len(order)))
    by_unit = sorted(units.values(), key=lambda count: (-count.overdue, count.key))
    return Overview(month, total, tuple(forms), tuple(by_place), tuple(by_unit), tuple(found))


def _of_unit(content: Programme, units: dict[str, Count], form: Form) -> Count:
    """The count of the unit that collects a form, or fills it in where nobody collects it."""
    unit = form.collected_by or (form.units[0] if form.units else content.head.office)
    found = content.unit_by_id.get(unit)
    return units.setdefault(unit, Count(found.name[language()] if found else unit, unit))


def county_of(content: Programme, code: str) -> str:
    """The county in which an area lies; the area itself where it lies in none."""
    area = content.area_by_code.get(code)
    while area is not None and area.kind != "county":
        area = content.area_by_code.get(area.parent or "")
    return area.code if area else code


class DutyList(Sequence[ReportingDuty]):
    """Duties of an overview in their order; a page of them costs what is on it, however long the list is."""

    def __init__(self, chosen: Sequence[tuple[DutyTable, Mask]]) -> None:
        self._chosen = [(table, np.flatnonzero(mask)) for table, mask in chosen]

    def __len__(self) -> int:
        return sum(len(rows) for _, rows in self._chosen)

    def __iter__(self) -> Iterator[ReportingDuty]:
        return iter(self[:])

    @overload
    def __getitem__(self, asked: int) -> ReportingDuty: ...

    @overload
    def __getitem__(self, asked: slice) -> list[ReportingDuty]: ...

    def __getitem__(self, asked: int | slice) -> ReportingDuty | list[ReportingDuty]:
        if isinstance(asked, int):
            return self[:][asked]
        start, stop, _ = asked.indices(len(self))
        found: list[ReportingDuty] = []
        before = 0
        for table, rows in self._chosen:
            mine = rows[max(start - before, 0) : max(stop - before, 0)]
            if len(mine):
                mask = np.zeros(len(table), dtype=np.bool_)
                mask[mine] = True
                found += table.duties(mask)
            before += len(rows)
        return found


def listed(found: Overview, *, form: str = "", area: str = "", content: Programme, wanted: str = "waiting") -> DutyList:
    """The duties of an overview, filtered; those overdue longest first within each form."""
    inside = list(content.areas_under(area)) if area else None
    chosen = []
    for table in found.tables:
        if form and table.owed.form.id != form:
            continue
        mask = _wanted(table, wanted)
        if inside is not None:
            mask &= np.isin(table.owed.area_codes[table.at], inside)
        chosen.append((table, mask))
    return DutyList(chosen)


def _wanted(table: DutyTable, wanted: str) -> Mask:
    match wanted:
        case "all":
            return np.ones(len(table), dtype=np.bool_)
        case "overdue":
            return table.overdue.copy()
        case "waiting":
            return table.standing <= STANDINGS.index("returned")
        case _:
            at = STANDINGS.index(wanted) if wanted in STANDINGS else -1
            return np.asarray(table.standing == at)
