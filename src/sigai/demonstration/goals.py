"""What the targets ask of the invented data: courses by year for ratios, levels and shares, and numbers of records.

Each target runs at a pace: 1 reaches every step just so, less stays behind, more runs ahead. Only formulas of a plain
shape steer figures: a total, a ratio of two totals, a share of enterprises, a number of records, a mean, alone or
against another number. What has another shape (growth rates, shares of industries) follows from the hints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from sigai.base.units import MeasureUnit
from sigai.formulas.nodes import Applied, Arithmetic, Expression, FormulaTerm, Number, Records
from sigai.programme.demonstration import DemonstrationHints
from sigai.programme.programme import Programme
from sigai.programme.targets import Track

_START_UP, _START_DOWN = 0.72, 1.3
_STOCK = 6.0
"""What a number begins with that is to come down to nothing."""

Course = Mapping[int, float]
"""A number by year, at its end."""


@dataclass(frozen=True, slots=True)
class RecordGoal:
    """How many records a term should count at the end of each year: a number, or a share of `whole`."""

    term: Records
    course: Course
    falling: bool = False
    whole: FormulaTerm | None = None


@dataclass(frozen=True, slots=True)
class Steering:
    """The courses that targets ask for, in the measures' own units. The first target that asks is followed."""

    paths: dict[str, tuple[str, Course]] = field(default_factory=dict)
    levels: dict[str, Course] = field(default_factory=dict)
    shares: dict[str, Course] = field(default_factory=dict)
    records: list[RecordGoal] = field(default_factory=list)

    def driver(self, measure: str) -> str | None:
        """The measure that a target holds this one against."""
        return self.paths[measure][0] if measure in self.paths else None

    def path(self, measure: str, of: str | None) -> Course:
        """The course of the ratio to `of`, where a target asks for just that ratio."""
        found = self.paths.get(measure)
        return found[1] if found and found[0] == of else {}


def formulas_of(programme: Programme) -> dict[str, Expression]:
    """The formulas of the indicators that can be read, by indicator; faulty ones are the business of the checks."""
    found = {indicator.id: programme.parsed.formula(indicator) for indicator in programme.indicators}
    return {name: formula for name, formula in found.items() if formula is not None}


def steer(programme: Programme, hints: DemonstrationHints, formulas: Mapping[str, Expression]) -> Steering:
    """The courses of all targets at their paces."""
    steering = Steering()
    for number, target in enumerate(programme.targets):
        pace = hints.pace.get(target.id, hints.paces[number % len(hints.paces)] if hints.paces else 1.0)
        for track in target.tracks:
            formula = formulas.get(track.indicator)
            if formula is not None:
                _follow(programme, steering, formula, _ask(programme, track, pace))
    return steering


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a track asks, in base units: from its baseline, and, for counts of what the programme does, from nothing."""

    course: Course
    from_nothing: Course
    falling: bool

    def per(self, factor: float) -> _Ask:
        return _Ask(_per(self.course, factor), _per(self.from_nothing, factor), self.falling)


def _ask(programme: Programme, track: Track, pace: float) -> _Ask:
    one = 1 / MeasureUnit.parse(track.unit).factor
    known = course_of(programme, track, pace)
    nothing = known if track.baselines else course_of(programme, track, pace, base=0.0)
    return _Ask(_per(known, one), _per(nothing, one), track.direction == "down")


def course_of(programme: Programme, track: Track, pace: float, base: float | None = None) -> dict[int, float]:
    """The numbers of a track by year at a pace, in its own unit: from the base year to the programme's end.

    Numbers asked of each year by itself are multiplied with the pace; on a way from a baseline, the pace is the part of
    the way to each step that is covered. A baseline that nobody gave is `base`, else somewhat short of the first step.
    """
    steps = {step.due.year: step.value for step in track.steps}
    years = range(programme.head.base_year, programme.head.end.year + 1)
    falling = track.direction == "down"
    due = sorted(steps)
    if track.trajectory in ("constant", "within_year"):
        asked = {year: steps[min((y for y in due if y >= year), default=due[-1])] for year in years}
        return {year: value / pace if falling else value * pace for year, value in asked.items()}
    base = _baseline(track, steps[due[0]]) if base is None else base
    start = min([programme.head.base_year, *(baseline.period.year for baseline in track.baselines[:1])])
    points = {start: base} | {year: base + pace * (value - base) for year, value in steps.items()}
    known = sorted(points)
    return {year: float(np.interp(year, known, [points[point] for point in known])) for year in years}


def _baseline(track: Track, first: float) -> float:
    if track.baselines:
        return track.baselines[0].value
    if track.direction == "down":
        return first * _START_DOWN if first else _STOCK
    counts = bool(MeasureUnit.parse(track.unit).dimension)
    return 0.0 if counts and first <= 10 else first * _START_UP


def _follow(programme: Programme, steering: Steering, formula: Expression, ask: _Ask) -> None:
    """Note what a formula of a plain shape asks for."""
    formula, ask = _without_numbers(formula, ask)
    if isinstance(formula, Applied):
        formula.steer(_SteeringGoal(programme, steering, ask))
    elif isinstance(formula, Arithmetic) and formula.operator == "/":
        if isinstance(formula.left, Applied):
            formula.left.steer_share(formula.right, _SteeringGoal(programme, steering, ask))
    elif isinstance(formula, Arithmetic) and formula.operator == "+":
        parts = list(_summands(formula))
        for part in parts:
            _follow(programme, steering, part, ask.per(len(parts)))


@dataclass(frozen=True, slots=True)
class _SteeringGoal:
    """What a track asks, told to the function at the top of a formula."""

    programme: Programme
    steering: Steering
    ask: _Ask

    def level(self, measure: str) -> None:
        self.steering.levels.setdefault(measure, self.ask.per(self._factor(measure)).course)

    def ratio(self, part: str, whole: str) -> None:
        scale = self._factor(part) / self._factor(whole)
        self.steering.paths.setdefault(part, (whole, self.ask.per(scale).course))

    def share(self, measure: str) -> None:
        self.steering.shares.setdefault(measure, self.ask.course)

    def records(self, term: FormulaTerm, whole: FormulaTerm | None = None) -> None:
        if not isinstance(term, Records):
            return
        if whole is not None:
            self.steering.records.append(RecordGoal(term, self.ask.from_nothing, whole=whole))
            return
        counted = self.ask.per(_record_unit(self.programme, term))
        course = counted.course if term.within == "always" else counted.from_nothing
        self.steering.records.append(RecordGoal(term, course, self.ask.falling))

    def follow(self, expression: Expression) -> None:
        _follow(self.programme, self.steering, expression, self.ask)

    def _factor(self, measure: str) -> float:
        return self.programme.vocabulary.measures[measure].unit.factor


def _without_numbers(formula: Expression, ask: _Ask) -> tuple[Expression, _Ask]:
    """`x * 3` asked to be 6 asks x to be 2."""
    while isinstance(formula, Arithmetic) and isinstance(formula.right, Number) and formula.operator in ("*", "/"):
        number = formula.right.value * formula.right.unit.factor
        ask = ask.per(number if formula.operator == "*" else 1 / number)
        formula = formula.left
    return formula, ask


def _summands(formula: Expression) -> Iterator[Expression]:
    if isinstance(formula, Arithmetic) and formula.operator == "+":
        yield from _summands(formula.left)
        yield from _summands(formula.right)
    else:
        yield formula


def _record_unit(programme: Programme, term: Records) -> float:
    ledger = programme.ledger_by_id[term.ledger]
    summed = ledger.field(term.field) if term.aggregate == "total" and term.field else None
    return MeasureUnit.parse(summed.unit if summed else ledger.counted_in).factor


def _per(course: Course, factor: float) -> dict[int, float]:
    return {year: value / factor for year, value in course.items()}
