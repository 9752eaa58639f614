"""A reading is a decision on record: where the plan says two things, or allows two readings, the content says which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target

OPEN_DIFFERENCE = problem(
    "P029",
    Severity.WARNING,
    zh="目标 {target}：{first} 与 {second} 对 {year} 年的说法不同（{one} / {other}），没有记录采用哪个",
    en="target {target}: {first} and {second} differ about {year} ({one} / {other}), and no decision is on record",
    advice_zh="在 decisions 中写明采用哪个及理由",
    advice_en="record under decisions which one holds, and why",
)
OPEN_READING = problem(
    "P030",
    Severity.WARNING,
    zh="目标 {target} 的出处 {statement} 可以有两种读法（{readings}），没有记录采用哪种",
    en="statement {statement} of target {target} can be read in two ways ({readings}), and no decision is on record",
    advice_zh="在 decisions 中写明采用哪种读法及理由",
    advice_en="record under decisions which reading holds, and why",
)


def settled_differences(programme: Programme) -> Iterator[Issue]:
    """Two statements of one target, kind and year with different numbers take part in one decision."""
    for target in programme.targets:
        groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
        for statement in target.statements:
            key = (statement.kind, statement.period_end, statement.base_year, statement.unit)
            groups[key].append(statement)
        for statements in groups.values():
            first = statements[0]
            for other in statements[1:]:
                if other.value != first.value and not _decided(target, first, other):
                    yield OPEN_DIFFERENCE.at(
                        other.place,
                        target=target.id,
                        first=first.id,
                        second=other.id,
                        year=first.period_end,
                        one=_worded(first),
                        other=_worded(other),
                    )


def open_readings(programme: Programme) -> Iterator[Issue]:
    """A statement that allows several readings takes part in a decision."""
    for target in programme.targets:
        decided = {name for decision in target.decisions for name in decision.statements}
        for statement in target.statements:
            if len(statement.readings) > 1 and statement.id not in decided:
                yield OPEN_READING.at(
                    statement.place,
                    target=target.id,
                    statement=statement.id,
                    readings=", ".join(statement.readings),
                )


def _decided(target: Target, one: Statement, other: Statement) -> bool:
    return any({one.id, other.id} <= set(decision.statements) for decision in target.decisions)


def _worded(statement: Statement) -> str:
    return f"{statement.comparator} {statement.value:g}{statement.unit}"
