"""Who owes what: the cells of one form for one period, for every reporter at once, in columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from sigai.base import Period
from sigai.programme import Form, Programme, due_on, periods_of_form
from sigai_web.permissions import Resource
from sigai_web.reporting.parts import Part, area_of_unit, reporting_units, sheet_subject
from sigai_web.reporting.register import Register

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Key = tuple[str, str]
"""An entity and a measure: one cell."""


@dataclass(frozen=True, eq=False)
class FormObligations:
    """All that is owed of one form for one period: `reporters` with their `areas`; of every cell the position of its
    `reporter`, of its `entity` among the register's owers and of its `measure` among the form's."""

    form: Form
    period: Period
    due: date
    register: Register
    reporters: tuple[str, ...]
    areas: npt.NDArray[np.object_]
    reporter: Whole
    entity: Whole
    measure: Whole

    def __len__(self) -> int:
        return len(self.reporters)

    @cached_property
    def counts(self) -> Whole:
        """How many cells each reporter owes."""
        return np.bincount(self.reporter, minlength=len(self)).astype(np.int64)

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of a reporter."""
        return {identifier: at for at, identifier in enumerate(self.reporters)}

    @cached_property
    def area_codes(self) -> npt.NDArray[np.str_]:
        """`areas` as texts of one width, which numpy compares at once."""
        return self.areas.astype(str)

    @cached_property
    def _codes(self) -> Whole:
        return self.entity * len(self.form.measures) + self.measure

    def cells(self, reporter: str) -> tuple[Key, ...]:
        """The cells of one reporter: measures in the order of the form, entities by id."""
        at = self.place.get(reporter)
        ids, measures = self.register.owers.ids, self.form.measures
        mine = np.flatnonzero(self.reporter == at) if at is not None else np.zeros(0, dtype=np.int64)
        return tuple((str(ids[self.entity[cell]]), measures[self.measure[cell]]) for cell in mine.tolist())

    def there(self, standing: Iterable[Key]) -> Mask:
        """Which cells have a figure, of those that stand."""
        order = {name: at for at, name in enumerate(self.form.measures)}
        place, size = self.register.place, len(self.form.measures)
        codes = [
            place[entity] * size + order[measure]
            for entity, measure in standing
            if entity in place and measure in order
        ]
        return np.isin(self._codes, np.array(codes, dtype=np.int64))

    def counted(self, cells: Mask) -> Whole:
        """How many cells of a mask each reporter has."""
        return np.bincount(self.reporter[cells], minlength=len(self)).astype(np.int64)

    def within(self, parts: Iterable[Part]) -> Mask:
        """Which reporters lie in some parts of all sheets."""
        found = np.zeros(len(self), dtype=np.bool_)
        for part in parts:
            if self.form.id not in part.forms:
                continue
            mine = np.ones(len(self), dtype=np.bool_)
            if part.areas is not None:
                mine &= np.isin(self.area_codes, list(part.areas))
            if part.reporter is not None:
                at = self.place.get(part.reporter)
                mine &= np.arange(len(self)) == (-1 if at is None else at)
            found |= mine
        return found


@dataclass(frozen=True, eq=False)
class Assignment:
    """What one reporter owes of one form for one period: the sheet that is, or will be, theirs."""

    owed: FormObligations
    reporter: str

    @property
    def form(self) -> Form:
        """The form that is owed."""
        return self.owed.form

    @property
    def period(self) -> Period:
        """The period that it is owed for."""
        return self.owed.period

    @property
    def content(self) -> Programme:
        """The programme that the register was read with."""
        return self.owed.register.content

    @property
    def area(self) -> str:
        """Where the reporter lies."""
        return str(self.owed.areas[self.owed.place[self.reporter]])

    @property
    def subject(self) -> Resource:
        """Whose it is, for the permission table."""
        return sheet_subject(self.content, self.form, self.reporter, self.area)

    @property
    def key(self) -> tuple[str, str, str]:
        """How addresses name it."""
        return self.form.id, str(self.period), self.reporter

    @cached_property
    def cells(self) -> tuple[Key, ...]:
        """Entities and measures, in the order of the form."""
        return self.owed.cells(self.reporter)

    def name(self, language: str) -> str:
        """`月报 2022年8月 某厂`."""
        reporter = self.owed.register.name(self.reporter, language)
        return f"{self.form.name[language]} {self.period.words(language)} {reporter}"


@lru_cache(maxsize=8)
def calendar(register: Register, today: date) -> tuple[tuple[Form, Period], ...]:
    """Every form and period of the programme's time that has ended, the latest periods first."""
    head = register.content.head
    last = min(today.year * 12 + today.month - 2, head.end.last)
    measures = register.content.measure_by_id
    found = [
        (form, period)
        for form in register.content.forms
        for period in periods_of_form(form, measures, head.start.first, last)
    ]
    return tuple(sorted(found, key=lambda pair: -pair[1].last))


@lru_cache(maxsize=2048)
def owed(register: Register, form_id: str, period: Period) -> FormObligations:
    """What is owed of a form for a period; kept as long as the register and the content are what they are."""
    form = next(form for form in register.content.forms if form.id == form_id)
    owers = register.owers
    cells = np.zeros((len(form.measures), len(owers)), dtype=np.bool_)
    for at, name in enumerate(form.measures):
        cells[at] = owers.owing(register.content.measure_by_id[name], period)
    if form.reporter == "unit":
        return _by_units(register, form, period, cells)
    if register.content.kind_of_form(form) is not None:
        return _by_owners(register, form, period, cells)
    who = np.flatnonzero(cells.any(axis=0) & _asked(register, form))
    measure, reporter = np.nonzero(cells[:, who])
    order = np.lexsort((measure, reporter))
    measure, reporter = measure[order], reporter[order]
    names, areas = tuple(owers.ids[who].tolist()), owers.areas[who]
    return FormObligations(form, period, due_on(form, period), register, names, areas, reporter, who[reporter], measure)


def _asked(register: Register, form: Form) -> Mask:
    """Whom a form asks: all that owe it; where its units stand for areas, those areas."""
    content = register.content
    units = [content.unit_by_id[unit] for unit in reporting_units(content, form) if unit in content.unit_by_id]
    areas = {code for unit in units if unit.area for code in content.areas_under(unit.area)}
    everybody = np.ones(len(register.owers), dtype=np.bool_)
    if form.reporter == "enterprise" or not areas:
        return everybody
    return np.isin(register.owers.areas.astype(str), list(areas))


def _by_owners(register: Register, form: Form, period: Period, cells: Mask) -> FormObligations:
    """One sheet an enterprise: the figures of what belongs to it at the period's end, a row each, by name."""
    owers = register.owers
    tops = owers.tops(period)
    asked = (owers.kinds == form.reporter)[tops] & _asked(register, form)[tops]
    measure, entity = np.nonzero(cells & asked)
    by_name = np.argsort(np.argsort(owers.names.astype(str), kind="stable"), kind="stable")
    order = np.lexsort((measure, by_name[entity], tops[entity]))
    measure, entity = measure[order], entity[order]
    who, reporter = np.unique(tops[entity], return_inverse=True)
    names, areas = tuple(owers.ids[who].tolist()), owers.areas[who]
    return FormObligations(form, period, due_on(form, period), register, names, areas, reporter, entity, measure)


def _by_units(register: Register, form: Form, period: Period, cells: Mask) -> FormObligations:
    """One sheet a unit: the figures of the areas that it reports for."""
    content, areas = register.content, register.owers.areas.astype(str)
    names, places, parts = list[str](), list[str](), list[tuple[Whole, Whole, Whole]]()
    for unit in reporting_units(content, form):
        known = content.unit_by_id.get(unit)
        mine = cells
        if known is not None and known.area:
            mine = cells & np.isin(areas, list(content.areas_under(known.area)))
        if mine.any():
            measure, entity = np.nonzero(mine)
            order = np.lexsort((measure, entity))
            parts.append((np.full(len(entity), len(names)), entity[order], measure[order]))
            names.append(unit)
            places.append(area_of_unit(content, unit))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else [np.zeros(0, int)] * 3
    return FormObligations(
        form, period, due_on(form, period), register, tuple(names), np.array(places, dtype=object), *columns
    )
