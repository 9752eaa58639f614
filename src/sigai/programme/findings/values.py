"""Value: two statements of one target give different numbers for the same time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from sigai.programme.findings.alike import relation
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
    own_place,
    period_key,
    same,
    without_repeated_years,
)
from sigai.programme.findings.words import amount_text
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement

DIFFERENT_VALUES = kind("F101", "value", "high", "同一目标数值不同", "one target, different numbers")


def differing_values(programme: Programme) -> Iterator[Finding]:
    """Statements of one target with different numbers for the same kind, period, base year and unit."""
    for target in programme.targets:
        for statements in by_key(without_repeated_years(target.statements), _key).values():
            certain = _against_each_other(statements, conflict)
            taking_part = certain or _against_each_other(statements, possible_conflict)
            if not taking_part:
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
                weight="high" if certain else "medium",
            )


def _against_each_other(statements: list[Statement], differ: Callable[[Statement, Statement], bool]) -> list[Statement]:
    return [one for one in statements if any(differ(one, other) for other in statements if other is not one)]


def conflict(one: Statement, other: Statement) -> bool:
    """Whether two statements of the same key certainly ask for different numbers of the same thing."""
    certain = relation(one.indicator, other.indicator) == "same" and not _hoped(one, other)
    certain = certain and not _in_one_paragraph(one, other)
    return certain and possible_conflict(one, other) and not (_stands_above(one, other) or _stands_above(other, one))


def possible_conflict(one: Statement, other: Statement) -> bool:
    """Whether two statements of the same key ask for different numbers, of what may be the same thing.

    A part is no conflict with its whole, a named place none with all, a count of one year none with that of several.
    """
    if same(amount(one), amount(other)) or is_range(one, other):
        return False
    if one.source.paragraph and one.source == other.source:
        return False
    if own_place(one) != own_place(other) or ("annual_count" in one.readings) != ("annual_count" in other.readings):
        return False
    if relation(one.indicator, other.indicator) not in ("same", "part"):
        return False
    return not (_other_level(one, other) or _two_items_of_a_list(one, other) or _floor_and_hope(one, other))


def _stands_above(standing: Statement, made: Statement) -> bool:
    """达到 180 家 or 建成 180 家, 三年培育 100 家: what then stands may hold what there was before."""
    stands = standing.kind == "level" or (made.period_start is not None and standing.period_start is None)
    return stands and made.kind == "cumulative_count" and amount(standing) > amount(made)


def _hoped(one: Statement, other: Statement) -> bool:
    """Whether only one of the two is firm, and the other hopes for more (力争)."""
    return one.soft != other.soft and _beyond(*((one, other) if one.soft else (other, one)))


def _floor_and_hope(one: Statement, other: Statement) -> bool:
    """At least so much, if possible more: 不低于 55 %, 力争达到 60 %."""
    firm = other if one.soft else one
    return _hoped(one, other) and firm.comparator in (">=", ">", "<=", "<")


def _beyond(hoped: Statement, firm: Statement) -> bool:
    falls = firm.direction == "down" and firm.kind in ("level", "share")
    return amount(hoped) < amount(firm) if falls else amount(hoped) > amount(firm)


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
    return _in_one_paragraph(one, other) and named(one) != named(other)


def _in_one_paragraph(one: Statement, other: Statement) -> bool:
    """Whether both stand in one paragraph: nobody contradicts himself there, the figures are of two things."""
    places = {(side.source.document, side.source.paragraph) for side in (one, other)}
    return len(places) == 1 and bool(one.source.paragraph)
