"""Ambiguity: wording that can be read in two ways, with what each reading comes to."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.programme.common import Text
from sigai.programme.findings.model import NOTHING, Finding, about_target, both, kind
from sigai.programme.findings.reading import is_yearly
from sigai.programme.findings.words import figure
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement

TWO_READINGS = kind("F701", "ambiguity", "medium", "可以有两种读法", "two readings")

_NAMES = {
    "level": ("水平", "level"),
    "share": ("占比", "share"),
    "annual_growth": ("年增长", "yearly growth"),
    "cumulative_change": ("累计变化", "change since the base year"),
    "annual_count": ("当年（每年）数", "count of the year"),
    "cumulative_count": ("累计数", "total so far"),
    "multiple": ("倍数", "multiple"),
}


def open_readings(programme: Programme) -> Iterator[Finding]:
    """Statements with several readings, one finding for a target, with the sums of both over several years."""
    for target in programme.targets:
        statements = [one for one in target.statements if len(one.readings) > 1]
        if not statements:
            continue
        kinds = list(dict.fromkeys(reading for one in statements for reading in one.readings))
        chinese = "，还是".join(_NAMES[one][0] for one in kinds)
        english = " or ".join(_NAMES[one][1] for one in kinds)
        sums = _sums(statements)
        yield about_target(
            TWO_READINGS,
            target,
            statements,
            both(
                f"“{target.name.zh}”的数是{chinese}？原文都读得通",
                f"{target.name.en}: {english}? The wording allows both",
            ),
            arithmetic=sums,
            weight=None if sums.zh else "low",
        )


def _sums(statements: list[Statement]) -> Text:
    """What the yearly reading adds up to, beside the last number taken as a total."""
    years = {one.period_end: one for one in statements if not one.qualitative and not is_yearly(one)}
    if len(years) < 2 or "annual_count" not in {reading for one in statements for reading in one.readings}:
        return NOTHING
    order = [years[year] for year in sorted(years)]
    terms = " + ".join(figure(one.value) for one in order)
    total, last, unit = figure(sum(one.value for one in order)), figure(order[-1].value), order[-1].unit
    return both(
        f"按当年数：{terms} = {total}{unit}；按累计数：{last}{unit}",
        f"as counts of the year: {terms} = {total}{unit}; as totals: {last}{unit}",
    )
