"""Tracks are well formed: steps in order of time, within the programme, each asked for by a statement or assumed."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.programme import Programme
from sigai.programme.targets import Target, Track

STEP_ORDER = problem(
    "P025",
    Severity.ERROR,
    zh="目标 {target} 的进度 {track}：{second} 排在 {first} 之后",
    en="target {target}, track {track}: the step of {second} stands after that of {first}",
    advice_zh="按到期先后排列各年目标",
    advice_en="order the steps by when they are due",
)
STEP_OUTSIDE = problem(
    "P026",
    Severity.WARNING,
    zh="目标 {target} 的 {due} 不在方案期（{start} 至 {end}）内",
    en="the step of {due} of target {target} lies outside the programme ({start} to {end})",
    advice_zh="检查到期时间",
    advice_en="check when it is due",
)
STEP_UNFOUNDED = problem(
    "P027",
    Severity.ERROR,
    zh="目标 {target} 的 {due} 数值既没有出处（statements）也没有说明假设（assumed）",
    en="the step of {due} of target {target} names neither a statement of the plan nor an assumption",
    advice_zh="写明出自哪条，或写明为何这样假设",
    advice_en="name the statements that ask for it, or say what is assumed",
)
UNUSED_STATEMENT = problem(
    "P028",
    Severity.WARNING,
    zh="目标 {target} 的出处 {statement} 既不支持任何一年的数，也没有出现在任何取舍决定中",
    en="statement {statement} of target {target} supports no step and takes part in no decision",
    advice_zh="列入某个 step 的 statements，或写一条取舍决定",
    advice_en="list it under a step, or record a decision about it",
)


def steps_of_tracks(programme: Programme) -> Iterator[Issue]:
    """Order, bounds and foundation of every step; no statement of the plan is left lying."""
    for target in programme.targets:
        used = {name for decision in target.decisions for name in decision.statements}
        for track in target.tracks:
            yield from _steps(programme, target, track)
            used |= {name for step in track.steps for name in step.statements}
        for statement in target.statements:
            if statement.id not in used:
                yield UNUSED_STATEMENT.at(statement.place, target=target.id, statement=statement.id)


def _steps(programme: Programme, target: Target, track: Track) -> Iterator[Issue]:
    head = programme.head
    for earlier, later in zip(track.steps, track.steps[1:], strict=False):
        if later.due.last <= earlier.due.last:
            yield STEP_ORDER.at(later.place, target=target.id, track=track.id, first=earlier.due, second=later.due)
    for step in track.steps:
        if not head.start.first <= step.due.last <= head.end.last:
            yield STEP_OUTSIDE.at(step.place, target=target.id, due=step.due, start=head.start, end=head.end)
        if not step.statements and not step.assumed:
            yield STEP_UNFOUNDED.at(step.place, target=target.id, due=step.due)
