"""The invented figures: one array per measure, subjects × months, flows by the month and stocks at its end.

Enterprises have a size, grow with their industry, breathe with the seasons and wobble; every other figure of theirs is
a ratio to a figure already made, with differences between enterprises and a course over the years. Accounts therefore
hold together from the start, and `identities` mends what chance still breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sigai.demonstration.draws import Mask, Numbers, Whole, between_years, by_year, spread_factor, stream
from sigai.demonstration.plans import MeasurePlan
from sigai.demonstration.register import InventedMonths, Subjects
from sigai.demonstration.series import InventedSeries
from sigai.programme.measures import Measure

_SEASONS = (0.90, 0.86, 1.00, 0.99, 1.01, 1.04, 0.99, 0.98, 1.02, 1.04, 1.06, 1.11)
_DRIFT, _MONTHLY_NOISE = 0.015, 0.035
_GROWTH = 0.06
_FULLEST = 0.995
_SETTLING_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class SubjectPanel:
    """What the figures of one kind of subject share."""

    register: Subjects
    calendar: InventedMonths
    seed: int

    @property
    def shape(self) -> tuple[int, int]:
        """Number of subjects, number of months."""
        return len(self.register), int(self.calendar.months.size)

    def random(self, measure: Measure) -> np.random.Generator:
        """The random numbers of one measure: the same at each call, whatever else was drawn."""
        return stream(self.seed, "figures", self.register.kind, measure.id)

    @property
    def active(self) -> Mask:
        """Who exists in which month: subjects × months."""
        return self.register.active(self.calendar.months)


def make_series(panel: SubjectPanel, plan: MeasurePlan, made: dict[str, InventedSeries]) -> InventedSeries:
    """The figures of one measure; the measure that it hangs on is already in `made`."""
    if plan.is_scale:
        series = _scale(panel, plan)
    elif plan.is_flag:
        series = _flags(panel, plan)
    elif plan.of is not None:
        series = _of_driver(panel, plan, made[plan.of])
    elif panel.register.kind == "enterprise":
        series = _by_itself(panel, plan)
    else:
        series = _of_areas(panel, plan)
    return _tidied(panel, plan, series)


def _scale(panel: SubjectPanel, plan: MeasurePlan) -> InventedSeries:
    """The flow that sizes follow: size × growth of the industry × season × a wandering fortune of its own."""
    register, months = panel.register, panel.calendar.months
    random = panel.random(plan.measure)
    growth = np.stack([_growth_index(hint.growth, panel.calendar) for hint in register.industries])
    seasons = np.stack([_season(hint.seasons or _SEASONS, months) for hint in register.industries])
    fortune = np.exp(np.cumsum(_DRIFT * random.standard_normal(panel.shape), axis=1))
    level = register.size[:, None] * growth[register.industry_index] * fortune * panel.active
    noise = spread_factor(random, _MONTHLY_NOISE, panel.shape)
    return InventedSeries(plan.measure, level / 12 * seasons[register.industry_index] * noise, level, is_stock=False)


def _growth_index(growth: dict[int, float], calendar: InventedMonths) -> Numbers:
    """An index of output, on average one in the base year, that grows smoothly by each year's rate."""
    years = calendar.years
    rates = np.log1p(by_year(growth, years, _GROWTH)) / 12
    path = np.cumsum(rates)
    index: Numbers = np.exp(path - path[: min(12, path.size)].mean())
    return index


def _season(factors: Sequence[float], months: Whole) -> Numbers:
    twelve = np.asarray(factors, dtype=float)
    return np.asarray((twelve / twelve.mean())[months % 12])


def _of_driver(panel: SubjectPanel, plan: MeasurePlan, driver: InventedSeries) -> InventedSeries:
    """A ratio to another figure: by industry, with a trend or a fixed course of the totals."""
    random = panel.random(plan.measure)
    if plan.is_fraction:
        ratios = _fractions(panel, plan, random)
    else:
        elapsed = (panel.calendar.months - panel.calendar.first) / 12
        own = _ratio_by_industry(panel.register, plan) * spread_factor(random, plan.spread, panel.shape[0])
        ratios = own[:, None] * (1 + plan.trend) ** elapsed[None, :]
    takes_part = _takes_part(panel, plan, random)
    ratios = np.where(takes_part, ratios, 0.0) * _signs(panel, plan, random)[:, None]
    noise = spread_factor(random, plan.noise, panel.shape)
    base, level = _driver_base(panel, plan, driver)
    amounts = ratios * noise * base
    if plan.is_fraction:
        amounts = np.minimum(amounts, _FULLEST * base)
    if plan.path:
        amounts = _steered(panel, plan, amounts, base)
    return InventedSeries(plan.measure, amounts, ratios * level, plan.is_stock)


def _driver_base(panel: SubjectPanel, plan: MeasurePlan, driver: InventedSeries) -> tuple[Numbers, Numbers]:
    """What a ratio is taken of: a stock hangs on the yearly level of a flow, a flow on a twelfth of a stock."""
    stock = plan.is_stock
    if stock and not driver.is_stock:
        return driver.level, driver.level
    if not stock and driver.is_stock:
        return driver.amounts / 12 * _season(plan.seasons or (1.0,) * 12, panel.calendar.months), driver.level
    if not stock and plan.seasons:
        return driver.amounts * _season(plan.seasons, panel.calendar.months), driver.level
    return driver.amounts, driver.level


def _fractions(panel: SubjectPanel, plan: MeasurePlan, random: np.random.Generator) -> Numbers:
    """Shares between nothing and all, different by subject on the logistic scale, along the plan's course."""
    course = _course(panel, plan)
    own = _ratio_by_industry(panel.register, plan) / plan.ratio
    middle = np.clip(course[None, :] * own[:, None], 0.02, 0.98)
    logit = np.log(middle / (1 - middle)) + 3 * plan.spread * random.standard_normal(panel.shape[0])[:, None]
    return np.asarray(1 / (1 + np.exp(-logit)))


def _course(panel: SubjectPanel, plan: MeasurePlan) -> Numbers:
    """The ratio of the totals month by month: along the path, else from the plan's ratio by its trend."""
    calendar = panel.calendar
    if plan.path and plan.is_stock:
        return between_years(plan.path, calendar.months, plan.ratio)
    if plan.path:
        return by_year(plan.path, calendar.years, plan.ratio)
    return np.asarray(plan.ratio * (1 + plan.trend) ** ((calendar.months - calendar.first) / 12))


def _steered(panel: SubjectPanel, plan: MeasurePlan, amounts: Numbers, base: Numbers) -> Numbers:
    """Amounts whose total keeps to the plan's course: over each year for flows, each month for stocks."""
    course = _course(panel, plan)
    groups = panel.calendar.months if plan.is_stock else panel.calendar.years
    group = np.unique(groups, return_inverse=True)[1]
    wanted = np.bincount(group, weights=course * base.sum(axis=0))
    for _ in range(_SETTLING_ROUNDS if plan.is_fraction else 1):
        found = np.bincount(group, weights=amounts.sum(axis=0))
        amounts = amounts * np.where(found > 0, wanted / np.where(found > 0, found, 1.0), 1.0)[group]
        if plan.is_fraction:
            amounts = np.minimum(amounts, _FULLEST * base)
    return amounts


def _ratio_by_industry(register: Subjects, plan: MeasurePlan) -> Numbers:
    """Each subject's typical ratio: that of the longest prefix of its industry's code, else the plan's."""
    prefixes = sorted(plan.by_industry, key=len, reverse=True)
    of_hint = [
        next((plan.by_industry[prefix] for prefix in prefixes if hint.code.startswith(prefix)), plan.ratio)
        for hint in register.industries
    ]
    if not of_hint:
        return np.full(len(register), plan.ratio)
    return np.asarray(of_hint, dtype=float)[register.industry_index]


def _takes_part(panel: SubjectPanel, plan: MeasurePlan, random: np.random.Generator) -> Mask:
    """Who has anything to report: the plan's share of those above scale, the larger ones rather earlier."""
    if not plan.share:
        return np.ones(panel.shape, dtype=bool)
    above = panel.register.above_scale(panel.calendar.months).any(axis=1)
    eagerness = random.random(above.size) + 0.4 * _standing(panel.register.size)
    turn = random.random(above.size)
    turn[above] = _standing(-eagerness[above])
    return np.asarray(turn[:, None] < between_years(plan.share, panel.calendar.months, 1.0)[None, :])


def _standing(numbers: Numbers) -> Numbers:
    """Ranks, evenly over (0, 1)."""
    return np.asarray((np.argsort(np.argsort(numbers, kind="stable")) + 0.5) / max(numbers.size, 1))


def _signs(panel: SubjectPanel, plan: MeasurePlan, random: np.random.Generator) -> Numbers:
    return np.where(random.random(panel.shape[0]) < plan.negative, -0.5, 1.0)


def _flags(panel: SubjectPanel, plan: MeasurePlan) -> InventedSeries:
    """Yes (1) or no (0): yes for the plan's share of the subjects, and never taken back."""
    yes = _takes_part(panel, plan, panel.random(plan.measure)).astype(float)
    return InventedSeries(plan.measure, yes, yes, is_stock=True)


def _by_itself(panel: SubjectPanel, plan: MeasurePlan) -> InventedSeries:
    """A figure of an enterprise that hangs on no other: a level of its own along the plan's course."""
    random = panel.random(plan.measure)
    own = _ratio_by_industry(panel.register, plan) / plan.ratio * spread_factor(random, plan.spread, panel.shape[0])
    level = own[:, None] * _course(panel, plan)[None, :]
    amounts = level * spread_factor(random, plan.noise, panel.shape)
    if plan.is_whole:
        amounts = np.maximum(amounts, 1.0)
    takes_part = _takes_part(panel, plan, random)
    level, amounts = np.where(takes_part, level, 0.0), np.where(takes_part, amounts, 0.0)
    if not plan.is_stock:
        amounts = amounts / 12 * _season(plan.seasons or (1.0,) * 12, panel.calendar.months)
    return InventedSeries(plan.measure, amounts, level, plan.is_stock)


def _of_areas(panel: SubjectPanel, plan: MeasurePlan) -> InventedSeries:
    """A figure of areas: the programme's total shared out by their weights; a rate stands alike in each of them."""
    random = panel.random(plan.measure)
    calendar, stock = panel.calendar, plan.is_stock
    weights = panel.register.size * spread_factor(random, 0.0 if plan.is_rate else plan.spread / 3, panel.shape[0])
    shares = np.ones(panel.shape[0]) if plan.is_rate else weights / weights.sum()
    if stock:
        total = between_years(plan.levels, calendar.months, plan.ratio)
    else:
        total = by_year(plan.levels, calendar.years, plan.ratio) / 12
        total = total * _season(plan.seasons or _SEASONS, calendar.months)
    level = shares[:, None] * total[None, :]
    noise = np.ones(panel.shape) if stock else spread_factor(random, plan.noise, panel.shape)
    return InventedSeries(plan.measure, level * noise, level if stock else level * 12, stock)


def _tidied(panel: SubjectPanel, plan: MeasurePlan, series: InventedSeries) -> InventedSeries:
    """Only where active, within the measure's bounds, rounded as people report it."""
    amounts = np.where(panel.active, series.amounts, 0.0)
    amounts = np.rint(amounts) if plan.is_whole else np.round(amounts, 2)
    if plan.measure.minimum is not None:
        amounts = np.maximum(amounts, plan.measure.minimum)
    if series.is_stock and plan.measure.maximum is not None:
        amounts = np.minimum(amounts, plan.measure.maximum)
    return replace(series, amounts=np.asarray(amounts, dtype=float))
