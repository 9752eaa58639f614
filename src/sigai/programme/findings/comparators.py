"""Comparator: the same number once as a bound and once as about or exactly (60 个 and 60 个左右)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from sigai.programme.findings.model import Finding, about_target, both, kind
from sigai.programme.findings.reading import amount, by_key, counted, dimension, family, period_key
from sigai.programme.findings.words import amount_text
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement

DIFFERENT_COMPARATORS = kind("F301", "comparator", "low", "同一数值的程度词不同", "one number, different bounds")


def differing_comparators(programme: Programme) -> Iterator[Finding]:
    """The same number of one target, kind and period with different comparators; one finding per target."""
    for target in programme.targets:
        taking_part: list[Statement] = []
        for statements in by_key(target.statements, _key).values():
            if len({statement.comparator for statement in statements}) > 1:
                taking_part += statements
        if not taking_part:
            continue
        wordings = "；".join(dict.fromkeys(amount_text(statement) for statement in taking_part))
        yield about_target(
            DIFFERENT_COMPARATORS,
            target,
            taking_part,
            both(
                f"“{target.name.zh}”同一数值的写法不同：{wordings}；是否必须超过、可否略低，结论会不同",
                f"the same number of {target.name.en} is worded differently: {wordings}; whether a little less will do "
                "depends on it",
            ),
        )


def _key(statement: Statement) -> tuple[Hashable, ...]:
    return (
        family(statement),
        period_key(statement),
        round(amount(statement), 9),
        dimension(statement),
        statement.direction,
        statement.qualitative,
        counted(statement),
    )
