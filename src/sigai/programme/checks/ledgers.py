"""A ledger's life cycle holds together: states, transitions, required fields and deadlines fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.filling import CREATION
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme

UNKNOWN_STATE = problem(
    "P017",
    Severity.ERROR,
    zh="台账“{ledger}”没有状态“{state}”",
    en="ledger “{ledger}” has no state “{state}”",
    advice_zh="可用的状态：{known}",
    advice_en="its states are: {known}",
)
UNKNOWN_FIELD = problem(
    "P018",
    Severity.ERROR,
    zh="台账“{ledger}”没有字段“{field}”",
    en="ledger “{ledger}” has no field “{field}”",
    advice_zh="在 fields 中定义它，或改正名称",
    advice_en="define it under fields, or correct the name",
)
UNREACHABLE = problem(
    "P019",
    Severity.WARNING,
    zh="台账“{ledger}”的状态“{state}”没有任何办法进入",
    en="nothing leads to the state “{state}” of ledger “{ledger}”",
    advice_zh="加一个进入它的环节，或删去它",
    advice_en="add a transition to it, or delete it",
)
LEFT_FINAL = problem(
    "P020",
    Severity.ERROR,
    zh="台账“{ledger}”的状态“{state}”标为终态，却有环节“{transition}”离开它",
    en="state “{state}” of ledger “{ledger}” is final, but transition “{transition}” leaves it",
    advice_zh="去掉 final，或删去这个环节",
    advice_en="drop final, or delete the transition",
)
NO_CHOICES = problem(
    "P021",
    Severity.ERROR,
    zh="台账“{ledger}”的选择字段“{field}”没有列出选项",
    en="the choice field “{field}” of ledger “{ledger}” lists no choices",
    advice_zh="在 choices 中列出选项",
    advice_en="list them under choices",
)

NOT_A_DATE = problem(
    "P075",
    Severity.ERROR,
    zh="台账“{ledger}”的状态“{state}”以字段“{field}”为准，它却不是日期",
    en="state “{state}” of ledger “{ledger}” goes by the field “{field}”, which is no date",
    advice_zh="dated、expires 只能写 type: date 的字段",
    advice_en="dated and expires name fields of type: date",
)


def ledger_life_cycles(programme: Programme) -> Iterator[Issue]:
    """States and fields that transitions and deadlines name exist; each state can be reached; final means final."""
    for ledger in programme.ledgers:
        yield from _transitions(ledger)
        yield from _deadlines(ledger)
        yield from _days_of_states(ledger)
        for field in ledger.fields:
            if field.kind in ("choice", "choices") and not field.choices:
                yield NO_CHOICES.at(field.place, ledger=ledger.id, field=field.id)


def _transitions(ledger: Ledger) -> Iterator[Issue]:
    states = {state.id: state for state in ledger.states}
    known = ", ".join(states)
    for transition in ledger.transitions:
        for name in (*transition.origins, transition.to):
            if name not in states and name != CREATION:
                yield UNKNOWN_STATE.at(transition.place, ledger=ledger.id, state=name, known=known)
        for origin in transition.origins:
            if origin in states and states[origin].final:
                yield LEFT_FINAL.at(transition.place, ledger=ledger.id, state=origin, transition=transition.id)
        for name in transition.requires:
            if ledger.filled_in(name) is None:
                yield UNKNOWN_FIELD.at(transition.place, ledger=ledger.id, field=name)
    if ledger.transitions:
        reached = {transition.to for transition in ledger.transitions}
        for state in ledger.states:
            if state.id not in reached:
                yield UNREACHABLE.at(state.place, ledger=ledger.id, state=state.id)


def _days_of_states(ledger: Ledger) -> Iterator[Issue]:
    for state in ledger.states:
        for name in filter(None, (state.dated, state.expires)):
            field = ledger.field(name)
            if field is None:
                yield UNKNOWN_FIELD.at(state.place, ledger=ledger.id, field=name)
            elif field.kind != "date":
                yield NOT_A_DATE.at(state.place, ledger=ledger.id, state=state.id, field=name)


def _deadlines(ledger: Ledger) -> Iterator[Issue]:
    states = [state.id for state in ledger.states]
    for deadline in ledger.deadlines:
        if deadline.state not in states:
            yield UNKNOWN_STATE.at(deadline.place, ledger=ledger.id, state=deadline.state, known=", ".join(states))
        if deadline.field is not None and ledger.field(deadline.field) is None:
            yield UNKNOWN_FIELD.at(deadline.place, ledger=ledger.id, field=deadline.field)
