"""Checks conditions and row expressions: every name known, every comparison between things that can be compared."""

from __future__ import annotations

import re
from typing import Protocol

from sigai.base.issues import InternalError, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.function import Applied
from sigai.formulas.suggesting import nearest
from sigai.formulas.sums import UNKNOWN_MEASURE, UNLIKE_COMPARISON, Check, Side, common_unit
from sigai.formulas.syntax import (
    ENTITY_ATTRIBUTES,
    RECORD_ATTRIBUTES,
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Expression,
    Flag,
    InGroup,
    InList,
    MeasureValue,
    Not,
    OneOf,
    Word,
)
from sigai.formulas.texts import condition_text, formula_text
from sigai.formulas.times import span_of, time_kind
from sigai.formulas.vocabulary import LedgerFieldType, Subject
from sigai.formulas.walking import walk

UNKNOWN_ATTRIBUTE = problem(
    "E080",
    Severity.ERROR,
    zh="{about_zh}没有 {name} 这个属性或字段",
    en="{about_en} has no attribute or field called {name}",
    advice_zh="改正名称{hint_zh}",
    advice_en="correct its name{hint_en}",
)
NEEDS_RECORD = problem(
    "E081",
    Severity.ERROR,
    zh="entity.{name} 只能用在台账记录的条件里",
    en="entity.{name} belongs in conditions about records of a ledger",
    advice_zh="这里直接写 {name}",
    advice_en="write {name} here",
)
NO_SUBJECT = problem(
    "E082",
    Severity.ERROR,
    zh="台账 {ledger} 的记录不属于任何主体，不能写 entity.{name}",
    en="the records of the ledger {ledger} are about no entity: entity.{name} means nothing",
    advice_zh="用该台账的字段，或在台账中写明 subject",
    advice_en="use the ledger's fields, or give the ledger a subject",
)
NOT_OF_KIND = problem(
    "E083",
    Severity.ERROR,
    zh="{kind} 没有 {name} 这个属性",
    en="an entity of the kind {kind} has no {name}",
    advice_zh="行业和规上属于企业及其产品、生产线等，其他属性见 kinds；删去这个条件",
    advice_en="industry and scale belong to enterprises and what is below them, others to kinds; take it out",
)
OTHER_SUBJECT = problem(
    "E084",
    Severity.ERROR,
    zh="指标项 {name} 由 {kind} 填报，而这里说的是 {wanted}",
    en="the measure {name} is reported by {kind}, but this is about {wanted}",
    advice_zh="换用同一种主体的指标项",
    advice_en="use a measure of the same kind of subject",
)
NOT_YES_NO = problem(
    "E085",
    Severity.ERROR,
    zh="{name} 不是“是或否”，不能单独作为条件",
    en="{name} is not a yes-or-no and cannot be a condition by itself",
    advice_zh="请写成比较，例如 {name} > 0 或 {name} = …",
    advice_en="compare it, such as {name} > 0 or {name} = …",
)
YES_NO_COMPARED = problem(
    "E086",
    Severity.ERROR,
    zh="{name} 是“是或否”，不用比较",
    en="{name} is a yes-or-no and is not compared",
    advice_zh="直接写 {name} 或 not {name}",
    advice_en="write {name} or not {name}",
)
NOT_ORDERED = problem(
    "E087",
    Severity.ERROR,
    zh="{name} 是文字，没有大小，不能用“{operator}”比较",
    en="{name} is a text and has no order: {operator!r} cannot compare it",
    advice_zh="用 = 、!= 或 in",
    advice_en="use =, != or in",
)
NUMBER_AND_TEXT = problem(
    "E088",
    Severity.ERROR,
    zh="{text}：数与文字不能比较",
    en="{text}: a number cannot be compared with a text",
    advice_zh="数值直接写数和单位，文字放在双引号里",
    advice_en="write numbers plainly with their unit and texts in double quotes",
)
UNKNOWN_CHOICE = problem(
    "E089",
    Severity.ERROR,
    zh="{name} 没有选项 {word}",
    en="{name} has no choice {word}",
    advice_zh="改正选项{hint_zh}",
    advice_en="correct it{hint_en}",
)
NOT_A_DATE = problem(
    "E090",
    Severity.ERROR,
    zh="{name} 是日期或时期，不能与 {word} 比较",
    en="{name} is a date or period and cannot be compared with {word}",
    advice_zh='日期写成 2021-06-30 或 2021-06，时期写成 "2021Q2"',
    advice_en='write dates as 2021-06-30 or 2021-06, periods as "2021Q2"',
)
NOT_AN_INDUSTRY = problem(
    "E091",
    Severity.ERROR,
    zh="{word} 不是国民经济行业代码",
    en="{word} is not a code of GB/T 4754-2017",
    advice_zh="写门类字母或其后加 2 至 4 位数字，例如 C 或 C26；一组行业写 in 组名",
    advice_en="write a section's letter, with 2 to 4 digits or none, such as C or C26; name a group after in",
)
UNKNOWN_GROUP = problem(
    "E092",
    Severity.ERROR,
    zh="没有名为 {name} 的行业组",
    en="there is no group of industries called {name}",
    advice_zh="在 industry_groups 中定义它，或改正名称{hint_zh}",
    advice_en="define it under industry_groups or correct its name{hint_en}",
)
GROUP_OF_OTHER = problem(
    "E093",
    Severity.ERROR,
    zh="只有 industry 才能用“in 组名”，{name} 不能",
    en="only industry can be in a group, {name} cannot",
    advice_zh="请列出各项，例如 {name} in [{group}]",
    advice_en="list the values, such as {name} in [{group}]",
)
NOT_A_NUMBER = problem(
    "E094",
    Severity.ERROR,
    zh="{name} 不是数，不能参加运算",
    en="{name} is not a number and cannot be calculated with",
    advice_zh="换用数值字段或指标项",
    advice_en="use a number field or a measure",
)

NOT_COMPARABLE = problem(
    "E095",
    Severity.ERROR,
    zh="{text}：条件里不能比较 {name}(…) 的结果",
    en="{text}: what {name}(…) gives cannot be compared in a condition",
    advice_zh="直接比较括号里的数",
    advice_en="compare the number within it",
)

LIST_OF_OTHER = problem(
    "E104",
    Severity.ERROR,
    zh="只有主体才能“在名单中”，{name} 不能",
    en="only entities stand on lists, {name} does not",
    advice_zh="关于主体写 id in list({list})，关于记录写 entity in list({list})",
    advice_en="write id in list({list}) about an entity, entity in list({list}) about a record",
)

UNKNOWN_LIST = problem(
    "E115",
    Severity.ERROR,
    zh="没有名为 {name} 的名单",
    en="there is no list called {name}",
    advice_zh="在 lists 中定义它，或改正编号{hint_zh}",
    advice_en="define it under lists or correct its id{hint_en}",
)

ASKS_NOTHING = problem(
    "E106",
    Severity.ERROR,
    zh="{text}：没有问到主体的任何数值或属性，对谁都一样",
    en="{text}: this asks nothing about the entities and is the same for all of them",
    advice_zh="与主体的数值或属性比较；要按参数决定整个数，用 if(…)",
    advice_en="compare with a figure or attribute of the entity; to let a parameter decide the whole number, use if(…)",
)

_INDUSTRY = re.compile(r"(?:[A-T]|[A-T]?[0-9]{2,4})\Z")
_OF_ENTERPRISES = frozenset({"industry", "above_scale"})
_AREAS = frozenset({"park", "county", "city", "area"})
_TIMES = ("date", "period")


class Asking(Protocol):
    """The check of what is about one thing: entities or records (`subject`), or an area (None)."""

    @property
    def check(self) -> Check:
        """Where issues go, and the names of the programme."""

    @property
    def subject(self) -> Subject | None:
        """What it is about; None for an area."""

    def unit(self, expression: Expression) -> MeasureUnit | None:
        """The unit of a number about it; None after an issue."""

    def value(self, expression: Expression) -> MeasureUnit | None:
        """The same of what may be a text."""


def check_where(condition: Condition, asking: Asking) -> None:
    """Add everything that is wrong with a condition."""
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            for part in conditions:
                check_where(part, asking)
        case Not(part):
            check_where(part, asking)
        case _ if asking.subject is not None:
            _about_subject(condition, asking.subject, asking)
        case Compare():
            _common_unit(condition, asking)
        case _:
            raise InternalError(f"a condition about an area asks no attribute: {condition}")


def check_who(condition: Condition, check: Check) -> None:
    """Add every comparison that says nothing of the subjects it is to choose."""
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            for part in conditions:
                check_who(part, check)
        case Not(part):
            check_who(part, check)
        case Compare() if not any(
            isinstance(part, (Attribute, MeasureValue, Word)) or (isinstance(part, Applied) and part.gathers)
            for part in walk(condition)
        ):
            check.add(ASKS_NOTHING, text=condition_text(condition))


def _about_subject(condition: Condition, subject: Subject, asking: Asking) -> None:
    """A simple condition about entities or records."""
    match condition:
        case Flag(attribute):
            _flag(attribute, subject, asking.check)
        case InGroup(attribute, group):
            _group(attribute, group, subject, asking.check)
        case InList(attribute, name):
            _list(attribute, name, subject, asking.check)
        case OneOf(attribute, words):
            found = type_of(attribute, subject, asking.check)
            for word in words if found is not None else ():
                _word(attribute, found, "=", Word(word), asking.check)
        case Compare():
            _compare(condition, subject, asking)


def measure_unit(name: str, subject: Subject, check: Check) -> MeasureUnit | None:
    """The unit of a figure of one `subject`."""
    measure = check.vocabulary.measures.get(name)
    if measure is None:
        known = (*check.vocabulary.measures, *ENTITY_ATTRIBUTES)
        check.add(UNKNOWN_MEASURE, name=name, **nearest(name, known))
        return None
    if subject.kind is not None and measure.subject != subject.kind:
        check.add(OTHER_SUBJECT, name=name, kind=measure.subject, wanted=subject.kind)
    return measure.unit


def attribute_unit(attribute: Attribute, subject: Subject, check: Check) -> MeasureUnit | None:
    """The unit of a field that is a number."""
    found = type_of(attribute, subject, check)
    if found is not None and found.type != "number":
        check.add(NOT_A_NUMBER, name=formula_text(attribute))
    return found.unit if found is not None and found.type == "number" else None


def type_of(attribute: Attribute, subject: Subject, check: Check) -> LedgerFieldType | None:
    """The type of an attribute or field; None after an issue."""
    if subject.ledger is None or attribute.of_entity:
        return _entity_attribute(attribute, subject, check)
    name = attribute.name
    if name in subject.ledger.fields:
        return subject.ledger.fields[name]
    if name in RECORD_ATTRIBUTES:
        return LedgerFieldType("text")
    known = (*subject.ledger.fields, *RECORD_ATTRIBUTES)
    about = {"about_zh": f"台账 {subject.ledger_name} ", "about_en": f"the ledger {subject.ledger_name}"}
    hint = nearest(name, known)
    if name in ENTITY_ATTRIBUTES:
        hint = {"hint_zh": f"；是否想写 entity.{name}？", "hint_en": f"; did you mean entity.{name}?"}
    check.add(UNKNOWN_ATTRIBUTE, name=name, **about, **hint)
    return None


def _entity_attribute(attribute: Attribute, subject: Subject, check: Check) -> LedgerFieldType | None:
    name = attribute.name
    if attribute.of_entity and subject.ledger is None:
        check.add(NEEDS_RECORD, name=name)
        return None
    if attribute.of_entity and subject.kind == "none":
        check.add(NO_SUBJECT, ledger=subject.ledger_name, name=name)
        return None
    own = {} if attribute.of_entity else check.vocabulary.attributes.get(subject.kind or "", {})
    if name in own or name not in ENTITY_ATTRIBUTES:
        return own.get(name) or _unknown_of_entity(attribute, subject, check)
    if name in _OF_ENTERPRISES and subject.kind in _AREAS:
        check.add(NOT_OF_KIND, kind=subject.kind, name=name)
    if name == "kind":
        return LedgerFieldType("choice", choices=check.vocabulary.kinds)
    return LedgerFieldType("yes_no" if name == "above_scale" else "text")


def _unknown_of_entity(attribute: Attribute, subject: Subject, check: Check) -> LedgerFieldType | None:
    """None, after the issue for a name that no entity has, or that entities of another kind have."""
    name = attribute.name
    if any(name in others for others in check.vocabulary.attributes.values()):
        check.add(NOT_OF_KIND, kind=subject.kind or "enterprise", name=name)
        return None
    known = ENTITY_ATTRIBUTES if attribute.of_entity else (*ENTITY_ATTRIBUTES, *check.vocabulary.measures)
    check.add(UNKNOWN_ATTRIBUTE, name=name, about_zh="主体", about_en="an entity", **nearest(name, known))
    return None


def _flag(attribute: Attribute, subject: Subject, check: Check) -> None:
    if subject.ledger is None and not attribute.of_entity and attribute.name in check.vocabulary.measures:
        check.add(NOT_YES_NO, name=attribute.name)
        return
    found = type_of(attribute, subject, check)
    if found is not None and found.type != "yes_no":
        check.add(NOT_YES_NO, name=formula_text(attribute))


def _group(attribute: Attribute, group: str, subject: Subject, check: Check) -> None:
    found = type_of(attribute, subject, check)
    if found is None:
        return
    if not _is_industry(attribute, found):
        check.add(GROUP_OF_OTHER, name=formula_text(attribute), group=group)
    elif group not in check.vocabulary.industry_groups:
        check.add(UNKNOWN_GROUP, name=group, **nearest(group, check.vocabulary.industry_groups))


def _list(attribute: Attribute, name: str, subject: Subject, check: Check) -> None:
    if type_of(attribute, subject, check) is None:
        return
    of_record = subject.ledger is not None and not attribute.of_entity
    if attribute.name != ("entity" if of_record else "id"):
        check.add(LIST_OF_OTHER, name=formula_text(attribute), list=name)
    elif subject.ledger is not None and subject.kind == "none":
        check.add(NO_SUBJECT, ledger=subject.ledger_name, name="id")
    elif name not in check.vocabulary.lists:
        check.add(UNKNOWN_LIST, name=name, **nearest(name, check.vocabulary.lists))


def _compare(compare: Compare, subject: Subject, asking: Asking) -> None:
    check = asking.check
    for part in walk(compare):
        if isinstance(part, Applied) and not part.comparable:
            check.add(NOT_COMPARABLE, text=formula_text(part), name=part.name)
    left, right = compare.left, compare.right
    for text, other in ((left, right), (right, left)):
        if isinstance(text, Applied) and text.texts:
            _text(text, compare, other, asking)
            return
    _compare_others(compare, subject, asking)


def _compare_others(compare: Compare, subject: Subject, asking: Asking) -> None:
    """Numbers, or an attribute against a word or another."""
    check, left, right = asking.check, compare.left, compare.right
    if isinstance(left, Word) and isinstance(right, Attribute):
        left, right = right, left
    if isinstance(left, Word):
        check.add(NUMBER_AND_TEXT, text=condition_text(compare))
        return
    types = [type_of(side, subject, check) if isinstance(side, Attribute) else None for side in (left, right)]
    if any(isinstance(side, Attribute) and found is None for side, found in zip((left, right), types, strict=True)):
        return  # the name is unknown, and has been reported
    if isinstance(right, Word):
        if isinstance(left, Attribute) and types[0] is not None:
            _word(left, types[0], compare.operator, right, check)
        else:
            check.add(NUMBER_AND_TEXT, text=condition_text(compare))
    elif any(found is not None and found.type != "number" for found in types):
        _not_numbers(compare, types, check)
    elif _unknown(left, check) and _unknown(right, check) and compare.operator in ("=", "!="):
        asking.unit(left)  # a mistyped attribute and its word: one mistake, not two
    else:
        _common_unit(compare, asking)


def _text(side: Applied, compare: Compare, other: Expression, asking: Asking) -> None:
    """A text that is worked out, against a word: which word, with which sign?"""
    check, name = asking.check, formula_text(side)
    asking.value(side)
    if not isinstance(other, Word):
        check.add(NUMBER_AND_TEXT, text=condition_text(compare))
    elif compare.operator not in ("=", "!="):
        check.add(NOT_ORDERED, name=name, operator=compare.operator)
    elif other.text not in side.texts:
        check.add(UNKNOWN_CHOICE, name=name, word=other.text, **nearest(other.text, side.texts))


def _common_unit(compare: Compare, asking: Asking) -> None:
    """Both sides of a comparison of numbers must measure the same."""
    numbers = [side for side in (compare.left, compare.right) if not isinstance(side, Word)]
    sides = (Side(side, formula_text(side), asking.unit(side)) for side in numbers)
    common_unit(asking.check, UNLIKE_COMPARISON, compare.operator, *sides)


def _unknown(side: Expression, check: Check) -> bool:
    return isinstance(side, MeasureValue) and side.measure not in check.vocabulary.measures


def _not_numbers(compare: Compare, types: list[LedgerFieldType | None], check: Check) -> None:
    """Two sides of which at least one is no number: allowed between two fields of one type, that has an order."""
    left, right = types
    if left is None or right is None or left.type != right.type:
        found, side = (left, compare.left) if left is not None and left.type != "number" else (right, compare.right)
        if found is not None and isinstance(side, Attribute):
            other = compare.right if side is compare.left else compare.left
            text = "…" if isinstance(other, Word) else formula_text(other)
            if found.type in _TIMES:
                check.add(NOT_A_DATE, name=formula_text(side), word=text)
            elif found.type == "yes_no":
                check.add(YES_NO_COMPARED, name=formula_text(side))
            else:
                check.add(NUMBER_AND_TEXT, text=condition_text(compare))
    elif left.type not in _TIMES and compare.operator not in ("=", "!=") and isinstance(compare.left, Attribute):
        check.add(NOT_ORDERED, name=formula_text(compare.left), operator=compare.operator)


def _word(attribute: Attribute, found: LedgerFieldType | None, operator: str, word: Word, check: Check) -> None:
    """An attribute against a word: of which type, with which sign, and is the word one that it can be?"""
    if found is None:
        return
    name = formula_text(attribute)
    kind = time_kind(found.type)
    if kind is not None:
        if span_of(kind, word.text) is None:
            check.add(NOT_A_DATE, name=name, word=word.text)
    elif found.type == "yes_no":
        check.add(YES_NO_COMPARED, name=name)
    elif found.type == "number":
        check.add(NUMBER_AND_TEXT, text=f"{name} {operator} {word.text}")
    elif operator not in ("=", "!="):
        check.add(NOT_ORDERED, name=name, operator=operator)
    elif found.type in ("choice", "choices") and word.text not in found.choices:
        check.add(UNKNOWN_CHOICE, name=name, word=word.text, **nearest(word.text, found.choices))
    elif _is_industry(attribute, found) and not _INDUSTRY.match(word.text):
        check.add(NOT_AN_INDUSTRY, word=word.text)


def _is_industry(attribute: Attribute, found: LedgerFieldType) -> bool:
    """Whether this is the industry of an entity: a ledger may have a field of its own by that name."""
    return attribute.name == "industry" and found.type == "text"
