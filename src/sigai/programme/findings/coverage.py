"""Coverage: targets of the main part that no annex takes up, and the reverse; targets without a way to be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigai.programme.findings.model import Finding, about_target, about_targets, both, kind
from sigai.programme.programme import Programme
from sigai.programme.targets import Target

NOT_TAKEN_UP = kind(
    "F801", "coverage", "medium", "正文的目标附件没有落实", "no annex takes up a target of the main part"
)
IN_ONE_ANNEX = kind(
    "F802",
    "coverage",
    "low",
    "只在一个附件中提出",
    "stands in one annex only",
    (
        "{count} 个目标只在一个附件中提出，正文和其他附件都没有：{names}；考核时是否计入应写明",
        "{count} targets stand in one annex only, neither in the main part nor in another annex: {names}",
    ),
)
NO_BASELINE = kind(
    "F803",
    "coverage",
    "low",
    "没有起点数值",
    "no starting figure",
    (
        "{count} 个水平类目标没有起点数值，看不出要提高多少：{names}",
        "{count} levels have no starting figure, so how far there is to go is unknown: {names}",
    ),
)
NO_MEASURE = kind(
    "F804",
    "coverage",
    "low",
    "还没有规定怎样计算",
    "no way to measure yet",
    (
        "{count} 个目标还没有规定由什么数据、怎样计算：{names}",
        "for {count} targets nobody has said from which figures they are computed: {names}",
    ),
)

MAIN = "main"


def parts_of_plan(programme: Programme) -> Iterator[Finding]:
    """For plans with annexes only: main targets without a statement in any annex; targets of one annex alone."""
    parts = {part for target in programme.targets for part in _parts(target)}
    if MAIN not in parts or len(parts) < 2:
        return
    for target in programme.targets:
        if _parts(target) == {MAIN}:
            yield about_target(
                NOT_TAKEN_UP,
                target,
                target.statements,
                both(
                    f"正文提出“{target.name.zh}”，各附件没有安排年度目标或任务去落实",
                    f"the main part asks for {target.name.en}; no annex gives it steps or tasks",
                ),
            )
    if len(parts) > 2:
        alone = (target for target in programme.targets if MAIN not in _parts(target) and len(_parts(target)) == 1)
        yield from about_targets(IN_ONE_ANNEX, alone)


def starting_figures(programme: Programme) -> Iterator[Finding]:
    """Levels and shares that are judged along a line, but whose line has no starting point."""
    yield from about_targets(NO_BASELINE, (target for target in programme.targets if _without_start(target)))


def ways_to_measure(programme: Programme) -> Iterator[Finding]:
    """Targets whose indicator rests on measures alone that nobody has defined yet."""
    undefined = {measure.id for measure in programme.measures if not (measure.definition or measure.source)}
    lacking = (target for target in programme.targets if _undefined(programme, target, undefined))
    yield from about_targets(NO_MEASURE, lacking)


def _without_start(target: Target) -> bool:
    track = target.main_track
    levels = all(one.kind in ("level", "share") and not one.qualitative for one in target.statements)
    return track.trajectory == "linear" and not track.baselines and levels


def _parts(target: Target) -> set[str]:
    return {statement.source.part for statement in target.statements}


def _undefined(programme: Programme, target: Target, undefined: set[str]) -> bool:
    indicator = programme.indicator_by_id.get(target.main_track.indicator)
    if indicator is None or indicator.source or indicator.note:
        return False
    words = set(re.findall(r"[a-z][a-z0-9_]*", indicator.formula))
    known = (programme.measure_by_id.keys() | programme.ledger_by_id.keys()) - undefined
    return bool(words & undefined) and not words & known
