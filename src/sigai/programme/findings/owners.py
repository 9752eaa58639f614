"""Owner: targets and tasks without a responsible unit; lists of units that differ from place to place."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.programme.findings.model import NOTHING, Finding, FindingSide, about_target, about_targets, both, kind
from sigai.programme.findings.words import listed
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target, Task

OWNERS_DIFFER = kind("F901", "owner", "low", "各处所列责任单位不同", "places name different units")
NO_OWNER = kind(
    "F902",
    "owner",
    "medium",
    "目标没有责任单位",
    "targets without a responsible unit",
    ("{count} 个目标没有责任单位：{names}", "nobody answers for {count} targets: {names}"),
)
TASK_WITHOUT_OWNER = kind(
    "F903",
    "owner",
    "low",
    "任务没有责任单位",
    "tasks without a responsible unit",
    ("{count} 项任务没有责任单位：{names}", "{count} tasks have no responsible unit: {names}"),
)

_LEVELS_WITH_OWNERS = ("action", "task", "row")


def owners_differ(programme: Programme) -> Iterator[Finding]:
    """One finding for a target whose statements name different sets of units."""
    for target in programme.targets:
        first: dict[frozenset[str], Statement] = {}
        for statement in target.statements:
            if statement.owners:
                first.setdefault(_units(programme, statement), statement)
        if len(first) < 2:
            continue
        sets = list(first)
        common = frozenset.intersection(*sets)
        odd = sorted(frozenset.union(*sets) - common)
        names = [_name(programme, unit) for unit in odd]
        yield about_target(
            OWNERS_DIFFER,
            target,
            first.values(),
            both(
                f"“{target.name.zh}”各处所列责任单位不同，只在一部分出处列入的有：{listed(names)}",
                f"places name different units for {target.name.en}; in some only: {listed(names)}",
            ),
        )


def without_owner(programme: Programme) -> Iterator[Finding]:
    """Targets for which neither a statement nor the content names a unit; light where the plan names none at all."""
    lacking = [target for target in programme.targets if not _answered(target)]
    nobody_at_all = len(lacking) == len(programme.targets)
    yield from about_targets(NO_OWNER, lacking, "low" if nobody_at_all else None)


def tasks_without_owner(programme: Programme) -> Iterator[Finding]:
    """Actions, tasks and table rows without a unit. A task that says why (`owners_basis`) is settled."""
    for task in programme.tasks:
        if task.level in _LEVELS_WITH_OWNERS and not (task.lead or task.responsible):
            yield Finding(
                TASK_WITHOUT_OWNER,
                TASK_WITHOUT_OWNER.weight,
                (task.id,),
                (_task_side(task),),
                TASK_WITHOUT_OWNER.name,
                NOTHING,
                both(task.title, task.title),
                settled_by=both(task.owners_basis, task.owners_basis) if task.owners_basis else None,
            )


def _units(programme: Programme, statement: Statement) -> frozenset[str]:
    return frozenset(unit for owner in statement.owners for unit in programme.members(owner))


def _name(programme: Programme, unit: str) -> str:
    found = programme.unit_by_id.get(unit)
    return found.name.zh if found else unit


def _answered(target: Target) -> bool:
    return bool(target.lead or target.responsible or any(statement.owners for statement in target.statements))


def _task_side(task: Task) -> FindingSide:
    source = task.sources[0]
    return FindingSide(source.document, source.section or source.part, task.title, "", source)
