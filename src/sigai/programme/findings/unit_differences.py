"""Unit: the same number in units that cannot be compared (63 % and 63)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from sigai.programme.findings.model import Finding, about_target, both, kind
from sigai.programme.findings.reading import by_key, dimension, family, period_key
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement

DIFFERENT_UNITS = kind("F201", "unit", "medium", "同一目标单位不同", "one target, different units")


def differing_units(programme: Programme) -> Iterator[Finding]:
    """Statements of one target, kind and period whose units are of different dimensions."""
    for target in programme.targets:
        numbers = [statement for statement in target.statements if not statement.qualitative]
        for statements in by_key(numbers, _key).values():
            if len({dimension(statement) for statement in statements}) < 2:
                continue
            units = list(dict.fromkeys(statement.unit or "无单位" for statement in statements))
            english = list(dict.fromkeys(statement.unit or "no unit" for statement in statements))
            yield about_target(
                DIFFERENT_UNITS,
                target,
                statements,
                both(
                    f"“{target.name.zh}”的单位各处不同：{'、'.join(units)}，不能相互比较",
                    f"places give {target.name.en} in different units: {', '.join(english)}, which cannot be compared",
                ),
            )


def _key(statement: Statement) -> tuple[Hashable, ...]:
    return family(statement), period_key(statement), statement.direction
