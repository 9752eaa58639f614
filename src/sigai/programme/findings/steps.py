"""Arithmetic of steps: yearly steps that fall back, or that stand still."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from itertools import pairwise

from sigai.programme.findings.alike import relation
from sigai.programme.findings.model import Finding, FindingKind, about_target, both, kind
from sigai.programme.findings.reading import (
    amount,
    by_key,
    counted,
    dimension,
    family,
    leading_words,
    level_words,
    own_place,
    without_repeated_years,
)
from sigai.programme.findings.words import figure
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target

STEP_BACK = kind("F607", "arithmetic", "high", "后一年的目标低于前一年", "a later step falls behind an earlier one")
STEP_STANDS = kind("F608", "arithmetic", "low", "后一年的累计数没有增加", "a later total adds nothing")

_BOUNDS = (">=", ">", "<=", "<")
_NEAR = 0.05
_CEILING = re.compile(r"(?:用水|能源消费|能耗|建设用地|用地|碳排放|消费)(?:总量|总规模|规模)$")
"""What an area may use in all: a ceiling that may be set higher as it grows (用水总量控制在 260, 2035年 280)."""
_STEPPED = ("standing", "cumulative_change")


def steps_back(programme: Programme) -> Iterator[Finding]:
    """Levels, totals and changes whose later number is the easier one."""
    for target in programme.targets:
        for group in by_key(_stepped(target), _series).values():
            yield from _compare(target, group)


def _stepped(target: Target) -> list[Statement]:
    """What should move on from year to year."""
    stepped = without_repeated_years(target.statements)
    return [one for one in stepped if family(one) in _STEPPED and not one.qualitative and not one.readings]


def _series(statement: Statement) -> tuple[Hashable, ...]:
    return (
        family(statement),
        dimension(statement),
        statement.direction,
        counted(statement),
        level_words(statement),
        leading_words(statement),
        statement.base_year,
        own_place(statement),
    )


def _compare(target: Target, group: list[Statement]) -> Iterator[Finding]:
    years = by_key(group, lambda one: one.period_end)
    order = sorted(years)
    back: list[Statement] = []
    still: list[Statement] = []
    for earlier, later in pairwise(order):
        before, after = _least(years[earlier]), _least(years[later])
        if _easier(after, before) and relation(before.indicator, after.indicator) == "same":
            back += [before, after]
        elif later == earlier + 1:
            still += _standing_still(years[earlier], years[later])
    for found, rows in ((STEP_BACK, back), (STEP_STANDS, still)):
        if rows:
            yield _finding(found, target, _unique(rows))


def _finding(found: FindingKind, target: Target, rows: list[Statement]) -> Finding:
    line = " → ".join(f"{figure(one.value)}{one.unit}（{one.period_end}）" for one in rows)
    falls = found is STEP_BACK
    return about_target(
        found,
        target,
        rows,
        both(
            f"“{target.name.zh}”后一年的数{'低于' if falls else '与'}前一年{'' if falls else '相同，当年没有新的要求'}",
            f"a later number of {target.name.en} {'falls behind' if falls else 'adds nothing to'} the one before",
        ),
        arithmetic=both(line, line),
    )


def _unique(rows: list[Statement]) -> list[Statement]:
    return list({one.id: one for one in rows}.values())


def _least(statements: list[Statement]) -> Statement:
    """The easiest of what is asked for one year: places that differ are another rule's matter."""
    downward = statements[0].direction == "down" and statements[0].kind != "cumulative_change"
    return max(statements, key=amount) if downward else min(statements, key=amount)


def _easier(later: Statement, earlier: Statement) -> bool:
    """Whether less is asked later; a bound just below what was asked before keeps it up (41.2 %, then 41 % 以上)."""
    if later.comparator in _BOUNDS and abs(amount(later) - amount(earlier)) <= _NEAR * abs(amount(earlier)):
        return False
    if _CEILING.search(later.indicator) and later.comparator in ("<=", "<") and earlier.comparator in ("<=", "<"):
        return False
    if later.kind == "cumulative_change" or later.direction == "up":
        return amount(later) < amount(earlier)
    return amount(later) > amount(earlier)


def _standing_still(earlier: list[Statement], later: list[Statement]) -> list[Statement]:
    """Totals of one list whose number is the same two years running."""
    for before in earlier:
        for after in later:
            same_list = before.source.section == after.source.section and before.source.part == after.source.part
            totals = before.kind == after.kind == "cumulative_count" and not before.readings
            if same_list and totals and amount(before) == amount(after):
                return [before, after]
    return []
