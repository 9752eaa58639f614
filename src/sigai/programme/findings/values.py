"""Value: two statements of one target give different numbers for the same time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from sigai.programme.findings.model import Finding, about_target, both, kind
from sigai.programme.findings.reading import (
    amount,
    by_key,
    counted,
    dimension,
    family,
    is_range,
    leading_words,
    level_words,
    named,
    period_key,
    same,
)
from sigai.programme.findings.words import amount_text
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement

DIFFERENT_VALUES = kind("F101", "value", "high", "同一目标数值不同", "one target, different numbers")


def differing_values(programme: Programme) -> Iterator[Finding]:
    """Statements of one target with different numbers for the same kind, period, base year and unit."""
    for target in programme.targets:
        for statements in by_key(target.statements, _key).values():
            taking_part = [
                one for one in statements if any(conflict(one, other) for other in statements if other is not one)
            ]
            if len(taking_part) < 2:
                continue
            numbers = list(dict.fromkeys(amount_text(one) for one in taking_part))
            year = taking_part[0].period_end
            yield about_target(
                DIFFERENT_VALUES,
                target,
                taking_part,
                both(
                    f"“{target.name.zh}”{year} 年的数值各处不同：{'；'.join(numbers)}",
                    f"places differ about {target.name.en} in {year}: {'; '.join(numbers)}",
                ),
            )


def conflict(one: Statement, other: Statement) -> bool:
    """Whether two statements of the same key ask for different numbers of the same thing."""
    if same(amount(one), amount(other)) or is_range(one, other):
        return False
    if one.source.paragraph and one.source == other.source:
        return False
    return not (_other_level(one, other) or _two_items_of_a_list(one, other))


def _key(statement: Statement) -> tuple[Hashable, ...]:
    return (
        family(statement),
        period_key(statement),
        statement.base_year if statement.kind == "cumulative_change" else None,
        dimension(statement),
        statement.direction,
        statement.qualitative,
        counted(statement),
    )


def _other_level(one: Statement, other: Statement) -> bool:
    """Both say at which level, and differ: that is a finding about scope."""
    for words in (level_words, leading_words):
        mine, theirs = words(one), words(other)
        if mine and theirs and mine != theirs:
            return True
    return False


def _two_items_of_a_list(one: Statement, other: Statement) -> bool:
    """Two names in one paragraph are two things, even where they were taken for one target."""
    return (
        bool(one.source.paragraph)
        and one.source.document == other.source.document
        and one.source.paragraph == other.source.paragraph
        and named(one) != named(other)
    )
