"""Arithmetic of counts: so many a year against so many in all; years that add up; a year beyond the total."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from sigai.programme.common import Text
from sigai.programme.findings.alike import relation
from sigai.programme.findings.model import Finding, about_target, both, kind
from sigai.programme.findings.reading import (
    amount,
    by_key,
    counted,
    dimension,
    is_yearly,
    one_year,
    own_place,
    same,
    without_repeated_years,
)
from sigai.programme.findings.words import figure
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target

YEARLY_FALLS_SHORT = kind(
    "F601", "arithmetic", "high", "每年数乘年数达不到累计数", "yearly count falls short of the total"
)
YEARLY_EXCEEDS = kind("F602", "arithmetic", "low", "每年数乘年数超过累计数", "yearly count exceeds the total")
YEARS_BEYOND_TOTAL = kind("F603", "arithmetic", "high", "各年数之和与累计数不符", "single years and the total disagree")

_STOCK_LIKELY = 0.5


def yearly_against_total(programme: Programme) -> Iterator[Finding]:
    """`每年` N over the years so far, held against every total (`累计`) of the target."""
    for target in programme.targets:
        yearly = [statement for statement in target.statements if is_yearly(statement) and statement.value > 0]
        totals = [statement for statement in target.statements if statement.kind == "cumulative_count"]
        for key, group in by_key(yearly, _thing).items():
            of_it = [
                one for one in totals if _thing(one) == key and relation(one.indicator, group[0].indicator) == "same"
            ]
            yield from _yearly(programme, target, group, of_it)


def years_against_total(programme: Programme) -> Iterator[Finding]:
    """A count of one year beyond the total of that year; all years of a run that do not add up to it.

    Where the counts may also be read as totals so far, they are at odds only if that reading fails as well.
    """
    for target in programme.targets:
        single = [one for one in target.statements if _of_one_year(one)]
        for key, group in by_key(single, _thing).items():
            totals = [
                one
                for one in without_repeated_years(target.statements)
                if one not in single and _is_total(one, group) and _thing(one) == key
            ]
            for alike in by_key(totals, lambda one: (one.period_end, amount(one), one.period_start)).values():
                of_it = [one for one in group if relation(one.indicator, alike[0].indicator) == "same"]
                rivals = [one for one in totals if one.period_end == alike[0].period_end and one not in alike]
                if not _read_as_totals(of_it, alike[0]):
                    yield from _single_years(target, of_it, alike, rivals)


def _of_one_year(statement: Statement) -> bool:
    if statement.readings:
        return "annual_count" in statement.readings and not statement.undated and not is_yearly(statement)
    return statement.kind == "annual_count" and one_year(statement)


def _is_total(statement: Statement, single: list[Statement]) -> bool:
    """A total without another reading; one without a date beside the years that it is the sum of."""
    if statement.kind != "cumulative_count":
        return False
    return not statement.readings or (statement.undated and len(single) > 1 and _beside(statement, single))


def _read_as_totals(single: list[Statement], total: Statement) -> bool:
    """Whether counts of years with two readings go with the total as totals so far: they rise and end no higher."""
    if not any(one.readings for one in single):
        return False
    run = [amount(one) for one in sorted(single, key=lambda one: one.period_end)]
    last = max(single, key=lambda one: one.period_end)
    ends = same(run[-1], amount(total)) or (last.period_end < total.period_end and run[-1] < amount(total))
    return run == sorted(run) and ends


def _thing(statement: Statement) -> tuple[Hashable, ...]:
    return dimension(statement), statement.qualitative, counted(statement), own_place(statement)


def _yearly(
    programme: Programme, target: Target, yearly: list[Statement], totals: list[Statement]
) -> Iterator[Finding]:
    least = min(yearly, key=amount)
    start = least.period_start or programme.head.start.year
    end = least.period_end
    sums = [(total, total.period_end - start + 1) for total in totals if start <= total.period_end <= end]
    if not sums or any(same(amount(least) * years, amount(total)) for total, years in sums if _last(total, sums)):
        return
    short = [(total, years) for total, years in sums if amount(least) * years < amount(total)]
    if all(_stock(total, years, least) and not _beside(total, yearly) for total, years in short):
        short = []
    beyond = [(total, years) for total, years in sums if amount(least) * years > amount(total) and _last(total, sums)]
    for found, rows in ((YEARLY_FALLS_SHORT, sorted(short, key=_year)), (YEARLY_EXCEEDS, beyond)):
        if not rows or (found is YEARLY_EXCEEDS and short):
            continue
        lines = list(dict.fromkeys(_line(least, total, years) for total, years in rows))
        gap = (amount(rows[-1][0]) - amount(least) * rows[-1][1]) * least.value / amount(least)
        certain = any(total.period_start is not None or _beside(total, yearly) for total, _ in rows)
        yield about_target(
            found,
            target,
            [*yearly, *(total for total, _ in rows)],
            _short_text(target, gap) if found is YEARLY_FALLS_SHORT else _beyond_text(target),
            arithmetic=both("；".join(lines), "; ".join(lines)),
            weight=found.weight if certain or found is YEARLY_EXCEEDS else "medium",
        )


def _year(row: tuple[Statement, int]) -> int:
    return row[0].period_end


def _short_text(target: Target, gap: float) -> Text:
    return both(
        f"“{target.name.zh}”按每年的数做，达不到累计数，差 {figure(gap)}；除非方案开始前已有这么多，或逐年递增",
        f"{target.name.en}: the yearly count does not reach the total; {figure(gap)} are missing, unless as many "
        "existed before or the years differ",
    )


def _beyond_text(target: Target) -> Text:
    return both(
        f"“{target.name.zh}”按每年的数做，会超过累计数，累计数偏低",
        f"{target.name.en}: the yearly count goes beyond the total, which is set too low",
    )


def _line(yearly: Statement, total: Statement, years: int) -> str:
    sign = "<" if amount(yearly) * years < amount(total) else ">"
    unit = "" if yearly.unit == total.unit else yearly.unit
    product = f"{figure(yearly.value)} × {years} = {figure(yearly.value * years)}{unit}"
    return f"{product} {sign} {figure(total.value)}{total.unit}（{total.period_end}）"


def _last(total: Statement, sums: list[tuple[Statement, int]]) -> bool:
    return total.period_end == max(one.period_end for one, _ in sums)


def _beside(total: Statement, yearly: list[Statement]) -> bool:
    """Whether the total stands in the paragraph of the yearly count, and so speaks of what that brings."""
    paragraph = total.source.document, total.source.paragraph
    return bool(total.source.paragraph) and any(
        (one.source.document, one.source.paragraph) == paragraph for one in yearly
    )


def _stock(total: Statement, years: int, yearly: Statement) -> bool:
    """A total far above what the years bring is a stock that includes what existed before (达到 150 家)."""
    return total.period_start is None and amount(yearly) * years < _STOCK_LIKELY * amount(total)


def _at_least(total: Statement, run: list[Statement]) -> bool:
    """Whether several years may well bring more than a total that is a lower bound (300 个以上)."""
    return total.comparator in (">=", ">") and len(run) > 1


def _single_years(
    target: Target, single: list[Statement], totals: list[Statement], rivals: list[Statement]
) -> Iterator[Finding]:
    """Single years against a total that one or several places state; where they add up to one of its `rivals` for the
    same year, the totals differ and not the sum."""
    total = totals[0]
    by_year = {one.period_end: one for one in single if one.period_end <= total.period_end}
    start = total.period_start or min(by_year, default=total.period_end + 1)
    run = [by_year[year] for year in range(start, total.period_end + 1) if year in by_year]
    added = sum(amount(one) for one in run)
    complete = len(run) == total.period_end - start + 1 and len(run) > 1
    more = added > amount(total) and not same(added, amount(total)) and not _at_least(total, run)
    fewer = added < amount(total) and complete and total.period_start is not None and not same(added, amount(total))
    if not (run and (more or fewer)) or any(same(added, amount(other)) for other in rivals):
        return
    terms = " + ".join(figure(one.value) for one in run)
    sign = ">" if added > amount(total) else "<"
    stated = f"{figure(total.value)}{total.unit}（{total.period_end}）"
    line = f"{terms} = {figure(sum(one.value for one in run))} {sign} {stated}"
    yield about_target(
        YEARS_BEYOND_TOTAL,
        target,
        [*run, *totals],
        both(
            f"“{target.name.zh}”各年的数相加与累计数不符",
            f"the single years of {target.name.en} do not add up to the total",
        ),
        arithmetic=both(line, line),
    )
