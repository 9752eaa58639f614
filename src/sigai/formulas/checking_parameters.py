"""What is given for the keys of a parameter fits them: every key, words that it knows, numbers of its dimension."""

from __future__ import annotations

import re

from sigai.base.issues import Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.checking_conditions import Asking, type_of
from sigai.formulas.function import texts_of
from sigai.formulas.keyed import KeyType, looked_up
from sigai.formulas.suggesting import nearest
from sigai.formulas.sums import UNLIKE_COMPARISON, Side, common_unit
from sigai.formulas.syntax import AreaAtHand, Attribute, Expression, Number, Word
from sigai.formulas.texts import formula_text
from sigai.formulas.vocabulary import Subject

KEY_MISSING = problem(
    "E096",
    Severity.ERROR,
    zh="参数 {name} 的数值按 {key} 区分，这里没有写 {key}",
    en="the parameter {name} differs by {key}, which is not given here",
    advice_zh="写成 param({name}, {key}: …)",
    advice_en="write param({name}, {key}: …)",
)
UNKNOWN_KEY = problem(
    "E097",
    Severity.ERROR,
    zh="参数 {name} 没有键 {key}",
    en="the parameter {name} has no key {key}",
    advice_zh="删去，或改正名称{hint_zh}",
    advice_en="take it out or correct its name{hint_en}",
)
NO_SUCH_VALUE = problem(
    "E098",
    Severity.ERROR,
    zh="参数 {name} 的键 {key} 没有“{word}”这一项",
    en="the key {key} of the parameter {name} has no value {word!r}",
    advice_zh="改正这个词，或把它加进参数的 choices{hint_zh}",
    advice_en="correct the word or add it to the choices of the parameter{hint_en}",
)
WRONG_KIND_OF_VALUE = problem(
    "E099",
    Severity.ERROR,
    zh="参数 {name} 的键 {key} 要{wanted_zh}，{text} 不是",
    en="the key {key} of the parameter {name} takes {wanted_en}, which {text} is not",
    advice_zh="换用别的字段；词写在双引号里；一个主体可有多个的（tag、list）不能作键",
    advice_en="use another field; words stand in quotes; what an entity may have several of (tag, list) is no key",
)
NOT_A_DAY = problem(
    "E100",
    Severity.ERROR,
    zh="on: {text} 不是某一天",
    en="on: {text} is no day",
    advice_zh="写记录的日期字段，或像 2022-03-15 这样的日期",
    advice_en="write a date field of the record, or a day such as 2022-03-15",
)

NO_NUMBER = problem(
    "E103",
    Severity.ERROR,
    zh="参数 {name} 没有 {given} 的数",
    en="the parameter {name} has no number for {given}",
    advice_zh="改正所写的值（数要写单位，例如 45 %），或给参数补上这个数",
    advice_en="correct the values (write numbers with units, such as 45 %), or give the parameter a number for them",
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_SEVERAL = ("tag", "list")
_WANTED = {
    "choice": ("一个词", "a word"),
    "area": ("一个地区", "an area"),
    "number": ("一个数", "a number"),
}


def check_parameter(
    name: str, given: tuple[tuple[str, Expression], ...], on: Expression | None, asking: Asking
) -> MeasureUnit | None:
    """The unit of a parameter; None after adding what is wrong with its name, with what is given for its keys, or with
    the day."""
    check = asking.check
    unit, before = check.parameter(name), len(check.issues.errors)
    if unit is None:
        return None
    keyed = check.vocabulary.keyed.get(name)
    keys = {} if keyed is None else keyed.key_by_id
    for key in keys.keys() - dict(given).keys():
        check.add(KEY_MISSING, name=name, key=key)
    for key, value in given:
        if key not in keys:
            check.add(UNKNOWN_KEY, name=name, key=key, **nearest(key, keys))
        else:
            _value(name, keys[key], value, asking)
    if on is not None:
        _day(on, asking)
    if keyed is not None and len(check.issues.errors) == before and not looked_up(name, keyed, given, None):
        told = ", ".join(f"{key}: {formula_text(value)}" for key, value in given)
        check.add(NO_NUMBER, name=name, given=told)
    return unit if len(check.issues.errors) == before else None


def _value(name: str, key: KeyType, value: Expression, asking: Asking) -> None:
    if key.type == "number":
        if texts_of(value):
            _wrong(name, key, value, asking)
            return
        own, wanted = Side(value, formula_text(value), asking.unit(value)), Side(key, key.id, key.unit)
        bare = isinstance(value, Number) and value.unit == NUMBER
        if not bare:
            common_unit(asking.check, UNLIKE_COMPARISON, key.id, own, wanted)
    elif isinstance(value, Word):
        _word(name, key, value.text, asking)
    elif texts_of(value) and key.type == "choice":
        asking.value(value)
        for text in texts_of(value):
            _word(name, key, text, asking)
    elif isinstance(value, AreaAtHand):
        if key.type != "area":
            _wrong(name, key, value, asking)
    elif isinstance(value, Attribute) and asking.subject is not None:
        _attribute(name, key, value, asking.subject, asking)
    else:
        _wrong(name, key, value, asking)


def _attribute(name: str, key: KeyType, attribute: Attribute, subject: Subject, asking: Asking) -> None:
    found = type_of(attribute, subject, asking.check)
    if found is None:
        return
    several = attribute.name in _SEVERAL and (attribute.of_entity or subject.ledger is None)
    types = ("text", "area") if key.type == "area" else ("text", "choice", "entity", "unit")
    foreign = found.type == "choice" and not found.choices & key.choices
    if several or found.type not in types or foreign:
        _wrong(name, key, attribute, asking)


def _word(name: str, key: KeyType, word: str, asking: Asking) -> None:
    if word not in key.choices:
        asking.check.add(NO_SUCH_VALUE, name=name, key=key.id, word=word, **nearest(word, key.choices))


def _wrong(name: str, key: KeyType, value: Expression, asking: Asking) -> None:
    zh, en = _WANTED[key.type]
    facts = {"wanted_zh": zh, "wanted_en": en, "text": formula_text(value)}
    asking.check.add(WRONG_KIND_OF_VALUE, name=name, key=key.id, **facts)


def _day(on: Expression, asking: Asking) -> None:
    if isinstance(on, Word) and _DAY.match(on.text):
        return
    if isinstance(on, Attribute) and asking.subject is not None:
        found = type_of(on, asking.subject, asking.check)
        if found is None or found.type == "date":
            return
    asking.check.add(NOT_A_DAY, text=formula_text(on))
