"""The terms of a plan sorted for computing: who is asked, which series is summed, over which months, who owes it.

Four small lists carry everything that a formula can say about figures, so that one query answers all terms at once:

- an *audience* is a kind of entity and a condition that does not look at figures; it is asked once per entity;
- a *series* is a measure, or figures derived from measures entity by entity (the month alone of a year-to-date
  figure, power at each month's own price, a ratio to be averaged, an output that only counts where another figure is
  positive);
- a *window* says which months of a series make up the number at a month;
- a *duty* says who owes a series (an audience) and in which months; an *obligation* is a duty within a term's audience
  and window, the whole of which its coverage is a part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from sigai.base.issues import InternalError, UserError
from sigai.evaluation.formula_plan import MONTHS, Plan, asks_above_scale
from sigai.formulas import formula_text, ordered_measures
from sigai.formulas.lowering import Leaf
from sigai.formulas.nodes import AllOf, AnyOf, Condition, EntityTerm, MeasureValue, Parameter, RecordTerm
from sigai.formulas.nodes import Window as FormulaWindow
from sigai.programme.measures import Accumulation, Measure
from sigai.programme.programme import Programme

Method = Literal["total", "mean", "reporting", "entities"]
Window = Literal["at", "year", "rolling", "programme_flow", "programme_year"]
"""`at`: the month itself. `year`: January to the month. `rolling`: twelve months. `programme_flow`: from the
programme's first month. `programme_year`: the Decembers of completed years and the month itself."""
Derivation = Literal["raw", "worked", "month", "rolling", "row"]
Reach = Literal[0, 1, 2]
"""How far ahead a month's figure is still used: that month, to the end of its year, without end."""

_REACH: dict[Window, Reach] = {"at": 0, "year": 1, "rolling": 2, "programme_flow": 2, "programme_year": 2}


@dataclass(frozen=True, slots=True)
class TermPopulation:
    """Entities of a kind that meet a condition on their attributes."""

    kind: str
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who owes a series and when: at the ends of periods of `step` months; `skips_january`: first two together."""

    audience: int
    step: int
    skips_january: bool
    reach: Reach = 0

    def due(self, month: int) -> bool:
        """Whether a figure for this month index is owed."""
        january = self.skips_january and month % 12 == 0
        return (month + 1) % self.step == 0 and not january


@dataclass(frozen=True, slots=True)
class Series:
    """A measure as it is (`raw`), or derived from measures entity by entity."""

    id: str
    derivation: Derivation
    measures: tuple[str, ...]
    term: EntityTerm
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty of those in a term's audience, over its window."""

    duty: int
    audience: int
    window: Window


@dataclass(frozen=True, slots=True)
class FigureTerm:
    """A term over figures or the register. `base` is the obligation without the term's own condition."""

    number: int
    method: Method
    series: str | None
    audience: int
    window: Window
    obligation: int
    base: int
    owed_audience: int


Item = TypeVar("Item")


class _Numbered(dict[Item, int]):
    def of(self, item: Item) -> int:
        return self.setdefault(item, len(self))


@dataclass(frozen=True)
class TermPlan:
    """Everything the figure terms of a run need; the number of an item is its place in its list."""

    terms: tuple[FigureTerm, ...]
    records: tuple[tuple[int, RecordTerm], ...]
    parameters: tuple[tuple[int, Parameter], ...]
    audiences: tuple[TermPopulation, ...]
    duties: tuple[Duty, ...]
    obligations: tuple[Obligation, ...]
    series: tuple[Series, ...]
    reaches: dict[str, Reach] = field(default_factory=dict)

    @property
    def raw_measures(self) -> tuple[str, ...]:
        """Measures that are summed as they are."""
        return tuple(series.id for series in self.series if series.derivation == "raw")

    @property
    def asks_above_scale(self) -> bool:
        """Whether any audience depends on who is above scale, so that the register must say so."""
        return any(asks_above_scale(audience.condition) for audience in self.audiences)

    @property
    def owed_by_some(self) -> bool:
        """Whether some series is owed by a part of its kind only."""
        return any(self.audiences[duty.audience].condition is not None for duty in self.duties)


def make_term_plan(programme: Programme, plan: Plan) -> TermPlan:
    """The catalogue of a plan's terms. UserError where a measure's `owed_by` cannot be read."""
    return _Cataloguer(programme).catalogue(plan)


class _Cataloguer:
    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._audiences: _Numbered[TermPopulation] = _Numbered()
        self._duties: _Numbered[Duty] = _Numbered()
        self._obligations: _Numbered[Obligation] = _Numbered()
        self._series: dict[str, Series] = {}

    def catalogue(self, plan: Plan) -> TermPlan:
        figures: list[FigureTerm] = []
        reaches = _reaches(self._programme, plan.terms)
        for number, term in enumerate(plan.terms):
            if isinstance(term, EntityTerm) and not ordered_measures(term):
                figures.append(self._register_term(number, term))
            elif isinstance(term, EntityTerm):
                figures.append(self._figure_term(number, term, reaches))
        return TermPlan(
            terms=tuple(figures),
            records=tuple((n, term) for n, term in enumerate(plan.terms) if isinstance(term, RecordTerm)),
            parameters=tuple((n, term) for n, term in enumerate(plan.terms) if isinstance(term, Parameter)),
            audiences=tuple(self._audiences),
            duties=tuple(self._duties),
            obligations=tuple(self._obligations),
            series=tuple(self._series.values()),
            reaches=reaches,
        )

    def _register_term(self, number: int, term: EntityTerm) -> FigureTerm:
        if term.kind is None:
            raise InternalError(f"a term about no measure says no kind of entity: {term}")
        kind = term.kind
        everyone = self._audiences.of(TermPopulation(kind))
        audience = self._audiences.of(TermPopulation(kind, term.where))
        duty = self._duties.of(Duty(everyone, 1, skips_january=False))
        obligation = self._obligations.of(Obligation(duty, audience, "at"))
        base = self._obligations.of(Obligation(duty, everyone, "at"))
        return FigureTerm(number, "entities", None, audience, "at", obligation, base, everyone)

    def _figure_term(self, number: int, term: EntityTerm, reaches: dict[str, Reach]) -> FigureTerm:
        measures = [self._programme.measure_by_id[name] for name in ordered_measures(term)]
        kind = term.kind or measures[0].subject
        series, where, window = self._series_of(number, term, measures[0])
        self._series.setdefault(series.id, series)
        audience = self._audiences.of(TermPopulation(kind, where))
        everyone = self._audiences.of(TermPopulation(kind))
        owed = self._audiences.of(TermPopulation(kind, self._owed_by(measures)))
        step = max(MONTHS[measure.frequency] for measure in measures)
        skips = any(measure.first_two_together for measure in measures)
        duty = self._duties.of(Duty(owed, step, skips, reaches.get(series.id, 0)))
        obligation = self._obligations.of(Obligation(duty, audience, window))
        base = self._obligations.of(Obligation(duty, everyone, window))
        counts = term.method in ("entities", "reporting") and series.derivation != "raw"
        method: Method = "total" if counts else term.method
        return FigureTerm(number, method, series.id, audience, window, obligation, base, owed)

    def _series_of(self, number: int, term: EntityTerm, measure: Measure) -> tuple[Series, Condition | None, Window]:
        """The series of a term, the condition left for its audience, its window."""
        conditional = term.where is not None and bool(ordered_measures(term.where))
        if term.method in ("mean", "entities") or conditional:
            about_entity, about_figures = split(term.where)
            series = Series(f"#{number}", "row", ordered_measures(term), term, about_figures)
            since_start = term.method == "total" and term.over == "programme"
            flows = any(self._programme.measure_by_id[name].accumulation != "stock" for name in summed(term))
            return series, about_entity, "programme_year" if since_start and flows else "at"
        if term.method == "reporting":
            return Series(measure.id, "raw", (measure.id,), term), term.where, "at"
        derivation, window = _window(accumulation_of(self._programme, term), term.over)
        series_id = base_series(self._programme, term)
        plain = term.of_everyone()
        if derivation == "raw":
            own: Derivation = "raw" if isinstance(term.adds, MeasureValue) else "worked"
            return Series(series_id, own, ordered_measures(plain), plain), term.where, window
        return Series(f"{series_id}@{derivation}", derivation, ordered_measures(plain), plain), term.where, window

    def _owed_by(self, measures: Iterable[Measure]) -> Condition | None:
        """Who owes at least one of the measures."""
        conditions: dict[Condition, None] = {}
        for measure in measures:
            if not measure.owed_by:
                return None
            conditions[owing_condition(self._programme, measure)] = None
        found = tuple(conditions)
        return found[0] if len(found) == 1 else AnyOf(found)


def owing_condition(programme: Programme, measure: Measure) -> Condition:
    """The condition of those that owe a measure owed by some. UserError where it cannot be read."""
    condition = programme.parsed.owed_by(measure)
    if condition is None:
        raise UserError(programme.parsed.why_not(measure.owed_by))
    return condition


def split(condition: Condition | None) -> tuple[Condition | None, Condition | None]:
    """The part of a condition about attributes alone, and the part that looks at figures: both must hold."""
    if condition is None or not ordered_measures(condition):
        return condition, None
    if not isinstance(condition, AllOf):
        return None, condition
    about_entity = tuple(part for part in condition.conditions if not ordered_measures(part))
    about_figures = tuple(part for part in condition.conditions if ordered_measures(part))
    return _all(about_entity), _all(about_figures)


def _all(conditions: tuple[Condition, ...]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else AllOf(conditions)


def summed(term: EntityTerm) -> tuple[str, ...]:
    """The measures whose figures a total adds up: not those that its condition asks for."""
    return () if term.adds is None or term.method != "total" else ordered_measures(term.adds)


def accumulation_of(programme: Programme, term: EntityTerm) -> Accumulation:
    """How what a total adds up accumulates. A number worked out from flows of one rhythm is a flow itself; from other
    figures it is worked out from what each adds, and kept as a sum since January."""
    measures = [programme.measure_by_id[name] for name in summed(term)]
    kinds = {measure.accumulation for measure in measures}
    if kinds == {"stock"}:
        return "stock"
    rhythms = {(measure.frequency, measure.first_two_together) for measure in measures}
    return "ytd" if "ytd" in kinds or len(rhythms) > 1 else "flow"


def base_series(programme: Programme, term: EntityTerm) -> str:
    """The series that a total adds up over its window: a measure, or numbers worked out from measures."""
    if accumulation_of(programme, term) == "flow":
        return _added_text(term)
    return series_to_date(programme, term)


def series_to_date(programme: Programme, term: EntityTerm) -> str:
    """The same as it stands in a month, flows summed since January: a measure, or numbers worked out from measures."""
    text = _added_text(term)
    plain = isinstance(term.adds, MeasureValue) or accumulation_of(programme, term) == "stock"
    return text if plain else f"{text} since January"


def _added_text(term: EntityTerm) -> str:
    if term.adds is None:
        raise InternalError(f"{term} adds no numbers of entities")
    return formula_text(term.adds)


def _window(accumulation: Accumulation, over: FormulaWindow) -> tuple[Derivation, Window]:
    """How a total runs over months, by how what it adds up accumulates."""
    if accumulation == "stock":
        return "raw", "at"
    if accumulation == "flow":
        windows: dict[str, Window] = {"default": "year", "month": "at", "programme": "programme_flow"}
        return "raw", windows.get(over, "rolling")
    if over in ("month", "rolling"):
        return over, "at"
    return "raw", "programme_year" if over == "programme" else "at"


def _reaches(programme: Programme, terms: Iterable[Leaf]) -> dict[str, Reach]:
    """How far ahead the figures of a series are used by terms that ask for above scale at a later month."""
    reaches: dict[str, Reach] = {}
    for term in terms:
        if not isinstance(term, EntityTerm) or term.method != "total" or not asks_above_scale(term.where):
            continue
        if term.where is not None and ordered_measures(term.where):
            continue
        _, window = _window(accumulation_of(programme, term), term.over)
        series = base_series(programme, term)
        reaches[series] = max(reaches.get(series, 0), _REACH[window])
    return reaches
