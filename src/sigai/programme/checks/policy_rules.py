"""Rules make sense: one edition at a time, every step of what exists, results that have names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import cast

from sigai.base.issues import Issue, Issues, Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas import (
    LedgerFieldType,
    MeasureType,
    ResultType,
    Vocabulary,
    check_condition,
    check_value,
    convertible,
    ordered_measures,
)
from sigai.formulas.nodes import ENTITY_ATTRIBUTES, Condition, Expression
from sigai.programme.checks.references import missing
from sigai.programme.parsed import ReadEdition
from sigai.programme.places import unit_or_none
from sigai.programme.policy_rules import PolicyRule, RuleEdition, RuleStep
from sigai.programme.programme import Programme

EDITIONS_OVERLAP = problem(
    "P150",
    Severity.ERROR,
    zh="规则“{rule}”的两个版本同时有效：自 {second} 起的一版开始时，自 {first} 起的一版还没有结束（{end}）",
    en="two editions of the rule “{rule}” are in force at once: {second} begins before that of {first} ends ({end})",
    advice_zh="改正 start 或 end；不写 end 的版本到下一版开始为止",
    advice_en="correct start or end; an edition without an end is in force until the next one begins",
)
EDITION_ENDS_EARLY = problem(
    "P151",
    Severity.ERROR,
    zh="规则“{rule}”的一个版本在开始（{start}）之前结束（{end}）",
    en="an edition of the rule “{rule}” ends ({end}) before it begins ({start})",
    advice_zh="改正 start 或 end",
    advice_en="correct start or end",
)
STEP_NAME_TAKEN = problem(
    "P152",
    Severity.ERROR,
    zh="规则“{rule}”的步骤编号 {step} 已是{what_zh}的名称，后面的步骤分不清问的是哪一个",
    en="the step {step} of the rule “{rule}” is called like {what}: later steps could not tell them apart",
    advice_zh="给步骤另起编号",
    advice_en="give the step another id",
)
STEP_UNIT = problem(
    "P153",
    Severity.ERROR,
    zh="规则“{rule}”的步骤 {step} 得出“{derived}”，与所写单位“{unit}”量纲不同",
    en="the step {step} of the rule “{rule}” gives “{derived}”, which is not of the dimension of its unit “{unit}”",
    advice_zh="改正公式或单位；比率可写 %",
    advice_en="correct the formula or the unit; a ratio may be shown in %",
)
RESULT_WITHOUT_NAME = problem(
    "P154",
    Severity.ERROR,
    zh="规则“{rule}”的结果 {text} 在 results 中没有名称",
    en="the result {text} of the rule “{rule}” has no name in results",
    advice_zh="在 results 中写出它的 id 和中英文名称",
    advice_en="add it to results with its id and its name in both languages",
)
RESULT_NEVER_GIVEN = problem(
    "P155",
    Severity.WARNING,
    zh="规则“{rule}”的 results 中的 {text} 没有一个版本会得出",
    en="no edition of the rule “{rule}” ever gives {text}, which its results name",
    advice_zh="删去它，或改正步骤",
    advice_en="take it out, or correct the steps",
)


def policy_rules(programme: Programme) -> Iterator[Issue]:
    """Editions follow each other; steps are typed one after the other, each by those before it; results have names."""
    for rule in programme.rules:
        yield from missing("kind", [rule.about], set(programme.kind_names), rule.place_of("about"))
        yield from missing("unit", [rule.answered_by], set(programme.unit_by_id), rule.place_of("answered_by"))
        yield from _editions(rule)
        if rule.about not in programme.kind_names:
            continue
        issues = Issues()
        results = [_steps(programme, rule, read, issues) for read in programme.parsed.editions(rule)]
        yield from issues
        if issues.errors:
            continue
        given = set[str]().union(*results)
        named = {result.id for result in rule.results}
        for text in sorted(given - named):
            yield RESULT_WITHOUT_NAME.at(rule.place_of("results"), rule=rule.id, text=text)
        for text in sorted(named - given):
            yield RESULT_NEVER_GIVEN.at(rule.place_of("results"), rule=rule.id, text=text)


def _editions(rule: PolicyRule) -> Iterator[Issue]:
    for edition in rule.editions:
        if edition.end is not None and edition.end < edition.start:
            spot = edition.place_of("end")
            yield EDITION_ENDS_EARLY.at(spot, rule=rule.id, start=edition.start, end=edition.end)
    for first, second in pairwise(sorted(rule.editions, key=lambda one: one.start)):
        if second.start == first.start or (first.end is not None and second.start <= first.end):
            spot, end = second.place_of("start"), first.end or "—"
            yield EDITIONS_OVERLAP.at(spot, rule=rule.id, first=first.start, second=second.start, end=end)


def _steps(programme: Programme, rule: PolicyRule, read: ReadEdition, issues: Issues) -> set[str]:
    """The texts that the last step may give, after adding what is wrong with any step; a step that cannot be read has
    been told of, and what comes after it is not asked."""
    words = programme.vocabulary
    if read.scope is not None:
        check_condition(read.scope, words, read.edition.place_of("scope"), issues, subject=rule.about)
    issues.extend(_names(programme, rule, read.edition))
    given: set[str] = set()
    for step, node in zip(read.edition.steps, read.steps, strict=True):
        if node is None:
            return set()
        if step.condition:
            check_condition(cast(Condition, node), words, step.place_of("condition"), issues, subject=rule.about)
            words, given = _with_word(words, rule.about, step.id, LedgerFieldType("yes_no")), set()
            continue
        found = check_value(cast(Expression, node), words, step.place_of("formula"), issues, subject=rule.about)
        if found is None:
            return set()
        if found.texts:
            words = _with_word(words, rule.about, step.id, LedgerFieldType("choice", choices=frozenset(found.texts)))
        else:
            issues.extend(_unit(rule, step, found))
            own = _as_measure(step, cast(Expression, node), words, rule.about)
            words = replace(words, measures={**words.measures, step.id: own})
        given = set(found.texts)
    return given


def _as_measure(step: RuleStep, node: Expression, words: Vocabulary, kind: str) -> MeasureType:
    """A number as later steps ask for it: it runs over time where something that it is made of does, in the shortest
    of their rhythms."""
    made_of = [words.measures[name] for name in ordered_measures(node)]
    rhythms = [one.every for one in made_of if one.accumulation != "stock"]
    unit = unit_or_none(step.unit)
    return MeasureType(unit, "ytd", kind, min(rhythms)) if rhythms else MeasureType(unit, "stock", kind)


def _names(programme: Programme, rule: PolicyRule, edition: RuleEdition) -> Iterator[Issue]:
    taken = {
        **dict.fromkeys(programme.measure_by_id, ("指标项", "a measure")),
        **dict.fromkeys((*ENTITY_ATTRIBUTES, *programme.attribute_by_id), ("属性", "an attribute")),
    }
    for step in edition.steps:
        if step.id in taken:
            zh, en = taken[step.id]
            yield STEP_NAME_TAKEN.at(step.place, rule=rule.id, step=step.id, what_zh=zh, what=en)
        taken[step.id] = ("前面步骤", "an earlier step")


def _unit(rule: PolicyRule, step: RuleStep, found: ResultType) -> Iterable[Issue]:
    try:
        shown = MeasureUnit.parse(step.unit) if step.unit else NUMBER
    except ValueError:
        return  # the check of units tells
    if convertible(found, shown) is None:
        facts = {"derived": found.unit.symbol or "1", "unit": step.unit or "1"}
        yield STEP_UNIT.at(step.place_of("unit"), rule=rule.id, step=step.id, **facts)


def _with_word(words: Vocabulary, kind: str, name: str, of: LedgerFieldType) -> Vocabulary:
    return replace(words, attributes={**words.attributes, kind: {**words.attributes.get(kind, {}), name: of}})
