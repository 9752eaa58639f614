"""One step of one record: who may make it, from where, with what filled in, shown and true. Pure: nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from sigai.base.issues import NOWHERE, InternalError, Issue, Place
from sigai.evaluation import evaluate, parameters_taken
from sigai.formulas import describe_condition, formula_text
from sigai.formulas.nodes import AllOf, Condition, InList, Linkage
from sigai.ledgers.amending import fill_in
from sigai.ledgers.asked import asked_of_entity, figure_words, list_words, period_asked
from sigai.ledgers.conditions import RecordRow
from sigai.ledgers.kept_rows import standing_rows
from sigai.ledgers.linked import LinkAnswers, LinkedRecords, linkages_of, told_of
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.problems import (
    BEFORE_PRESENT,
    CONDITION_FAILS,
    CONDITION_OPEN,
    EVIDENCE_MISSING,
    NO_TRANSITION,
    REQUIRED_FOR_STEP,
    ROWS_FOR_STEP,
    UNKNOWN_LEDGER,
    WRONG_ORIGIN,
    WRONG_ROLE,
)
from sigai.ledgers.record import START, Record
from sigai.programme.common import Text
from sigai.programme.ledgers import Ledger, Transition
from sigai.programme.names import ProgrammeNames, number_words
from sigai.programme.programme import Programme
from sigai.programme.roles import Role
from sigai.tables.contracts import ENTITIES
from sigai.tables.files import nearest
from sigai.tables.files.columns import hints

LookedAt = tuple[str, ...]
"""Where something stands that a condition asked for: a list by its id, a figure by entity (empty where it is not for
the reader), measure and period."""
_THEN = {"zh": "；{}", "en": "; {}"}
_WAY = {"zh": "；关联的记录：{}", "en": "; linked: {}"}


def transition(
    record: Record,
    transition_id: str,
    role: Role,
    values: Mapping[str, Any],
    *,
    programme: Programme,
    on: dt.date,
    evidence: Sequence[str] = (),
    entities: pa.Table | None = None,
    linked: LinkedRecords | None = None,
) -> Record | tuple[Issue, ...]:
    """The record after a step, or everything that stands against it.

    `values` are fields filled in for the step, as texts or typed; `evidence` names the documents shown, in Chinese or
    English as the ledger names them; `entities` is the register that conditions about the entity ask, `linked` the
    records around this one.
    """
    ledger = programme.ledger_by_id.get(record.ledger)
    if ledger is None:
        near = hints(nearest(record.ledger, list(programme.ledger_by_id)), "")
        return (UNKNOWN_LEDGER.at(NOWHERE, given=record.ledger, **near),)
    step = next((each for each in ledger.transitions if each.id == transition_id), None)
    if step is None:
        return (
            NO_TRANSITION.at(NOWHERE, given=transition_id, **_ledger_names(ledger), **_steps(ledger, record.state)),
        )
    register = ENTITIES.empty_table() if entities is None else entities
    filled, issues = fill_in(record, values, ledger, Lookups.of(programme, register))
    issues += _against(step, filled, role, ledger, on=on, evidence=evidence)
    if not issues:
        issues += against_condition(filled, step, programme=programme, on=on, entities=register, linked=linked)
    return tuple(issues) if issues else replace(filled, state=step.to, state_since=on)


def _against(
    step: Transition, record: Record, role: Role, ledger: Ledger, *, on: dt.date, evidence: Sequence[str]
) -> list[Issue]:
    """What speaks against a step apart from its condition."""
    names = {"step": step.name.zh, "step_en": step.name.en}
    issues: list[Issue] = []
    if role not in step.roles:
        issues.append(WRONG_ROLE.at(NOWHERE, role=role, choices_en=", ".join(step.roles), **names))
    if record.state not in step.origins:
        state, origins = _state_name(ledger, record.state), [_state_name(ledger, each) for each in step.origins]
        choices = {
            "choices_zh": "、".join(each.zh for each in origins),
            "choices_en": ", ".join(each.en for each in origins),
        }
        issues.append(WRONG_ORIGIN.at(NOWHERE, state=state.zh, state_en=state.en, **names, **choices))
    if record.state_since is not None and on < record.state_since:
        issues.append(BEFORE_PRESENT.at(on=on.isoformat(), since=record.state_since.isoformat()))
    for name in step.requires:
        needed, table = ledger.field(name), ledger.rows_of(name)
        if needed is not None and record.fields.get(name) in (None, ""):
            shown = {"field": needed.name.zh, "field_en": needed.name.en}
            issues.append(REQUIRED_FOR_STEP.at(Place(column=name), **names, **shown))
        if table is not None and (there := len(standing_rows(record.fields, name))) < (least := max(table.minimum, 1)):
            shown = {"field": table.name.zh, "field_en": table.name.en, "least": str(least), "there": str(there)}
            issues.append(ROWS_FOR_STEP.at(Place(column=name), **names, **shown))
    for document in step.evidence:
        if document.zh not in evidence and document.en not in evidence:
            issues.append(EVIDENCE_MISSING.at(NOWHERE, evidence=document.zh, evidence_en=document.en, **names))
    return issues


def against_condition(
    record: Record,
    step: Transition,
    *,
    programme: Programme,
    on: dt.date,
    entities: pa.Table,
    linked: LinkedRecords | None = None,
) -> list[Issue]:
    """What of a record would have stood against a step by its condition, on the day of the step, with the records that
    are `linked` around it."""
    answers = LinkAnswers(record, linked or LinkedRecords(), programme, on)
    return _against_condition(step, programme.ledger_by_id[record.ledger], entities, answers)


def parts_that_hold(
    record: Record, step: Transition, *, programme: Programme, on: dt.date, entities: pa.Table, linked: LinkedRecords
) -> frozenset[Condition]:
    """The parts of a step's condition, all of which must hold, that are known to hold of a record on the day."""
    condition = programme.parsed.condition(step)
    if condition is None:
        return frozenset()
    answers = LinkAnswers(record, linked, programme, on)
    ledger = programme.ledger_by_id[record.ledger]
    row = _row_of(answers, ledger, entities, linkages_of(condition, ledger, programme))
    judged = {
        part: evaluate(part, row) for part in (condition.conditions if isinstance(condition, AllOf) else (condition,))
    }
    return frozenset(part for part, answer in judged.items() if answer.holds[0] and answer.known[0])


def _row_of(answers: LinkAnswers, ledger: Ledger, register: pa.Table, asked: Sequence[Linkage]) -> RecordRow:
    linked = {**answers.amounts(asked), **answers.around.figures}
    lists = answers.around.lists
    return RecordRow(answers.record, ledger, answers.programme, register, answers.on, linked=linked, lists=lists)


def _against_condition(step: Transition, ledger: Ledger, register: pa.Table, answers: LinkAnswers) -> list[Issue]:
    """The condition of a step, judged on one record: only what is known to hold lets it pass.

    Loading refuses content with a condition that cannot be read; here it is a fault of ours, and nothing passes.
    """
    if not step.condition:
        return []
    programme = answers.programme
    condition = programme.parsed.condition(step)
    if condition is None:
        raise InternalError(f"the condition of step {step.id} of ledger {ledger.id} cannot be read: {step.condition}")
    asked = linkages_of(condition, ledger, programme)
    row = _row_of(answers, ledger, register, asked)
    answer = evaluate(condition, row)
    if answer.holds[0] and answer.known[0]:
        return []
    problem = CONDITION_FAILS if answer.known[0] else CONDITION_OPEN
    words, taken = condition_words(step, ledger, programme), _taken_words(condition, row, programme)
    way = answers.in_the_way(asked)
    for language in ("zh", "en"):
        met = list(told_of(way, programme, language))
        taken[f"taken_{language}"] += (
            _WAY[language].format("、".join(met) if language == "zh" else ", ".join(met)) if met else ""
        )
    looked_at = list(_looked_at(step, ledger, answers))
    for language in ("zh", "en"):
        taken[f"taken_{language}"] += "".join(_THEN[language].format(each[language]) for _, each in looked_at)
    facts = {"condition_zh": words.zh, "condition_en": words.en, **taken}
    keys = tuple((record.ledger, record.id) for record in way)
    places = tuple(place for place, _ in looked_at)
    names = {"step": step.name.zh, "step_en": step.name.en}
    return [problem.at(NOWHERE, in_the_way=keys, looked_at=places, **names, **facts)]


def _looked_at(step: Transition, ledger: Ledger, answers: LinkAnswers) -> Iterator[tuple[LookedAt, Text]]:
    """The lists and figures that a step asked for, where each stands, and what it said of the entity."""
    around, programme = answers.around, answers.programme
    for part in asked_of_entity(step, ledger, programme):
        if isinstance(part, InList):
            stands = None if around.lists is None else part.list in around.lists
            yield ("list", part.list), list_words(part, programme, answers.on, stands=stands)
        else:
            text = formula_text(part)
            told, period = text in around.told, str(period_asked(part, answers.on))
            amount = around.figures.get(text) if told else None
            place = "figure", (answers.record.entity or "") if told else "", part.measure, period
            yield place, figure_words(part, programme, answers.on, amount)


def _taken_words(condition: Condition, row: RecordRow, programme: Programme) -> dict[str, str]:
    """The numbers of parameters that the condition was held against; empty texts where it asks for none."""
    rows = [(asked, row.number(asked)) for asked in parameters_taken(condition, row)]
    words = [number_words(programme, asked, found) for asked, found in rows if found is not None]
    zh, en = "；".join(each.zh for each in words), "; ".join(each.en for each in words)
    return {"taken_zh": f"；{zh}" if zh else "", "taken_en": f"; {en}" if en else ""}


def condition_words(step: Transition, ledger: Ledger, programme: Programme) -> Text:
    """The condition of a step in words; empty where it has none."""
    condition = programme.parsed.condition(step)
    if condition is None:
        return Text(zh=step.condition, en=step.condition)
    names = ProgrammeNames(programme)
    zh, en = (describe_condition(condition, names, language, ledger=ledger.id) for language in ("zh", "en"))
    return Text(zh=zh, en=en)


def _state_name(ledger: Ledger, state: str) -> Text:
    known = next((each.name for each in ledger.states if each.id == state), None)
    return known or (Text(zh="新建", en="start") if state == START else Text(zh=state, en=state))


def _ledger_names(ledger: Ledger) -> dict[str, str]:
    return {"ledger": ledger.name.zh, "ledger_en": ledger.name.en}


def _steps(ledger: Ledger, state: str) -> dict[str, str]:
    """The steps that lead on from a state."""
    steps = [step for step in ledger.transitions if state in step.origins]
    return {
        "choices_zh": "、".join(step.name.zh for step in steps) or "（无）",
        "choices_en": ", ".join(step.id for step in steps) or "none",
    }
