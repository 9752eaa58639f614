"""Rights of fields hold together: what a step requires can be filled in, what it settles is there for it to settle."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.ledgers import UNKNOWN_FIELD, UNKNOWN_STATE
from sigai.programme.filling import CREATION, required_by
from sigai.programme.ledgers import Ledger, LedgerField, RecordRows, Transition
from sigai.programme.programme import Programme

UNKNOWN_STEP = problem(
    "P060",
    Severity.ERROR,
    zh="台账“{ledger}”没有环节“{step}”",
    en="ledger “{ledger}” has no transition “{step}”",
    advice_zh="可用的环节：{known}",
    advice_en="its transitions are: {known}",
)
NOBODY_FILLS = problem(
    "P061",
    Severity.ERROR,
    zh="台账“{ledger}”的环节“{step}”必填“{field}”，但办理的角色（{roles}）不能填，此前也没有人能填",
    en="transition “{step}” of ledger “{ledger}” requires “{field}”, which its roles ({roles}) may not fill in, nor "
    "anybody before it",
    advice_zh="在该字段的 fill.by 中加上这些角色，或改 fill.from",
    advice_en="add them to fill.by of the field, or change its fill.from",
)
SETTLES_NOTHING = problem(
    "P062",
    Severity.ERROR,
    zh="台账“{ledger}”的环节“{step}”写了 settles，但主体自己（{own}）也能办理，它什么也定不下来",
    en="transition “{step}” of ledger “{ledger}” says settles, but the subject itself ({own}) may make it: it settles "
    "nothing",
    advice_zh="从 roles 中去掉主体自己的角色，或删去 settles",
    advice_en="take the subject's own role out of roles, or drop settles",
)


def rights_of_fields(programme: Programme) -> Iterator[Issue]:
    """States, steps and fields that rights name exist; what a step requires somebody may fill in by then."""
    for ledger in programme.ledgers:
        written: tuple[LedgerField | RecordRows, ...] = (*ledger.fields, *ledger.rows)
        for field in written:
            yield from _filling(ledger, field)
        for step in ledger.transitions:
            yield from _settling(programme, ledger, step)
            yield from _required(programme, ledger, step)


def _filling(ledger: Ledger, field: LedgerField | RecordRows) -> Iterator[Issue]:
    states, steps = [state.id for state in ledger.states], [step.id for step in ledger.transitions]
    since, until = field.fill.since, field.fill.until
    if since is not None and since not in states:
        yield UNKNOWN_STATE.at(field.place_of("fill"), ledger=ledger.id, state=since, known=", ".join(states))
    if until is not None and until not in steps:
        yield UNKNOWN_STEP.at(field.place_of("fill"), ledger=ledger.id, step=until, known=", ".join(steps))


def _settling(programme: Programme, ledger: Ledger, step: Transition) -> Iterator[Issue]:
    for name in step.settles:
        if ledger.filled_in(name) is None:
            yield UNKNOWN_FIELD.at(step.place_of("settles"), ledger=ledger.id, field=name)
    own = programme.field_rights[ledger.id].own & set(step.roles)
    if step.settles and own:
        yield SETTLES_NOTHING.at(step.place_of("settles"), ledger=ledger.id, step=step.id, own=", ".join(sorted(own)))


def _required(programme: Programme, ledger: Ledger, step: Transition) -> Iterator[Issue]:
    rights = programme.field_rights[ledger.id]
    for name in required_by(ledger, step):
        field = ledger.filled_in(name)
        if field is None:
            continue
        able = set(step.roles) & set(rights.by[name])
        since = field.fill.since
        if CREATION in step.origins:
            filled = able == set(step.roles) and since in (None, step.to)
        else:
            filled = since is None or since in step.origins or (since == step.to and bool(able))
        if not filled:
            facts = {"ledger": ledger.id, "step": step.id, "field": name, "roles": ", ".join(step.roles)}
            yield NOBODY_FILLS.at(step.place_of("requires"), **facts)
