"""What is given for the keys of a parameter fits them: every key, words that it knows, numbers of its dimension."""

from __future__ import annotations

import re
from typing import Protocol

from sigai.base.issues import Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.checking_conditions import type_of
from sigai.formulas.function import texts_of
from sigai.formulas.keyed import KeyType, looked_up
from sigai.formulas.suggesting import nearest
from sigai.formulas.sums import UNLIKE_COMPARISON, Check, Side, common_unit
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


class Looker(Protocol):
    """The check of the formula or condition that a parameter stands in."""

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


def check_parameter(
    name: str, given: tuple[tuple[str, Expression], ...], on: Expression | None, looker: Looker
) -> MeasureUnit | None:
    """The unit of a parameter; None after adding what is wrong with its name, with what is given for its keys, or with
    the day."""
    check = looker.check
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
            _value(name, keys[key], value, looker)
    if on is not None:
        _day(on, looker)
    if keyed is not None and len(check.issues.errors) == before and not looked_up(name, keyed, given, None):
        told = ", ".join(f"{key}: {formula_text(value)}" for key, value in given)
        check.add(NO_NUMBER, name=name, given=told)
    return unit if len(check.issues.errors) == before else None


def _value(name: str, key: KeyType, value: Expression, looker: Looker) -> None:
    if key.type == "number":
        if texts_of(value):
            _wrong(name, key, value, looker)
            return
        own, wanted = Side(value, formula_text(value), looker.unit(value)), Side(key, key.id, key.unit)
        bare = isinstance(value, Number) and value.unit == NUMBER
        if not bare:
            common_unit(looker.check, UNLIKE_COMPARISON, key.id, own, wanted)
    elif isinstance(value, Word):
        _word(name, key, value.text, looker)
    elif texts_of(value) and key.type == "choice":
        looker.value(value)
        for text in texts_of(value):
            _word(name, key, text, looker)
    elif isinstance(value, AreaAtHand):
        if key.type != "area":
            _wrong(name, key, value, looker)
    elif isinstance(value, Attribute) and looker.subject is not None:
        _attribute(name, key, value, looker.subject, looker)
    else:
        _wrong(name, key, value, looker)


def _attribute(name: str, key: KeyType, attribute: Attribute, subject: Subject, looker: Looker) -> None:
    found = type_of(attribute, subject, looker.check)
    if found is None:
        return
    several = attribute.name in _SEVERAL and (attribute.of_entity or subject.ledger is None)
    types = ("text", "area") if key.type == "area" else ("text", "choice", "entity", "unit")
    foreign = found.type == "choice" and not found.choices & key.choices
    if several or found.type not in types or foreign:
        _wrong(name, key, attribute, looker)


def _word(name: str, key: KeyType, word: str, looker: Looker) -> None:
    if word not in key.choices:
        looker.check.add(NO_SUCH_VALUE, name=name, key=key.id, word=word, **nearest(word, key.choices))


def _wrong(name: str, key: KeyType, value: Expression, looker: Looker) -> None:
    zh, en = _WANTED[key.type]
    facts = {"wanted_zh": zh, "wanted_en": en, "text": formula_text(value)}
    looker.check.add(WRONG_KIND_OF_VALUE, name=name, key=key.id, **facts)


def _day(on: Expression, looker: Looker) -> None:
    if isinstance(on, Word) and _DAY.match(on.text):
        return
    if isinstance(on, Attribute) and looker.subject is not None:
        found = type_of(on, looker.subject, looker.check)
        if found is None or found.type == "date":
            return
    looker.check.add(NOT_A_DAY, text=formula_text(on))
