"""Reads numbers and conditions from the tree of the grammar.

The tree is walked from its top, because what a bare name means depends on where it stands: within `count(…, where: …)`
it is a field of a record, elsewhere an attribute or a figure of an entity, and by itself nothing about an area.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, cast

from lark import Token, Tree

from sigai.base.issues import Issues, Place, Problem, Severity, problem
from sigai.base.units import NUMBER, MeasureUnit, unit_names
from sigai.formulas.calls import UNKNOWN_FUNCTION, Grain, gather_arguments, strip_groups, word_text
from sigai.formulas.function import Applied
from sigai.formulas.functions import FUNCTIONS
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import (
    ENTITY_ATTRIBUTES,
    RECORD_ATTRIBUTES,
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Attribute,
    Compare,
    ComparisonOperator,
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

BARE_NAME = problem(
    "E020",
    Severity.ERROR,
    zh="第 {column} 个字符处的名称 {name} 不能单独作为公式的一项",
    en="the name {name} at character {column} cannot stand by itself in a formula",
    advice_zh="说明怎样汇总，例如 total({name})，或 count({name}, state: …)",
    advice_en="say how it is summed up, such as total({name}) or count({name}, state: …)",
)
TEXT_NOT_NUMBER = problem(
    "E021",
    Severity.ERROR,
    zh="第 {column} 个字符处是文字，此处应当是数",
    en="there is a text at character {column} where a number is meant",
    advice_zh="文字只能用在条件的比较中；减法请在减号两边留空格",
    advice_en="texts belong in comparisons within a condition; put spaces around a minus",
)
CONDITION_NOT_NUMBER = problem(
    "E040",
    Severity.ERROR,
    zh="第 {column} 个字符处是条件，此处应当是数",
    en="there is a condition at character {column} where a number is meant",
    advice_zh="条件写在 where: 之后",
    advice_en="conditions stand after where:",
)
NUMBER_NOT_CONDITION = problem(
    "E041",
    Severity.ERROR,
    zh="第 {column} 个字符处是数或文字，此处应当是条件",
    en="there is a number or a text at character {column} where a condition is meant",
    advice_zh="请写成比较，例如 rd_expense > 0",
    advice_en="write a comparison, such as rd_expense > 0",
)
CALL_IN_CONDITION = problem(
    "E042",
    Severity.ERROR,
    zh="第 {column} 个字符处：条件和每个主体的数里不能用函数 {name}(…)",
    en="character {column}: the function {name}(…) cannot be used about one entity or record",
    advice_zh="这里只能直接写指标项、字段和属性的名称",
    advice_en="name measures, fields and attributes directly here",
)
TEXT_IN_ROW = problem(
    "E043",
    Severity.ERROR,
    zh="第 {column} 个字符处是文字，不能参加运算",
    en="the text at character {column} cannot be calculated with",
    advice_zh="文字只能与属性或字段比较",
    advice_en="texts can only be compared with an attribute or a field",
)
UNKNOWN_PREFIX = problem(
    "E044",
    Severity.ERROR,
    zh="第 {column} 个字符处：条件里小数点前只能是 entity，不能是 {name}",
    en="character {column}: only entity can stand before the dot in a condition, not {name}",
    advice_zh="直接写字段名；主体的属性写成 entity.industry",
    advice_en="name the field itself; write an attribute of the entity as entity.industry",
)
NOT_AN_ATTRIBUTE = problem(
    "E045",
    Severity.ERROR,
    zh="第 {column} 个字符处：in 的左边应当是属性或字段",
    en="character {column}: the left of in must be an attribute or a field",
    advice_zh="例如 industry in manufacturing；数的范围用 >= 和 <= 写",
    advice_en="for instance industry in manufacturing; write ranges of numbers with >= and <=",
)
UNKNOWN_UNIT = problem(
    "E046",
    Severity.ERROR,
    zh="第 {column} 个字符处：不认识单位“{unit}”",
    en="character {column}: the unit {unit!r} is not known",
    advice_zh="单位紧跟在数后面；如果不是单位，前面要有运算符号{hint_zh}",
    advice_en="a unit follows its number; anything else needs an operator before it{hint_en}",
)
TOO_LARGE = problem(
    "E047",
    Severity.ERROR,
    zh="第 {column} 个字符处的数太大",
    en="the number at character {column} is too large",
    advice_zh="换用较大的单位",
    advice_en="use a larger unit",
)

_TEXT_ATTRIBUTES = frozenset({"kind", "industry", "tag", "area", "park", "id"})
_TEXT_RECORD_ATTRIBUTES = frozenset(RECORD_ATTRIBUTES)
_SPELLINGS = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!="}


@dataclass(frozen=True, slots=True)
class FormulaReader:
    """Reads what is about an area, an entity or a record (`grain`); issues go to `issues` at `place`. `attributes` are
    those of the programme's kinds of entities, besides what every entity has."""

    place: Place
    issues: Issues
    grain: Grain = "area"
    attributes: frozenset[str] = frozenset()

    def about(self, grain: Grain) -> FormulaReader:
        """The same place in a text about another thing: an area, an entity or a record."""
        return replace(self, grain=grain)

    def add(self, kind: Problem, tree: Tree[Token], /, **facts: Any) -> None:
        """An issue at the first character of a part of the text."""
        position: int = getattr(tree.meta, "start_pos", 0)
        self.issues.add(kind.at(self.place, column=position + 1, **facts))

    def number(self, tree: Tree[Token]) -> Expression | None:  # noqa: PLR0911 - one for each kind of node
        """The number that a part of the tree means; None after an issue."""
        node = strip_groups(tree)
        match node.data:
            case "number":
                return self._literal(node)
            case "parameter":
                return Parameter(str(node.children[0]))
            case "negative":
                return self._negative(cast(Tree[Token], node.children[1]))
            case "arithmetic":
                return self._arithmetic(node)
            case "call":
                return self._call(node)
            case "name" | "dotted" if self.grain == "area":
                self.add(BARE_NAME, node, name=".".join(str(part) for part in node.children))
            case "name" | "dotted":
                return self._named(node)
            case "quoted" | "date":
                self.add(TEXT_NOT_NUMBER if self.grain == "area" else TEXT_IN_ROW, node)
            case _:
                self.add(CONDITION_NOT_NUMBER, node)
        return None

    def condition(self, tree: Tree[Token]) -> Condition | None:
        """The condition that a part of the tree means; None after an issue."""
        node = strip_groups(tree)
        match node.data:
            case "all_of" | "any_of":
                return self._together(node)
            case "negated":
                inner = self.condition(cast(Tree[Token], node.children[0]))
                return None if inner is None else Not(inner)
            case "compare":
                return self._compare(node)
            case "one_of" | "none_of" if self.grain != "area":
                return self._membership(node)
            case "name" | "dotted" if self.grain != "area":
                return self._flag(node)
            case "call" if self.grain != "area":
                self.add(CALL_IN_CONDITION, node, name=str(node.children[0]))
            case _:
                self.add(NUMBER_NOT_CONDITION, node)
        return None

    def _literal(self, tree: Tree[Token]) -> Number | None:
        """A number with its unit, as `2 亿元` or `0.5`."""
        value = float(tree.children[0])  # type: ignore[arg-type]
        if not math.isfinite(value):
            self.add(TOO_LARGE, tree)
            return None
        if len(tree.children) == 1:
            return Number(value, NUMBER)
        text = str(tree.children[1])
        try:
            return Number(value, MeasureUnit.parse(text))
        except ValueError:
            self.add(UNKNOWN_UNIT, tree, unit=text, **nearest(text, unit_names()))
            return None

    def _negative(self, operand: Tree[Token]) -> Expression | None:
        of = self.number(operand)
        if isinstance(of, Number) and operand.data == "number":
            return Number(-of.value, of.unit)
        if of is None:
            return None
        return Negative(of) if self.grain == "area" else Arithmetic(Number(-1.0), "*", of)

    def _arithmetic(self, node: Tree[Token]) -> Expression | None:
        left_tree, operator, right_tree = node.children
        left, right = self.number(cast(Tree[Token], left_tree)), self.number(cast(Tree[Token], right_tree))
        if left is None or right is None:
            return None
        return Arithmetic(left, cast(ArithmeticOperator, str(operator)), right)

    def _call(self, node: Tree[Token]) -> Expression | None:
        name = str(node.children[0])
        if self.grain != "area" and not (name in FUNCTIONS and FUNCTIONS[name].everywhere):
            self.add(CALL_IN_CONDITION, node, name=name)
            return None
        call = gather_arguments(node, FUNCTIONS, self)
        return None if call is None else call.function.read(call)

    def _named(self, node: Tree[Token]) -> Attribute | MeasureValue | None:
        names = [str(part) for part in node.children]
        if len(names) > 1:
            if names[0] == "entity" and len(names) == 2:
                return Attribute(names[1], of_entity=True)
            self.add(UNKNOWN_PREFIX, node, name=names[0])
            return None
        if self.grain == "record" or names[0] in ENTITY_ATTRIBUTES or names[0] in self.attributes:
            return Attribute(names[0])
        return MeasureValue(names[0])

    def _flag(self, node: Tree[Token]) -> Condition | None:
        attribute = self._named(node)
        if isinstance(attribute, MeasureValue):
            # A flag by an unknown name and a figure without a comparison look the same: the check tells.
            attribute = Attribute(attribute.measure)
        return None if attribute is None else Flag(attribute)

    def _together(self, node: Tree[Token]) -> Condition | None:
        parts = [self.condition(cast(Tree[Token], child)) for child in node.children]
        conditions = tuple(part for part in parts if part is not None)
        if len(conditions) < len(parts):
            return None
        return AllOf(conditions) if node.data == "all_of" else AnyOf(conditions)

    def _compare(self, node: Tree[Token]) -> Condition | None:
        left_tree, sign, right_tree = (cast(Tree[Token], child) for child in node.children)
        operator = _SPELLINGS.get(str(sign), str(sign))
        left = self._side(left_tree, None, operator)
        right = self._side(right_tree, left, operator)
        if left_tree.data == "number" and len(left_tree.children) == 1 and self._is_text(right):
            left = Word(str(left_tree.children[0]))
        if left is None or right is None:
            return None
        return Compare(left, cast(ComparisonOperator, operator), right)

    def _side(self, tree: Tree[Token], left: Expression | Word | None, operator: str) -> Expression | Word | None:
        """One side of a comparison. A bare name to the right of `attribute =` is a word: `title = green_factory`.

        Brackets make it a name again: `planned = (spent)` compares two fields.
        """
        if self.grain == "area":
            return self.number(tree)
        if tree.data in ("quoted", "date"):
            return Word(word_text(tree))
        worded = isinstance(left, Attribute) or (isinstance(left, Applied) and bool(left.texts))
        if tree.data == "name" and operator in ("=", "!=") and worded:
            return Word(str(tree.children[0]))
        if tree.data == "number" and len(tree.children) == 1 and self._is_text(left):
            return Word(str(tree.children[0]))
        return self.number(tree)

    def _is_text(self, attribute: object) -> bool:
        """Whether this is an attribute whose values are texts even where they look like numbers: codes, ids."""
        if not isinstance(attribute, Attribute):
            return False
        about_record = self.grain == "record" and not attribute.of_entity
        return attribute.name in (_TEXT_RECORD_ATTRIBUTES if about_record else _TEXT_ATTRIBUTES | self.attributes)

    def _membership(self, node: Tree[Token]) -> Condition | None:
        subject, members = (cast(Tree[Token], child) for child in node.children)
        subject = strip_groups(subject)
        if subject.data not in ("name", "dotted"):
            self.add(NOT_AN_ATTRIBUTE, node)
            return None
        attribute = self._named(subject)
        if isinstance(attribute, MeasureValue):
            self.add(NOT_AN_ATTRIBUTE, node)
            return None
        if attribute is None:
            return None
        if members.data == "name":
            condition: Condition = InGroup(attribute, str(members.children[0]))
        elif members.data == "listed":
            function, name = str(members.children[0]), cast(Tree[Token], members.children[1])
            if function != "list":
                self.add(UNKNOWN_FUNCTION, members, name=function, **nearest(function, ["list"]))
                return None
            condition = InList(attribute, word_text(name))
        else:
            words = tuple(dict.fromkeys(word_text(cast(Tree[Token], word)) for word in members.children))
            condition = OneOf(attribute, words)
        return Not(condition) if node.data == "none_of" else condition
