"""Outcomes of rules for the terminal: how many, one entity step by step, who changes under other numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sigai.base.issues import Language
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.programme.policy_rules import PolicyRule, RuleEdition
from sigai.programme.programme import Programme
from sigai.reports.words import figure, goal_number, with_unit
from sigai.rules import RuleTold, RuleWhatIf, StepTold

_STATES: Mapping[str, tuple[str, str]] = {
    "decided": ("据此判定", "decided"),
    "advised": ("供参考（含待定的假设）", "advice only: it rests on assumptions"),
    "undecided": ("无法判定", "not decidable"),
}
_YES_NO: Mapping[str, tuple[str, str]] = {"yes": ("是", "yes"), "no": ("否", "no")}
_WANTING: Mapping[str, tuple[str, str]] = {
    "missing": ("未报", "not reported"),
    "estimated": ("只有估计数", "only estimated"),
    "attribute": ("没有登记", "not on the register"),
    "parameter": ("没有适用的数", "no number applies"),
}
_MOST_NAMED = 20
_MONEY = MeasureUnit.parse("元")


def rules_text(programme: Programme, rows: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Every rule with how many entities have which result."""
    lines = []
    for rule in programme.rules:
        mine = [row for row in rows if row["rule"] == rule.id]
        lines.append(f"{rule.id}  {rule.name[language]}")
        counted = Counter((row["state"], _word_of(rule, row, language)) for row in mine)
        if not counted:
            lines.append(
                "    " + _say(("没有涉及的主体，或本月没有有效版本", "about nobody, or not in force"), language)
            )
        numbers = [row["number"] for row in mine if row["number"] is not None]
        unit = _unit(rule, mine[0]) if mine else ""
        if numbers and _adds_up(unit):
            total = figure(sum(numbers), unit, 2)
            lines.append(
                "    " + _say((f"合计 {total}（{len(numbers)} 家）", f"{total} in all ({len(numbers)})"), language)
            )
        for (state, result), count in sorted(counted.items()):
            told = f"：{result}" if result and language == "zh" else f": {result}" if result else ""
            lines.append(f"    {count:>5}  {_say(_STATES[state], language)}{told}")
    return "\n".join(lines)


def told_text(programme: Programme, told: RuleTold, entity: str, language: Language) -> str:
    """What a rule makes of one entity, step by step, with figures, numbers and sources."""
    rule, edition = told.rule, told.edition
    lines = [
        f"{rule.name[language]} · {entity} · {Period.of_index(told.month)}",
        f"    {_say(('依据', 'by'), language)}: {_source(edition)}",
    ]
    if told.scope is not None:
        answer = _YES_NO["yes" if told.about else "no"] if told.about is not None else ("不清楚", "not known")
        lines.append(f"    {_say(('适用范围', 'about'), language)}: {told.scope[language]} → {_say(answer, language)}")
    for seen in told.figures:
        measure = programme.measure_by_id[seen.measure]
        wanting = _WANTING["estimated" if seen.estimated else "missing"]
        amount = _say(wanting, language) if seen.amount is None else _precise(seen.amount, measure.unit)
        lines.append(f"    {measure.name[language]}: {amount}")
    for one in told.linked:
        amount = _say(("不清楚", "not known"), language) if one.amount is None else _precise(one.amount, one.unit)
        lines.append(f"    {one.words[language]}: {amount}")
    for place, step in enumerate(told.steps, start=1):
        lines.append(f"  {place}. {step.step.name[language]} = {_step_value(rule, step, language)}")
        lines.append(f"     {step.words[language]}")
        lines += [f"     · {each[language]}" for each in step.numbers]
    return "\n".join(lines)


def what_if_text(found: Iterable[RuleWhatIf], names: Mapping[str, str], language: Language) -> str:
    """Who changes under other numbers, from what to what, and what it comes to."""
    lines = []
    for each in found:
        rule = each.rule
        lines.append(f"{rule.id}  {rule.name[language]}")
        changed = (f"{each.entities} 家中 {len(each.changed)} 家改变", f"{len(each.changed)} of {each.entities} change")
        lines.append("    " + _say(changed, language))
        sides = (each.changed[0].before, each.changed[0].after)
        unit = next(_unit(rule, row) for row in sides if row is not None)
        if _adds_up(unit) and (each.before is not None or each.after is not None):
            sums = f"{figure(each.before, unit, 2)} → {figure(each.after, unit, 2)}"
            lines.append(f"    {_say(('合计', 'in all'), language)}: {sums}")
        if any(each.unknown):
            unknown = (
                f"无法判定的 {each.unknown[0]} → {each.unknown[1]} 家不在合计中",
                f"{each.unknown[0]} → {each.unknown[1]} are not decidable and in neither sum",
            )
            lines.append("    " + _say(unknown, language))
        for one in each.changed[:_MOST_NAMED]:
            before, after = (_outcome(rule, row, language) for row in (one.before, one.after))
            lines.append(f"    {names.get(one.entity, one.entity)}: {before} → {after}")
        if len(each.changed) > _MOST_NAMED:
            rest = len(each.changed) - _MOST_NAMED
            lines.append("    " + _say((f"……另有 {rest} 家", f"… and {rest} more"), language))
    return "\n".join(lines) or _say(("没有一条规则的结果改变", "no rule gives anything else"), language)


def _outcome(rule: PolicyRule, row: Mapping[str, Any] | None, language: Language) -> str:
    if row is None:
        return _say(("不适用", "not about it"), language)
    return _result(rule, row, language) or _say(_STATES[row["state"]], language)


def _result(rule: PolicyRule, row: Mapping[str, Any], language: Language) -> str:
    """The result in words; empty where there is none."""
    return figure(row["number"], _unit(rule, row), 2) if row["number"] is not None else _word_of(rule, row, language)


def _word_of(rule: PolicyRule, row: Mapping[str, Any], language: Language) -> str:
    return _word(rule, row["text"], language) if row["text"] is not None else ""


def _word(rule: PolicyRule, text: str, language: Language) -> str:
    named = {result.id: result.name[language] for result in rule.results}
    return named.get(text) or (_say(_YES_NO[text], language) if text in _YES_NO else text)


def _step_value(rule: PolicyRule, step: StepTold, language: Language) -> str:
    if step.value is None:
        return _say(("不清楚", "not known"), language)
    if isinstance(step.value, float):
        return _precise(step.value, step.step.unit)
    return _say(_YES_NO[step.value], language) if step.kind == "yes_no" else _word(rule, step.value, language)


def _precise(value: float, unit: str) -> str:
    """A number with at most four digits behind the point, and no more than it has."""
    return with_unit(goal_number(value, 4), unit)


def _unit(rule: PolicyRule, row: Mapping[str, Any]) -> str:
    """The unit of the result of the edition that gave it."""
    return next(one.steps[-1].unit for one in rule.editions if one.start == row["edition"])


def _adds_up(unit: str) -> bool:
    """Whether a sum over entities means something: of money it does, of a rate or a share it does not."""
    return MeasureUnit.parse(unit).same_dimension(_MONEY) if unit else False


def _source(edition: RuleEdition) -> str:
    return f"{edition.source.title} {edition.source.locator}".rstrip() + f"（{edition.start} ~ {edition.end or ''}）"


def _say(pair: tuple[str, str], language: Language) -> str:
    return pair[1] if language == "en" else pair[0]
