"""Formulas and conditions in plain words, for people who will never write one.

Chinese: 制造业增加值（本年累计）合计 ÷ 增加值（本年累计）合计.
English: total value added (year to date; only manufacturing) ÷ total value added (year to date).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from sigai.base.issues import Language
from sigai.formulas.function import Applied, NameKind, Window
from sigai.formulas.syntax import (
    AllOf,
    AnyOf,
    AreaAtHand,
    Arithmetic,
    Attribute,
    Compare,
    Condition,
    Expression,
    Flag,
    InGroup,
    InList,
    MeasureValue,
    Negative,
    Not,
    Number,
    OneOf,
    Parameter,
    Word,
)
from sigai.formulas.texts import number_text


class Names(Protocol):
    """How things are called for people."""

    def name(self, kind: NameKind, path: tuple[str, ...], language: Language) -> str:
        """The display name; the last part of `path` where there is none.

        `path` is the id alone; a state's is (ledger, state), a field's (ledger, field), a choice's (ledger, field,
        choice).
        """

    def accumulation(self, measure: str) -> str:
        """`flow`, `stock` or `ytd`."""


def describe(
    expression: Expression, names: Names, language: Language = "zh", called: Mapping[Expression, str] | None = None
) -> str:
    """The formula in plain words. `called` are parts that have names of their own, which stand for them."""
    return _Describer(names, language, called=called).number(expression)


def describe_condition(
    condition: Condition, names: Names, language: Language = "zh", *, ledger: str | None = None
) -> str:
    """A condition about an entity, or about a record of `ledger`, in plain words."""
    return _Describer(names, language, ledger).condition(condition)


_INNER = str.maketrans("“”", "‘’")
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_OPERATORS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_COMPARISONS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}

_ZH = MappingProxyType(
    {
        "kind": "类别",
        "industry": "行业",
        "above_scale": "规模以上",
        "tag": "标签",
        "area": "地区",
        "park": "园区",
        "id": "编号",
        "name": "名称",
        "entity": "主体",
        "and": "且",
        "or": "或",
        "not": "非{of}",
        "comma": "、",
        "one_of": "{of}为{words}",
        "equal": "{of}为{word}",
        "of_entity": "所属主体的{of}",
        "on_list": "在名单“{of}”上",
        "entity_is": "主体为{of}",
        "only": "{where}的",
        "to_date": "本年累计",
        "stock": "时点数",
        "month": "当月",
        "rolling": "近 12 个月累计",
        "programme": "方案实施以来累计",
        "brackets": "（{of}）",
    }
)
_EN = MappingProxyType(
    {
        "kind": "kind",
        "industry": "industry",
        "above_scale": "above scale",
        "tag": "tag",
        "area": "area",
        "park": "park",
        "id": "id",
        "name": "name",
        "entity": "entity",
        "and": " and ",
        "or": " or ",
        "not": "not {of}",
        "comma": ", ",
        "one_of": "{of} is one of {words}",
        "equal": "{of} is {word}",
        "of_entity": "{of} of its entity",
        "on_list": "on the list {of}",
        "entity_is": "of entities: {of}",
        "only": "; only {where}",
        "to_date": "year to date",
        "stock": "as it stands",
        "month": "the month alone",
        "rolling": "the last 12 months",
        "programme": "since the programme began",
        "brackets": "({of})",
    }
)


@dataclass(frozen=True, slots=True)
class _Describer:
    names: Names
    language: Language
    ledger: str | None = None
    called: Mapping[Expression, str] | None = None

    def number(self, expression: Expression) -> str:  # noqa: PLR0911 - one for each kind of node
        if self.called and expression in self.called:
            return self.called[expression]
        match expression:
            case Number(value, unit):
                return f"{number_text(value)} {unit}".rstrip()
            case Parameter():
                return self._parameter(expression)
            case Word(text):
                return text
            case AreaAtHand():
                return self._words["area"]
            case MeasureValue(measure):
                return self.name("measure", measure)
            case Attribute():
                return self._attribute(expression)
            case Negative(of):
                inner = self.number(of)
                return f"−{self._worded('brackets', of=inner) if isinstance(of, Arithmetic) else inner}"
            case Arithmetic(left, operator, right):
                return self._joined(self.number(left), operator, self.number(right), left, right)
            case Applied():
                return expression.words(self)
        raise TypeError(f"no words for {expression!r}")

    def condition(self, condition: Condition) -> str:  # noqa: PLR0911 - one for each kind of node
        match condition:
            case AllOf(conditions):
                return self._words["and"].join(self._bracketed(part, AnyOf) for part in conditions)
            case AnyOf(conditions):
                return self._words["or"].join(self._bracketed(part, AllOf) for part in conditions)
            case Not(inner):
                return self._worded("not", of=self._bracketed(inner, AllOf, AnyOf, Compare, OneOf))
            case Compare(Attribute() as attribute, "=", Word(text)):
                return self._worded("equal", of=self._attribute(attribute), word=self._word(attribute, text))
            case Compare(left, operator, right):
                sides = self._side(left, right), self._side(right, left)
                return f"{sides[0]} {_COMPARISONS[operator]} {sides[1]}"
            case OneOf(attribute, words):
                listed = self._words["comma"].join(self._word(attribute, word) for word in words)
                return self._worded("one_of", of=self._attribute(attribute), words=listed)
            case InList(_, name):
                return self._worded("on_list", of=self.name("list", name))
            case InGroup() | Flag():
                return self._simple(condition)

    def _parameter(self, parameter: Parameter) -> str:
        told = self.name("parameter", parameter.name)
        keys = [
            self.name("key", parameter.name, key, value.text) if isinstance(value, Word) else self.number(value)
            for key, value in parameter.place
        ]
        listed = [*keys, *([parameter.on] if parameter.on else [])]
        return self.say("{of}（{keys}）", "{of} ({keys})", of=told, keys=self.listed(listed)) if listed else told

    # --- what functions ask for ---

    def where(self, condition: Condition | None, ledger: str | None = None) -> str:
        """A condition as it goes into the sentence of a term; `制造业增加值` needs no 的 after 制造业."""
        if condition is None:
            return ""
        text = _Describer(self.names, self.language, ledger).condition(condition)
        if self.language == "zh" and isinstance(condition, InGroup | Flag) and ledger is None:
            return text
        return self._worded("only", where=text)

    def window(self, over: Window, measures: Iterable[str]) -> str:
        if over != "default":
            return self._words[over]
        stocks = {self.names.accumulation(measure) for measure in measures} == {"stock"}
        return self._words["stock" if stocks else "to_date"]

    def name(self, kind: NameKind, *path: str) -> str:
        return self.names.name(kind, path, self.language)

    def field(self, ledger: str, name: str) -> str:
        return _Describer(self.names, self.language, ledger)._attribute(Attribute(name))

    def own_field(self, name: str) -> str:
        return self._attribute(Attribute(name))

    def own_book(self, table: str) -> str:
        return f"{self.ledger or ''}.{table}"

    def listed(self, words: Iterable[str]) -> str:
        return self._words["comma"].join(words)

    def say(self, zh: str, en: str, **facts: object) -> str:
        """A template filled in; quotes inside its own quotes become single ones, as Chinese writes them."""
        template = en if self.language == "en" else zh
        quoted = {
            name: str(fact).translate(_INNER) if f"“{{{name}}}”" in template else fact for name, fact in facts.items()
        }
        return template.format(**quoted)

    # --- parts ---

    @property
    def _words(self) -> MappingProxyType[str, str]:
        return _EN if self.language == "en" else _ZH

    def _worded(self, key: str, **facts: object) -> str:
        return self.say(_ZH[key], _EN[key], **facts)

    def _simple(self, condition: InGroup | Flag) -> str:
        attribute = condition.attribute
        if isinstance(condition, InGroup):
            what = self.name("group", condition.group)
        elif attribute.of_entity:
            what = self._words.get(attribute.name, attribute.name)
        else:
            what = self._attribute(attribute)
        return self._worded("entity_is", of=what) if attribute.of_entity else what

    def _side(self, side: Expression | Word, other: Expression | Word) -> str:
        if not isinstance(side, Word):
            return self.number(side)
        return self._word(other, side.text) if isinstance(other, Attribute) else side.text

    def _attribute(self, attribute: Attribute) -> str:
        if attribute.of_entity:
            return self._worded("of_entity", of=self._words.get(attribute.name, attribute.name))
        if self.ledger is None:
            return self._words.get(attribute.name) or self.name("attribute", attribute.name)
        own = self.name("field", self.ledger, attribute.name)
        return self._words.get(attribute.name, own) if own == attribute.name else own

    def _word(self, attribute: Attribute, word: str) -> str:
        """A word by its display name: a choice of a field, a tag, a kind, an area."""
        if self.ledger is not None and not attribute.of_entity:
            if attribute.name == "area":
                return self.name("area", word)
            return self.name("choice", self.ledger, attribute.name, word)
        match attribute.name:
            case "tag":
                return self.name("tag", word)
            case "kind":
                return self.name("kind", word)
            case "area" | "park":
                return self.name("area", word)
            case name:
                return self.name("attribute", name, word)

    def _joined(self, left_text: str, operator: str, right_text: str, left: object, right: object) -> str:
        own = _STRENGTH[operator]
        left, right = (None if self.called and side in self.called else side for side in (left, right))
        if isinstance(left, Arithmetic) and _STRENGTH[left.operator] < own:
            left_text = self._worded("brackets", of=left_text)
        if isinstance(right, Negative) or (isinstance(right, Arithmetic) and _STRENGTH[right.operator] <= own):
            right_text = self._worded("brackets", of=right_text)
        return f"{left_text} {_OPERATORS[operator]} {right_text}"

    def _bracketed(self, condition: Condition, *kinds: type) -> str:
        text = self.condition(condition)
        return self._worded("brackets", of=text) if isinstance(condition, kinds) else text
