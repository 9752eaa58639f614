"""Soft rules: figures that may be right and yet ask for a reason. Thresholds are content, with dates and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sigai.base.issues import NOWHERE, Issue
from sigai.base.periods import Period
from sigai.base.ranges import range_words
from sigai.programme.measures import Measure
from sigai.programme.plausibility import Plausibility, Threshold
from sigai.programme.programme import Programme
from sigai.values.form_problems import RATIO_OUTSIDE, UNLIKE_HISTORY, UNLIKE_PEERS
from sigai.values.growth_checks import Rate, rates
from sigai.values.wording import measure_facts

Key = tuple[str, str]
"""An entity and a measure."""
_SLACK = 1e-9
"""What binary fractions may be off by, relative: a figure exactly at a threshold is within it."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Every figure that is known, by subject and measure, those being checked among them; who is whose peer."""

    programme: Programme
    figures: Mapping[Key, Sequence[tuple[Period, float]]]
    divisions: Mapping[str, str]


def doubts(known: Known, checked: Sequence[Key], period: Period) -> Iterator[tuple[Key, Issue]]:
    """What is odd about the figures of some subjects and measures in a period."""
    rules = [(rule, threshold) for rule in known.programme.plausibility if (threshold := rule.threshold(period.last))]
    series = _Series(known)
    for key in checked:
        measure = known.programme.measure_by_id[key[1]]
        for rule, threshold in rules:
            if not _meant(rule, measure):
                continue
            issue = _ask(series, key, period, rule, threshold)
            if issue is not None:
                yield key, issue


def _meant(rule: Plausibility, measure: Measure) -> bool:
    if rule.measures or rule.kind == "ratio":
        return measure.id in rule.measures
    return measure.minimum is not None and measure.minimum >= 0


class _Series:
    """Rates by subject and measure, worked out once; the changes of a division."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._rates: dict[Key, list[Rate]] = {}
        self._members: dict[str, list[str]] = defaultdict(list)
        for entity, division in known.divisions.items():
            self._members[division].append(entity)

    def rates(self, key: Key) -> list[Rate]:
        if key not in self._rates:
            measure = self.known.programme.measure_by_id[key[1]]
            self._rates[key] = rates(measure, self.known.figures.get(key, ()))
        return self._rates[key]

    def rate(self, key: Key, period: Period) -> float | None:
        return next((rate.value for rate in self.rates(key) if rate.period == period), None)

    def amount(self, key: Key, period: Period) -> float | None:
        return next((value for when, value in self.known.figures.get(key, ()) if when == period), None)

    def change(self, key: Key, period: Period) -> float | None:
        """This period's rate by the one before, where both are more than nothing."""
        found = self.rates(key)
        at = next((place for place, rate in enumerate(found) if rate.period == period), 0)
        if at == 0 or found[at - 1].value <= 0 or found[at].value <= 0:
            return None
        return found[at].value / found[at - 1].value

    def changes_of_peers(self, key: Key, period: Period) -> list[float]:
        division = self.known.divisions.get(key[0], "")
        peers = [entity for entity in self._members.get(division, ()) if entity != key[0]] if division else []
        changes = (self.change((entity, key[1]), period) for entity in peers)
        return [change for change in changes if change is not None]


def _ask(series: _Series, key: Key, period: Period, rule: Plausibility, threshold: Threshold) -> Issue | None:
    match rule.kind:
        case "history":
            return _history(series, key, period, rule, threshold.factor or 0.0)
        case "peers":
            return _peers(series, key, period, rule, threshold.factor or 0.0)
        case "ratio":
            return _ratio(series, key, period, rule, threshold)


def _history(series: _Series, key: Key, period: Period, rule: Plausibility, factor: float) -> Issue | None:
    """A total that falls (a rate below nothing) is asked about as such already."""
    before = [rate.value for rate in series.rates(key) if rate.period < period][-rule.periods :]
    rate = series.rate(key, period)
    if (
        rate is None
        or rate < 0
        or len(before) < rule.least
        or (usual := median(before)) <= 0
        or _within(rate / usual, factor)
    ):
        return None
    measure = series.known.programme.measure_by_id[key[1]]
    amounts = {"rate": _said(rate), "usual": _said(usual), "times": _said(rate / usual), "factor": f"{factor:g}"}
    return UNLIKE_HISTORY.at(NOWHERE, **measure_facts(measure), unit=measure.unit, **amounts)


def _peers(series: _Series, key: Key, period: Period, rule: Plausibility, factor: float) -> Issue | None:
    change, peers = series.change(key, period), series.changes_of_peers(key, period)
    if change is None or len(peers) < rule.least or _within(change / median(peers), factor):
        return None
    measure = series.known.programme.measure_by_id[key[1]]
    amounts: dict[str, object] = {
        "times": _said(change),
        "usual": _said(median(peers)),
        "peers": len(peers),
        "factor": f"{factor:g}",
    }
    return UNLIKE_PEERS.at(NOWHERE, **measure_facts(measure), **amounts)


def _ratio(series: _Series, key: Key, period: Period, rule: Plausibility, threshold: Threshold) -> Issue | None:
    programme = series.known.programme
    figure, other = series.amount(key, period), series.amount((key[0], rule.per or ""), period)
    if figure is None or not other:
        return None
    ratio, low, high = figure / other, threshold.low, threshold.high
    slack = _SLACK * max(1.0, abs(ratio))
    if (low is None or ratio >= low - slack) and (high is None or ratio <= high + slack):
        return None
    measure, per = programme.measure_by_id[key[1]], programme.measure_by_id[rule.per or ""]
    bounds = range_words(low, high)
    return RATIO_OUTSIDE.at(
        NOWHERE,
        **measure_facts(measure),
        name=rule.name.zh,
        name_en=rule.name.en,
        per=per.name.zh,
        per_en=per.name.en,
        ratio=_said(ratio),
        range=bounds,
    )


def _within(times: float, factor: float) -> bool:
    return 1 / factor * (1 - _SLACK) <= times <= factor * (1 + _SLACK)


def _said(number: float) -> str:
    """A number as people say it: three digits that matter, no exponent."""
    decimals = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 3
    return f"{number:,.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{number:,.0f}"
