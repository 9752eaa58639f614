"""Formulas and conditions in plain words, for people who will never write one.

Chinese: 制造业增加值（本年累计）合计 ÷ 增加值（本年累计）合计.
English: total value added (year to date; only manufacturing) ÷ total value added (year to date).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from sigai.base.issues import Language
from sigai.formulas.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Attribute,
    AverageGrowth,
    Change,
    Compare,
    Condition,
    Entities,
    Expression,
    Flag,
    Growth,
    InGroup,
    Mean,
    MeasureValue,
    Negative,
    Not,
    Number,
    OneOf,
    Parameter,
    PointChange,
    Records,
    Reporting,
    RowArithmetic,
    RowExpression,
    RowTotal,
    Term,
    Total,
    Word,
)
from sigai.formulas.texts import number_text
from sigai.formulas.walking import measures_of

NameKind = Literal["measure", "ledger", "state", "field", "choice", "group", "parameter", "kind", "tag", "area"]


class Names(Protocol):
    """How things are called for people."""

    def name(self, kind: NameKind, path: tuple[str, ...], language: Language) -> str:
        """The display name; the last part of `path` where there is none.

        `path` is the id alone; a state's is (ledger, state), a field's (ledger, field), a choice's (ledger, field,
        choice).
        """

    def accumulation(self, measure: str) -> str:
        """`flow`, `stock` or `ytd`."""


def describe(expression: Expression, names: Names, language: Language = "zh") -> str:
    """The formula in plain words."""
    return _Describer(names, language).expression(expression)


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
        "entity_is": "主体为{of}",
        "only": "{where}的",
        "flow": "本年累计",
        "ytd": "本年累计",
        "stock": "时点数",
        "month": "当月",
        "rolling": "近 12 个月累计",
        "programme": "方案实施以来累计",
        "total": "{where}{of}（{over}）合计",
        "row_total": "{where}各主体“{of}”（逐月算出，{over}）合计",
        "mean": "{where}各主体“{of}”的平均值",
        "entities": "{where}{of}数",
        "reporting": "{where}已报“{of}”的主体数",
        "count": "“{ledger}”中{where}处于“{states}”的记录数{within}",
        "distinct": "“{ledger}”中{where}处于“{states}”的记录的{of}个数（不重复）{within}",
        "total_field": "“{ledger}”中{where}处于“{states}”的记录的{of}合计{within}",
        "within_year": "（本年进入该状态）",
        "within_programme": "（方案实施以来进入该状态）",
        "within_always": "",
        "growth": "“{of}”比上年同期的增长率",
        "average_growth": "“{of}”自 {since} 年同期以来的年均增长率",
        "change": "“{of}”比 {since} 年同期的增减幅度",
        "point_change": "“{of}”比 {since} 年同期变化的百分点",
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
        "entity_is": "of entities: {of}",
        "only": "; only {where}",
        "flow": "year to date",
        "ytd": "year to date",
        "stock": "as it stands",
        "month": "the month alone",
        "rolling": "the last 12 months",
        "programme": "since the programme began",
        "total": "total {of} ({over}{where})",
        "row_total": "total of [{of}] (worked out month by month for each subject; {over}{where})",
        "mean": "mean of [{of}] (over entities{where})",
        "entities": "number of entities (kind: {of}{where})",
        "reporting": "number of entities that reported {of} (year to date{where})",
        "count": "number of records (ledger: {ledger}; in state: {states}{where}){within}",
        "distinct": "number of different values of {of} (ledger: {ledger}; in state: {states}{where}){within}",
        "total_field": "total {of} (ledger: {ledger}; in state: {states}{where}){within}",
        "within_year": " that entered it this year",
        "within_programme": " that entered it since the programme began",
        "within_always": "",
        "growth": "growth of [{of}] on the same period of the year before",
        "average_growth": "mean yearly growth of [{of}] since the same period of {since}",
        "change": "change of [{of}] since the same period of {since}",
        "point_change": "change in percentage points of [{of}] since the same period of {since}",
        "brackets": "({of})",
    }
)


@dataclass(frozen=True, slots=True)
class _Describer:
    names: Names
    language: Language
    ledger: str | None = None

    def expression(self, expression: Expression) -> str:
        match expression:
            case Number() | Parameter():
                return self._literal(expression)
            case Negative(of):
                inner = self.expression(of)
                return f"−{self._say('brackets', of=inner) if isinstance(of, Arithmetic) else inner}"
            case Arithmetic(left, operator, right):
                return self._joined(self.expression(left), operator, self.expression(right), left, right)
            case Growth(of):
                return self._say("growth", of=self.expression(of))
            case AverageGrowth() | Change() | PointChange():
                key = {AverageGrowth: "average_growth", Change: "change", PointChange: "point_change"}[type(expression)]
                return self._say(key, of=self.expression(expression.of), since=expression.since)
            case _:
                return self._term(expression)

    def condition(self, condition: Condition) -> str:  # noqa: PLR0911 - one for each kind of node
        match condition:
            case AllOf(conditions):
                return self._words["and"].join(self._bracketed(part, AnyOf) for part in conditions)
            case AnyOf(conditions):
                return self._words["or"].join(self._bracketed(part, AllOf) for part in conditions)
            case Not(inner):
                return self._say("not", of=self._bracketed(inner, AllOf, AnyOf, Compare, OneOf))
            case Compare(Attribute() as attribute, "=", Word(text)):
                return self._say("equal", of=self._attribute(attribute), word=self._word(attribute, text))
            case Compare(left, operator, right):
                sides = self._side(left, right), self._side(right, left)
                return f"{sides[0]} {_COMPARISONS[operator]} {sides[1]}"
            case OneOf(attribute, words):
                listed = self._words["comma"].join(self._word(attribute, word) for word in words)
                return self._say("one_of", of=self._attribute(attribute), words=listed)
            case InGroup() | Flag():
                return self._simple(condition)

    def row(self, row: RowExpression) -> str:
        match row:
            case MeasureValue(measure):
                return self._name("measure", measure)
            case Attribute():
                return self._attribute(row)
            case RowArithmetic(left, operator, right):
                return self._joined(self.row(left), operator, self.row(right), left, right)
            case _:
                return self._literal(row)

    # --- parts ---

    @property
    def _words(self) -> MappingProxyType[str, str]:
        return _EN if self.language == "en" else _ZH

    def _say(self, key: str, **facts: object) -> str:
        """A template filled in; quotes inside its own quotes become single ones, as Chinese writes them."""
        template = self._words[key]
        quoted = {
            name: str(fact).translate(_INNER) if f"“{{{name}}}”" in template else fact for name, fact in facts.items()
        }
        return template.format(**quoted)

    def _name(self, kind: NameKind, *path: str) -> str:
        return self.names.name(kind, path, self.language)

    def _term(self, term: Term) -> str:
        where = self._where(term)
        match term:
            case Total(measure, _, over):
                window = self._words[self.names.accumulation(measure) if over == "default" else over]
                return self._say("total", of=self._name("measure", measure), over=window, where=where)
            case RowTotal(of, _, over):
                kinds = {self.names.accumulation(measure) for measure in measures_of(of)}
                window = self._words[("stock" if kinds == {"stock"} else "ytd") if over == "default" else over]
                return self._say("row_total", of=self.row(of), over=window, where=where)
            case Mean(of):
                return self._say("mean", of=self.row(of), where=where)
            case Entities(kind):
                return self._say("entities", of=self._name("kind", kind), where=where)
            case Reporting(measure):
                return self._say("reporting", of=self._name("measure", measure), where=where)
            case Records():
                return self._records(term, where)

    def _records(self, term: Records, where: str) -> str:
        about = _Describer(self.names, self.language, term.ledger)
        states = self._words["comma"].join(self._name("state", term.ledger, state) for state in term.states)
        return self._say(
            "total_field" if term.aggregate == "total" else term.aggregate,
            of=about._attribute(Attribute(term.field)) if term.field else "",
            ledger=self._name("ledger", term.ledger),
            states=states,
            where=where,
            within=self._words[f"within_{term.within}"],
        )

    def _where(self, term: Term) -> str:
        """The condition of a term as it goes into its sentence; `制造业增加值` needs no 的 after 制造业."""
        if term.where is None:
            return ""
        about = _Describer(self.names, self.language, term.ledger if isinstance(term, Records) else None)
        text = about.condition(term.where)
        if self.language == "zh" and isinstance(term.where, InGroup | Flag) and not isinstance(term, Records):
            return text
        return self._say("only", where=text)

    def _simple(self, condition: InGroup | Flag) -> str:
        attribute = condition.attribute
        if isinstance(condition, InGroup):
            what = self._name("group", condition.group)
        elif attribute.of_entity:
            what = self._words.get(attribute.name, attribute.name)
        else:
            what = self._attribute(attribute)
        return self._say("entity_is", of=what) if attribute.of_entity else what

    def _side(self, side: RowExpression | Word, other: RowExpression | Word) -> str:
        if not isinstance(side, Word):
            return self.row(side)
        return self._word(other, side.text) if isinstance(other, Attribute) else side.text

    def _attribute(self, attribute: Attribute) -> str:
        if attribute.of_entity:
            return self._say("of_entity", of=self._words.get(attribute.name, attribute.name))
        if self.ledger is None:
            return self._words.get(attribute.name, attribute.name)
        own = self._name("field", self.ledger, attribute.name)
        return self._words.get(attribute.name, own) if own == attribute.name else own

    def _word(self, attribute: Attribute, word: str) -> str:
        """A word by its display name: a choice of a field, a tag, a kind, an area."""
        if self.ledger is not None and not attribute.of_entity:
            if attribute.name == "area":
                return self._name("area", word)
            return self._name("choice", self.ledger, attribute.name, word)
        match attribute.name:
            case "tag":
                return self._name("tag", word)
            case "kind":
                return self._name("kind", word)
            case "area" | "park":
                return self._name("area", word)
            case _:
                return word

    def _literal(self, number: Number | Parameter) -> str:
        if isinstance(number, Parameter):
            return self._name("parameter", number.name)
        return f"{number_text(number.value)} {number.unit}".rstrip()

    def _joined(self, left_text: str, operator: str, right_text: str, left: object, right: object) -> str:
        own = _STRENGTH[operator]
        if isinstance(left, Arithmetic | RowArithmetic) and _STRENGTH[left.operator] < own:
            left_text = self._say("brackets", of=left_text)
        if isinstance(right, Negative) or (
            isinstance(right, Arithmetic | RowArithmetic) and _STRENGTH[right.operator] <= own
        ):
            right_text = self._say("brackets", of=right_text)
        return f"{left_text} {_OPERATORS[operator]} {right_text}"

    def _bracketed(self, condition: Condition, *kinds: type) -> str:
        text = self.condition(condition)
        return self._say("brackets", of=text) if isinstance(condition, kinds) else text
