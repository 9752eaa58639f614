"""Date: the same end state by different years; a change without or with another base year; no date at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from sigai.base.units import MeasureUnit
from sigai.programme.findings.model import Finding, about_target, both, kind
from sigai.programme.findings.reading import PlaceKey, amount, by_key, dimension, family, one_year, own_place, place_of
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target

DIFFERENT_DATES = kind("F501", "date", "high", "同一结果的期限不同", "one result, different deadlines")
DIFFERENT_BASES = kind("F502", "date", "medium", "基期不同或缺基期", "base years differ or are missing")
NO_BASE = kind("F503", "date", "medium", "变化没有写明基期", "a change without a base year")
NO_DATE = kind(
    "F504",
    "date",
    "low",
    "没有期限",
    "no date",
    ("{count} 个目标没有写完成期限：{names}", "no place says by when {count} targets are due: {names}"),
)


_PIECES = (MeasureUnit.parse("个").dimension, False)


def differing_dates(programme: Programme) -> Iterator[Finding]:
    """One end state that two places want by different years, neither of which names the other's."""
    for target in programme.targets:
        standing = [one for one in target.statements if family(one) == "standing" and not one_year(one)]
        for statements in by_key(standing, _state).values():
            yield from _deadlines(target, statements)


def base_years(programme: Programme) -> Iterator[Finding]:
    """Changes whose base year differs, is stated in some places only, or nowhere."""
    for target in programme.targets:
        changes = [one for one in target.statements if one.kind == "cumulative_change" and not one.qualitative]
        bases = {one.base_year for one in changes}
        if len(bases) > 1 and (None in bases or _two_for_one_year(changes)):
            years = "、".join(str(year) if year else "未写明" for year in sorted(bases, key=lambda year: year or 0))
            english = years.replace("、", ", ").replace("未写明", "not stated")
            yield about_target(
                DIFFERENT_BASES,
                target,
                changes,
                both(
                    f"“{target.name.zh}”变化的基期各处不同：{years}",
                    f"the change of {target.name.en} has different base years: {english}",
                ),
                weight="high" if _two_for_one_year(changes) else "medium",
            )
        elif bases == {None}:
            yield about_target(
                NO_BASE,
                target,
                changes,
                both(
                    f"“{target.name.zh}”是变化量，却没有写与哪一年相比",
                    f"{target.name.en} is a change, but the plan does not say since which year",
                ),
            )


def _two_for_one_year(changes: list[Statement]) -> bool:
    """Whether the change by one year is measured since two; goals of two periods each have their own base."""
    bases = {(one.period_end, one.base_year) for one in changes if one.base_year is not None}
    return len(bases) > len({end for end, _ in bases})


def undated(programme: Programme) -> Iterator[Finding]:
    """Targets that no statement gives a date."""
    for target in programme.targets:
        if all(statement.undated for statement in target.statements):
            yield about_target(
                NO_DATE,
                target,
                target.statements,
                NO_DATE.name,
            )


def _state(statement: Statement) -> tuple[Hashable, ...]:
    return (
        family(statement),
        statement.comparator,
        round(amount(statement), 9),
        dimension(statement),
        statement.direction,
        own_place(statement),
    )


def _deadlines(target: Target, statements: list[Statement]) -> Iterator[Finding]:
    dated = [statement for statement in statements if not statement.undated and not statement.milestone]
    place = place_of(target)
    years = {where: {one.period_end for one in group} for where, group in by_key(dated, place).items()}
    apart = [
        (one, other)
        for one in years
        for other in years
        if one != other and not years[one] & years[other] and not _in_sequence(target, place, one, other)
    ]
    if not apart:
        return
    due = sorted({statement.period_end for statement in dated})
    yield about_target(
        DIFFERENT_DATES,
        target,
        dated,
        both(
            f"“{target.name.zh}”同一结果，有的要求 {due[0]} 年完成，有的到 {due[-1]} 年",
            f"the same result of {target.name.en} is due in {due[0]} in one place and in {due[-1]} in another",
        ),
        weight="medium" if all(_may_be_held(one) for one in dated) or _on_the_way(target, place, due[0]) else "high",
    )


def _on_the_way(target: Target, place: PlaceKey, earliest: int) -> bool:
    """Whether the earlier year ends the steps of a place (70 %, 85 %, 100 %): early, but on the way to the goal."""
    steps: dict[Hashable, set[int]] = {}
    for one in target.statements:
        if family(one) == "standing":
            steps.setdefault(place(one), set()).add(one.period_end)
    return any(len(years) > 1 and max(years) == earliest for years in steps.values())


def _may_be_held(statement: Statement) -> bool:
    """A rate or an amount that is reached early and then kept (稳定在 90 %): two years are no contradiction."""
    if statement.qualitative or statement.kind not in ("level", "share"):
        return False
    rate = statement.unit in ("%", "％", "‰")
    return statement.value not in (0, 100) if rate else dimension(statement) != _PIECES


def _in_sequence(target: Target, place: PlaceKey, one: Hashable, other: Hashable) -> bool:
    """Whether the two places give steps of one way: both also state the target for some same year."""
    times = [{row.period_end for row in target.statements if place(row) == where} for where in (one, other)]
    return bool(times[0] & times[1])
