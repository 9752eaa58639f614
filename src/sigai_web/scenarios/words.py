"""The steps of a scenario in words: who does what to which thing, on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sigai.programme import Programme, Scenario, ScenarioPerson, ScenarioStep
from sigai_web.accounts.scopes import scope_names
from sigai_web.language import choose, language
from sigai_web.permissions import role_info
from sigai_web.register.words import fact_words, value_words

_KINDS: Mapping[str, tuple[str, str]] = {
    "create": ("登记", "enters"),
    "edit": ("修改", "changes"),
    "step": ("办理", "makes the step"),
    "add_row": ("新增一行", "adds a row"),
    "correct_row": ("填、改一行", "fills in a row"),
    "attach": ("附材料", "attaches"),
    "open_round": ("发布批次", "opens the round"),
    "withdraw": ("申请撤回", "asks to withdraw"),
    "decide_withdrawal": ("决定撤回", "decides the withdrawal of"),
    "correct_record": ("申请更正", "asks to correct"),
    "decide_correction": ("决定更正", "decides the correction of"),
    "register_change": ("变更名录", "changes the register"),
    "decide_register": ("决定名录变更", "decides the change of the register"),
    "close_month": ("结账", "closes the month"),
    "instruct": ("批示", "instructs"),
    "reply": ("答复批示", "answers the instruction"),
    "report": ("填报", "reports"),
    "approve": ("审核", "approves"),
    "give_back": ("退回", "returns"),
    "accept": ("核收", "accepts"),
    "correct": ("打开更正", "opens for correction"),
}


_SERVING: Mapping[str, tuple[str, str]] = {
    "ledger": ("台账", "ledger"),
    "form": ("报表", "form"),
    "target": ("目标", "target"),
    "indicator": ("指标", "indicator"),
    "measure": ("指标项", "measure"),
    "parameter": ("参数", "parameter"),
    "task": ("任务", "task"),
    "unit": ("责任单位", "unit"),
    "report:bulletin": ("通报", "the bulletin"),
    "report:progress": ("进展", "progress"),
    "report:report": ("报告", "the report"),
    "programme:forms": ("全部报表", "all forms"),
    "programme:progress": ("进展", "progress"),
    "programme:targets": ("全部目标", "all targets"),
    "programme:tasks": ("全部任务", "all tasks"),
    "programme:units": ("全部责任单位", "all units"),
}
"""Content that serves a mechanism: kinds of things with names, and what has no name of its own."""


def serving_words(content: Programme, references: Iterable[str]) -> list[str]:
    """What serves a mechanism, each by its kind and its name; as it is written where it has none."""
    named: Mapping[str, Mapping[str, Any]] = {
        "ledger": content.ledger_by_id,
        "target": content.target_by_id,
        "indicator": content.indicator_by_id,
        "measure": content.measure_by_id,
        "parameter": content.parameter_by_id,
        "unit": content.unit_by_id,
        "form": {form.id: form for form in content.forms},
    }
    titles = {task.id: task.title for task in content.tasks}
    found = []
    for reference in references:
        kind, _, name = reference.partition(":")
        of = named.get(kind, {}).get(name)
        words = of.name[language()] if of is not None else titles.get(name, "") if kind == "task" else ""
        if reference in _SERVING:
            found.append(choose(*_SERVING[reference]))
        else:
            found.append(f"{choose(*_SERVING[kind])} {words}" if words and kind in _SERVING else reference)
    return found


def step_rows(content: Programme, scenario: Scenario) -> list[dict[str, Any]]:
    """The steps in their order."""
    names = {one.id: one.name for one in scenario.given.entities}
    names |= {one.id: one.name for one in scenario.given.records}
    ledgers = {one.id: one.ledger for one in scenario.given.records}
    rows = []
    for step in scenario.steps:
        deed: Any = step.deed
        if step.kind == "register_change":
            names |= {one.id: one.name for one in deed.entities}
        if step.kind == "create":
            names[deed.record], ledgers[deed.record] = deed.name, deed.ledger
        rows.append(
            {
                "step": step,
                "who": _who(scenario, scenario.people[step.by]),
                "does": choose(*_KINDS[step.kind]),
                "what": _what(content, step, names, ledgers),
            }
        )
    return rows


def without_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """What is left out, and what becomes of it then."""
    return [{"without": one, "left_out": one.document or _instead(one.instead) or one.step} for one in scenario.without]


def _instead(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in fields.items())


def _who(scenario: Scenario, person: ScenarioPerson) -> str:
    """A role with its scope; the enterprises of a scenario are its own, the site's register does not know them."""
    role, info = person.role, role_info(person.role)
    known = {one.id: one.name for one in scenario.given.entities}
    scope = known.get(person.scope) or scope_names([(role, person.scope)], language())[role, person.scope]
    return f"{scope} {choose(info.zh, info.en)}" if person.scope else choose(info.zh, info.en)


def _what(content: Programme, step: ScenarioStep, names: Mapping[str, str], ledgers: Mapping[str, str]) -> str:
    deed: Any = step.deed
    said = language()
    if step.kind in ("report", "approve", "give_back", "accept", "correct"):
        form = next(form for form in content.forms if form.id == deed.form)
        return f"{form.name[said]} {deed.period}"
    if step.kind in ("close_month", "open_round", "register_change", "decide_register", "instruct", "reply"):
        return _about_others(content, step, names)
    return _about_record(content, step, names.get(deed.record, deed.record), ledgers[deed.record])


def _about_record(content: Programme, step: ScenarioStep, record: str, of: str) -> str:
    """What is done to a record of the ledger `of`."""
    deed: Any = step.deed
    said = language()
    ledger = content.ledger_by_id[of]
    if step.kind == "attach":
        return f"{'、'.join(deed.documents)} → {record}"
    if step.kind in ("create", "step"):
        made = next(one for one in ledger.transitions if one.id == deed.step)
        return f"{record}（{ledger.name[said]}：{made.name[said]}）"
    rows = ledger.rows_of(deed.table) if step.kind in ("add_row", "correct_row") else None
    return f"{record}（{ledger.name[said]}{f'：{rows.name[said]}' if rows else ''}）"


def _about_others(content: Programme, step: ScenarioStep, names: Mapping[str, str]) -> str:
    """What a closing, a round, a change of the register or an instruction says."""
    deed: Any = step.deed
    if step.kind == "close_month":
        return str(deed.month)
    if step.kind == "open_round":
        return f"{deed.title}（{content.ledger_by_id[deed.ledger].name[language()]}）"
    if step.kind == "register_change":
        told = [f"{names.get(one.entity, one.entity)}：{fact_words(one.fact)} {_value(one)}" for one in deed.facts]
        return "；".join([*(f"{one.name}（{one.id}）" for one in deed.entities), *told])
    if step.kind == "instruct":
        return f"{content.unit_by_id[deed.unit].name[language()]}：{deed.text}"
    return str(deed.text if step.kind == "reply" else deed.change)


def _value(fact: Any) -> str:
    said = value_words(fact.fact, fact.value)
    return f"{said}（{fact.since}）" if fact.since else said
