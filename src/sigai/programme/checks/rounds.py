"""Rounds and rechecks of ledgers: of steps, states, fields and choices that there are, and that hold together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.programme.checks.ledgers import UNKNOWN_FIELD, UNKNOWN_STATE
from sigai.programme.checks.references import missing
from sigai.programme.filling import FieldRights
from sigai.programme.ledgers import Ledger, Recheck, Rounds
from sigai.programme.programme import Programme

NO_CHOICE_FIELD = problem(
    "P100",
    Severity.ERROR,
    zh="台账“{ledger}”的批次、复核按“{field}”区分，它不是单选字段，或没有选项“{choice}”",
    en="rounds or rechecks of ledger “{ledger}” go by “{field}”, which is no field of one choice, or has no “{choice}”",
    advice_zh="改用 type: choice 的字段和它列出的选项",
    advice_en="name a field of type: choice, and choices that it lists",
)
OWN_QUOTA = problem(
    "P101",
    Severity.ERROR,
    zh="台账“{ledger}”的环节“{step}”占用名额，却可以由申报的一方自己办理",
    en="step “{step}” of ledger “{ledger}” takes a place of the quota, but the applicant may make it",
    advice_zh="decides 只列由单位或专班办理的环节",
    advice_en="list under decides only steps that the unit or the office makes",
)
NO_DAY_TO_NOTE = problem(
    "P102",
    Severity.ERROR,
    zh="台账“{ledger}”的复核“{recheck}”用到的字段“{field}”不是日期",
    en="the recheck “{recheck}” of ledger “{ledger}” uses the field “{field}”, which is no date",
    advice_zh="after、noted、put_right 只能写 type: date 的字段",
    advice_en="after, noted and put_right name fields of type: date",
)
NOTED_TWICE = problem(
    "P103",
    Severity.ERROR,
    zh="台账“{ledger}”的字段“{field}”由复核“{recheck}”记载，别处又要填写它",
    en="the field “{field}” of ledger “{ledger}” is noted by the recheck “{recheck}”, and used elsewhere as well",
    advice_zh="每项复核用自己的字段，环节不要求它，也不写 required",
    advice_en="give each recheck fields of its own that no step asks for and that are not required",
)
LAPSES_FROM_WHEN = problem(
    "P104",
    Severity.ERROR,
    zh="台账“{ledger}”的复核“{recheck}”逾期会失效，却没有写从哪个日期算起",
    en="the recheck “{recheck}” of ledger “{ledger}” lets records lapse, but counts from no field of theirs",
    advice_zh="写 after: 日期字段",
    advice_en="give after: a date field",
)
LEADS_NOWHERE = problem(
    "P105",
    Severity.ERROR,
    zh="台账“{ledger}”的复核“{recheck}”撤销时办“{step}”，它不能从“{state}”办理，或须由别的角色办理",
    en="the recheck “{recheck}” of ledger “{ledger}” withdraws by “{step}”, which does not lead out of “{state}”, or "
    "is for other roles",
    advice_zh="该环节的 origins 应包括复核的各状态，roles 应包括复核的各角色",
    advice_en="its origins hold every state of the recheck, its roles every role",
)


def rounds_and_rechecks(programme: Programme) -> Iterator[Issue]:
    """Every round and recheck names what its ledger has; a quota is held by a step that is not the applicant's own."""
    for ledger in programme.ledgers:
        if ledger.rounds is not None:
            yield from _rounds(ledger, ledger.rounds, programme.field_rights[ledger.id])
        for number, recheck in enumerate(ledger.rechecks):
            yield from _recheck(ledger, recheck)
            yield from _noted(ledger, recheck, ledger.rechecks[:number])


def _rounds(ledger: Ledger, rounds: Rounds, rights: FieldRights) -> Iterator[Issue]:
    steps = {step.id: step for step in ledger.transitions}
    yield from missing("step", [*rounds.steps, *rounds.decides], steps, rounds.place)
    for name in rounds.decides:
        if name in steps and rights.own & set(steps[name].roles):
            yield OWN_QUOTA.at(rounds.place_of("decides"), ledger=ledger.id, step=name)
    for name in rounds.by:
        yield from _choices(ledger, name, (), rounds.place_of("by"))


def _choices(ledger: Ledger, name: str, choices: tuple[str, ...], place: Place) -> Iterator[Issue]:
    field = ledger.field(name)
    known = {choice.id for choice in field.choices} if field is not None and field.kind == "choice" else None
    wrong = "—" if known is None else next((each for each in choices if each not in known), None)
    if wrong is not None:
        yield NO_CHOICE_FIELD.at(place, ledger=ledger.id, field=name, choice=wrong)


def _recheck(ledger: Ledger, recheck: Recheck) -> Iterator[Issue]:
    states = [state.id for state in ledger.states]
    for state in recheck.states:
        if state not in states:
            yield UNKNOWN_STATE.at(recheck.place, ledger=ledger.id, state=state, known=", ".join(states))
    for name, choices in recheck.only.items():
        yield from _choices(ledger, name, choices, recheck.place_of("only"))
    facts = {"ledger": ledger.id, "recheck": recheck.id}
    for name in filter(None, (recheck.after, recheck.noted, recheck.put_right)):
        field = ledger.field(name)
        if field is None:
            yield UNKNOWN_FIELD.at(recheck.place, ledger=ledger.id, field=name)
        elif field.kind != "date":
            yield NO_DAY_TO_NOTE.at(recheck.place, field=name, **facts)
    if recheck.lapses is not None and recheck.after is None:
        yield LAPSES_FROM_WHEN.at(recheck.place_of("lapses"), **facts)
    steps = {step.id: step for step in ledger.transitions}
    yield from missing("step", [recheck.withdrawn], steps, recheck.place_of("withdrawn"))
    step = steps.get(recheck.withdrawn or "")
    if step is not None:
        stays = next((state for state in recheck.states if state not in step.origins), None)
        if stays is not None or not set(recheck.roles) <= set(step.roles):
            state = stays or recheck.states[0]
            yield LEADS_NOWHERE.at(recheck.place_of("withdrawn"), step=step.id, state=state, **facts)


def _noted(ledger: Ledger, recheck: Recheck, others: Sequence[Recheck]) -> Iterator[Issue]:
    """The fields of a recheck are its own: nobody fills them in, and no state goes by them. Rechecks that no record has
    both of may share them."""
    met = [other for other in others if not _apart(recheck, other)]
    used = {name for other in met for name in (other.noted, other.put_right) if name}
    asked = {name for step in ledger.transitions for name in (*step.requires, *step.settles)}
    asked |= {field.id for field in ledger.fields if field.required}
    asked |= {name for state in ledger.states for name in (state.dated, state.expires) if name}
    for name in filter(None, (recheck.noted, recheck.put_right)):
        if name in asked | used or name == recheck.after:
            yield NOTED_TWICE.at(recheck.place, ledger=ledger.id, field=name, recheck=recheck.id)
    if recheck.noted == recheck.put_right:
        yield NOTED_TWICE.at(recheck.place, ledger=ledger.id, field=recheck.noted, recheck=recheck.id)


def _apart(one: Recheck, other: Recheck) -> bool:
    shared = one.only.keys() & other.only.keys()
    return not set(one.states) & set(other.states) or any(
        not set(one.only[name]) & set(other.only[name]) for name in shared
    )
