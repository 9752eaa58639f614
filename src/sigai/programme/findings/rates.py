"""Arithmetic of rates: an average compounded against a cumulative change, against single years, against two levels."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from sigai.programme.common import Text
from sigai.programme.findings.model import Finding, about_target, both, kind
from sigai.programme.findings.reading import amount, by_key, is_average, one_year
from sigai.programme.findings.words import figure
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target, Track

AVERAGE_AGAINST_CHANGE = kind(
    "F604", "arithmetic", "high", "年均率与累计变化不符", "average rate and cumulative change disagree"
)
AVERAGE_AGAINST_YEARS = kind(
    "F605", "arithmetic", "medium", "年均率与各年的率不符", "average rate and single years disagree"
)
LEVELS_AGAINST_RATE = kind("F606", "arithmetic", "high", "水平与增速不符", "levels and growth disagree")

_ROUNDING = 0.05
"""Numbers closer than this share of the larger are rounding, or a sum used for a product."""
_SPURT = 1.5
"""The remaining years would have to grow this many times faster than the average before it is worth a word."""


def average_against_change(programme: Programme) -> Iterator[Finding]:
    """(1 ± r)ⁿ - 1 against the change since the base year, for every year the change is stated."""
    for target in programme.targets:
        averages = [one for one in target.statements if is_average(one) and one.unit in ("%", "％")]
        changes = [one for one in target.statements if one.kind == "cumulative_change" and one.unit in ("%", "％")]
        if averages and changes:
            yield from _compound(programme, target, averages, changes)


def average_against_years(programme: Programme) -> Iterator[Finding]:
    """What the years without a rate of their own would have to bring for the average to hold."""
    for target in programme.targets:
        single = [one for one in target.statements if one.kind == "annual_growth" and one_year(one)]
        for group in by_key([one for one in target.statements if is_average(one)], amount).values():
            yield from _rest(programme, target, group, [one for one in single if one.direction == group[0].direction])


def levels_against_rate(programme: Programme) -> Iterator[Finding]:
    """A level that the average rate does not lead to, from another level or from the published starting figure."""
    for target in programme.targets:
        for average in (one for one in target.statements if is_average(one) and one.unit in ("%", "％")):
            yield from _levels(target, average)


def _compound(
    programme: Programme, target: Target, averages: list[Statement], changes: list[Statement]
) -> Iterator[Finding]:
    average = max(averages, key=amount)
    lines, apart = [], []
    for change in sorted(changes, key=lambda one: one.period_end):
        base = change.base_year or (average.period_start or programme.head.start.year) - 1
        years = change.period_end - base
        if years < 1 or change.direction != average.direction:
            continue
        reached = _compounded(average, years)
        if abs(reached - change.value) > _ROUNDING * max(abs(reached), abs(change.value)):
            apart.append(change)
            sign = "<" if reached < change.value else ">"
            lines.append(
                f"{_formula(average, years)} = {figure(reached)}% {sign} {figure(change.value)}%（{change.period_end}）"
            )
    if not apart:
        return
    text = "；".join(dict.fromkeys(lines))
    yield about_target(
        AVERAGE_AGAINST_CHANGE,
        target,
        [*averages, *apart],
        both(
            f"“{target.name.zh}”按年均率推算，与累计变化对不上；按逐年或按平均理解，要求不同",
            f"{target.name.en}: the average rate does not compound to the stated change; asked year by year or on "
            "average, it means different things",
        ),
        arithmetic=both(text, text),
        weight="high" if apart[-1].period_end == changes[-1].period_end else "medium",
    )


def _compounded(average: Statement, years: int) -> float:
    """The change in percent after `years` at the average rate, as a positive number."""
    rate = average.value / 100
    return (1 - (1 - rate) ** years if average.direction == "down" else (1 + rate) ** years - 1) * 100


def _formula(average: Statement, years: int) -> str:
    rate = figure(average.value)
    return f"1-(1-{rate}%)^{years}" if average.direction == "down" else f"(1+{rate}%)^{years}-1"


def _rest(
    programme: Programme, target: Target, averages: list[Statement], single: list[Statement]
) -> Iterator[Finding]:
    average = averages[0]
    start = average.period_start or programme.head.start.year
    known = {one.period_end: one for one in single if start <= one.period_end <= average.period_end}
    years = average.period_end - start + 1
    rest = years - len(known)
    if not known or years < 2 or average.value <= 0:
        return
    sign = -1 if average.direction == "down" else 1
    whole = (1 + sign * average.value / 100) ** years
    done = prod(1 + sign * one.value / 100 for one in known.values())
    if done <= 0 or whole <= 0:
        return
    needed = sign * ((whole / done) ** (1 / rest) - 1) * 100 if rest else sign * (whole / done - 1) * 100
    if needed < _SPURT * average.value if rest else needed <= 0.5:
        return
    plus = "+" if sign > 0 else "-"
    steps = "×".join(f"(1{plus}{figure(one.value)}%)" for one in known.values())
    root = f"^(1/{rest})" if rest > 1 else ""
    line = (
        f"{{(1{plus}{figure(average.value)}%)^{years}÷[{steps}]}}{root}-1 = {plus if sign < 0 else ''}{figure(needed)}%"
    )
    yield about_target(
        AVERAGE_AGAINST_YEARS,
        target,
        [*averages, *known.values()],
        _rest_text(target, figure(average.value), figure(needed), rest),
        arithmetic=both(line, line),
        weight="medium" if rest else "high",
    )


def _rest_text(target: Target, average: str, needed: str, rest: int) -> Text:
    if not rest:
        return both(
            f"“{target.name.zh}”各年的率连乘达不到年均 {average}%",
            f"{target.name.en}: the single years multiplied do not give an average of {average} %",
        )
    return both(
        f"“{target.name.zh}”已写明的年份较低，其余 {rest} 年须年均 {needed}% 才能达到年均 {average}%",
        f"{target.name.en}: with the years stated, the other {rest} would need {needed} % a year for an average of "
        f"{average} %",
    )


def _levels(target: Target, average: Statement) -> Iterator[Finding]:
    levels = sorted((one for one in target.statements if one.kind == "level"), key=lambda one: one.period_end)
    starts = [(one.period_end, amount(one), one) for one in levels]
    starts += [(year, value, None) for year, value in _published(target.tracks, levels)]  # type: ignore[misc]
    for year, value, first in starts:
        for last in levels:
            years = last.period_end - year
            if years < 1 or value <= 0 or average.period_end != last.period_end:
                continue
            implied = ((amount(last) / value) ** (1 / years) - 1) * 100
            rate = average.value if average.direction == "up" else -average.value
            if abs(implied - rate) <= max(0.5, 0.1 * abs(rate)):
                continue
            line = f"({figure(amount(last))}÷{figure(value)})^(1/{years})-1 = {figure(implied)}% ≠ {figure(rate)}%"
            yield about_target(
                LEVELS_AGAINST_RATE,
                target,
                [one for one in (first, last, average) if one is not None],
                both(
                    f"“{target.name.zh}”从 {year} 年到 {last.period_end} 年的水平，与写明的增速不符",
                    f"the levels of {target.name.en} from {year} to {last.period_end} do not go with the stated growth",
                ),
                arithmetic=both(line, line),
            )


def _published(tracks: tuple[Track, ...], levels: list[Statement]) -> Iterator[tuple[int, float]]:
    """Starting figures with a source, in the unit of the levels."""
    for track in tracks:
        for baseline in track.baselines:
            if baseline.source and levels and track.unit == levels[0].unit:
                yield baseline.period.year, amount(levels[0].model_copy(update={"value": baseline.value}))
