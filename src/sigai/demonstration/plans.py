"""How each measure is invented: from its hint, else from its unit, its identities and its targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sigai.base.units import MeasureUnit
from sigai.demonstration.goals import Steering
from sigai.demonstration.relations import Relation
from sigai.demonstration.wholes import COUNTS, PERSONS, comes_whole
from sigai.programme.demonstration import DemonstrationHints, MeasureHint
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme

_MONEY = "[money]"
_FRACTION, _SHARE = 0.6, {0: 0.5}
_LEVEL, _RATE, _SUBJECT_COUNT = 1000.0, 60.0, 12.0
_MONEY_SHARE, _PHYSICAL_SHARE, _PERSONS = 0.15, 0.05, 0.01
_AREA_GROWTH = 1.06


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """One measure's way of being invented; the numbers mean what they mean in `MeasureHint`."""

    measure: Measure
    of: str | None = None
    ratio: float = 1.0
    by_industry: Mapping[str, float] = field(default_factory=dict)
    trend: float = 0.0
    path: Mapping[int, float] = field(default_factory=dict)
    spread: float = 0.25
    noise: float = 0.04
    share: Mapping[int, float] = field(default_factory=dict)
    negative: float = 0.0
    levels: Mapping[int, float] = field(default_factory=dict)
    seasons: tuple[float, ...] = ()
    is_scale: bool = False
    is_flag: bool = False
    is_fraction: bool = False
    is_whole: bool = False
    is_rate: bool = False

    @property
    def is_stock(self) -> bool:
        """Whether figures stand as they are: stocks, and rates, which no month adds to."""
        return self.measure.accumulation == "stock" or self.is_rate


def plan_measures(
    programme: Programme, hints: DemonstrationHints, relations: tuple[Relation, ...], steering: Steering
) -> tuple[MeasurePlan, ...]:
    """A plan for every measure of the programme, each after the one it hangs on."""
    scale = _scale_measure(programme, hints)
    bounded = _bounds(relations)
    plans = {
        measure.id: _plan(
            programme, measure, hints.measure(measure.id), scale=scale, bounded=bounded, steering=steering
        )
        for measure in programme.measures
    }
    return _in_order(plans)


def _scale_measure(programme: Programme, hints: DemonstrationHints) -> str | None:
    """The flow that sizes follow: the hinted one, else the first sum of money that enterprises report."""
    if hints.scale in programme.measure_by_id:
        return hints.scale
    flows = [m for m in programme.measures if m.subject == "enterprise" and m.accumulation != "stock"]
    money = [measure.id for measure in flows if _dimension(measure) == _MONEY]
    return next(iter(money or [measure.id for measure in flows]), None)


def _bounds(relations: tuple[Relation, ...]) -> dict[str, str]:
    """`a → b` for each identity `a <= b` between two measures of one dimension."""
    found: dict[str, str] = {}
    for relation in relations:
        part, whole = relation.part_and_whole
        if part and whole and found.get(whole) != part:
            found.setdefault(part, whole)
    return found


def _plan(
    programme: Programme,
    measure: Measure,
    hint: MeasureHint | None,
    *,
    scale: str | None,
    bounded: Mapping[str, str],
    steering: Steering,
) -> MeasurePlan:
    unit = MeasureUnit.parse(measure.unit)
    dimension = _dimension(measure)
    given = hint or MeasureHint(measure=measure.id)
    flag = (measure.minimum, measure.maximum) == (0.0, 1.0) and unit.factor == 1.0 and given.of is None
    of = given.of or steering.driver(measure.id) or bounded.get(measure.id) or _default_driver(measure, scale)
    if of == measure.id or of not in programme.measure_by_id or not _same_subject(programme, measure, of) or flag:
        of = None
    fraction = of is not None and (given.fraction or bounded.get(measure.id) == of)
    mean = steering.levels.get(measure.id, {}) if of is None and measure.subject == "enterprise" else {}
    path = given.path or (steering.path(measure.id, of) if not given.trend else {}) or mean
    return MeasurePlan(
        measure=measure,
        of=of,
        ratio=_ratio(given, path, fraction, of, dimension),
        by_industry=given.by_industry,
        trend=given.trend,
        path=path,
        spread=given.spread,
        noise=given.noise,
        share=given.share or steering.shares.get(measure.id, _SHARE if flag else {}),
        negative=given.negative,
        levels=given.levels or steering.levels.get(measure.id) or _default_levels(programme, dimension, given.ratio),
        seasons=given.seasons,
        is_scale=measure.id == scale,
        is_flag=flag,
        is_fraction=fraction,
        is_whole=comes_whole(unit),
        is_rate=not unit.dimension,
    )


def _default_driver(measure: Measure, scale: str | None) -> str | None:
    """Without a hint, flows and heads hang on the scale; counts and rates stand by themselves."""
    hangs = measure.accumulation != "stock" or _dimension(measure) in (_MONEY, PERSONS)
    return scale if hangs and measure.subject == "enterprise" and _dimension(measure) else None


def _same_subject(programme: Programme, measure: Measure, other: str) -> bool:
    return programme.measure_by_id[other].subject == measure.subject


def _ratio(given: MeasureHint, path: Mapping[int, float], fraction: bool, of: str | None, dimension: str) -> float:
    """The hinted ratio, else the beginning of the path, else a number that suits the dimension."""
    if given.ratio is not None:
        return given.ratio
    if path:
        return path[min(path)] or 1.0
    if fraction:
        return _FRACTION
    if of is None:
        return {"": _RATE, COUNTS: _SUBJECT_COUNT}.get(dimension, _LEVEL)
    return {_MONEY: _MONEY_SHARE, PERSONS: _PERSONS, COUNTS: _PERSONS}.get(dimension, _PHYSICAL_SHARE)


def _default_levels(programme: Programme, dimension: str, ratio: float | None) -> dict[int, float]:
    first = ratio if ratio is not None else (_RATE if not dimension else _LEVEL)
    years = range(programme.head.base_year, programme.head.end.year + 1)
    return {year: first * _AREA_GROWTH**number for number, year in enumerate(years)}


def _dimension(measure: Measure) -> str:
    """`[money]` and the like; empty for a pure number."""
    return "·".join(
        name if power == 1 else f"{name}{power}" for name, power in MeasureUnit.parse(measure.unit).dimension
    )


def _in_order(plans: dict[str, MeasurePlan]) -> tuple[MeasurePlan, ...]:
    """Each plan after the one it hangs on; a ring is broken where it is met."""
    ordered: dict[str, MeasurePlan] = {}

    def place(name: str, waiting: tuple[str, ...]) -> None:
        plan = plans[name]
        if name in ordered:
            return
        if plan.of is not None and plan.of in waiting:
            plan = _freed(plan)
        elif plan.of is not None and not plan.is_scale:
            place(plan.of, (*waiting, name))
        ordered[name] = plan

    for name in plans:
        place(name, ())
    return tuple(ordered.values())


def _freed(plan: MeasurePlan) -> MeasurePlan:
    return MeasurePlan(measure=plan.measure, ratio=_LEVEL, is_whole=plan.is_whole, is_rate=plan.is_rate)
