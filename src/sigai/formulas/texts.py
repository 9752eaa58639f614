"""The canonical text of formulas and conditions: reading it again gives the same expression."""

from __future__ import annotations

import re
from decimal import Decimal

from sigai.formulas.nodes import (
    ENTITY_ATTRIBUTES,
    RECORD_ATTRIBUTES,
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
    Window,
    Word,
)

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_BARE_IN_LIST = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|[0-9]+)\Z")
_RESERVED = frozenset({"and", "or", "not", "in"})
_READ_AS_TEXT = frozenset({*ENTITY_ATTRIBUTES, *RECORD_ATTRIBUTES})


def formula_text(expression: Expression) -> str:  # noqa: PLR0911 - one for each kind of node
    """The formula as an author would write it: `total(output) / total(employees)`."""
    match expression:
        case Number() | Parameter():
            return _literal(expression)
        case Negative(of):
            plain = not isinstance(of, Number | Arithmetic | Negative)
            return f"-{formula_text(of)}" if plain else f"-({formula_text(of)})"
        case Arithmetic(left, operator, right):
            return _joined(formula_text(left), operator, formula_text(right), left, right)
        case Growth(of):
            return f"growth({formula_text(of)})"
        case AverageGrowth(of, since):
            return f"average_growth({formula_text(of)}, since: {since})"
        case Change(of, since):
            return f"change({formula_text(of)}, since: {since})"
        case PointChange(of, since):
            return f"point_change({formula_text(of)}, since: {since})"
        case _:
            return _term_text(expression)


def condition_text(condition: Condition) -> str:  # noqa: PLR0911 - one for each kind of node
    """The condition as an author would write it: `above_scale and rd_expense > 0`."""
    match condition:
        case AllOf(conditions):
            return " and ".join(_bracketed(part, AllOf, AnyOf) for part in conditions)
        case AnyOf(conditions):
            return " or ".join(_bracketed(part, AnyOf) for part in conditions)
        case Not(OneOf(attribute, words)):
            return f"{row_text(attribute)} not in [{_listed(words)}]"
        case Not(InGroup(attribute, group)):
            return f"{row_text(attribute)} not in {group}"
        case Not(inner):
            return f"not {_bracketed(inner, AllOf, AnyOf)}"
        case Compare(left, operator, right):
            return f"{_side(left, right)} {operator} {_right_side(left, operator, right)}"
        case OneOf(attribute, words):
            return f"{row_text(attribute)} in [{_listed(words)}]"
        case InGroup(attribute, group):
            return f"{row_text(attribute)} in {group}"
        case Flag(attribute):
            return row_text(attribute)


def row_text(row: RowExpression) -> str:
    """A number about one entity or record as an author would write it: `waste_used / waste_made`."""
    match row:
        case MeasureValue(measure):
            return measure
        case Attribute(name, of_entity):
            return f"entity.{name}" if of_entity else name
        case RowArithmetic(left, operator, right):
            return _joined(row_text(left), operator, row_text(right), left, right)
        case _:
            return _literal(row)


def number_text(value: float) -> str:
    """Digits without an exponent: `0.1229`, `15000`, `-3`."""
    digits = format(Decimal(repr(float(value))), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _term_text(term: Term) -> str:
    where = [f"where: {condition_text(term.where)}"] if term.where is not None else []
    match term:
        case Total(measure, _, over):
            return _call("total", [measure, *where, *_window(over)])
        case RowTotal(of, _, over):
            return _call("total", [row_text(of), *where, *_window(over)])
        case Mean(of):
            return _call("mean", [row_text(of), *where])
        case Entities(kind):
            return _call("entities", [*([f"kind: {kind}"] if kind != "enterprise" else []), *where])
        case Reporting(measure):
            return _call("reporting", [measure, *where])
        case Records(ledger, states, aggregate, field, _, within):
            subject = ledger if field is None else f"{ledger}.{field}"
            state = states[0] if len(states) == 1 else f"[{', '.join(states)}]"
            time = [f"within: {within}"] if within != "always" else []
            return _call(aggregate, [subject, f"state: {state}", *where, *time])


def _window(over: Window) -> list[str]:
    return [f"over: {over}"] if over != "default" else []


def _call(function: str, arguments: list[str]) -> str:
    return f"{function}({', '.join(arguments)})"


def _literal(number: Number | Parameter) -> str:
    if isinstance(number, Parameter):
        return f"${number.name}"
    return f"{number_text(number.value)} {number.unit}".rstrip()


def _joined(left_text: str, operator: str, right_text: str, left: object, right: object) -> str:
    """Two operands with brackets only where they are needed: operators of one strength bind to the left."""
    own = _STRENGTH[operator]
    if isinstance(left, Arithmetic | RowArithmetic) and _STRENGTH[left.operator] < own:
        left_text = f"({left_text})"
    binds_less = isinstance(right, Arithmetic | RowArithmetic) and _STRENGTH[right.operator] <= own
    if binds_less or right_text.startswith("-"):
        right_text = f"({right_text})"
    return f"{left_text} {operator} {right_text}"


def _bracketed(condition: Condition, *kinds: type) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, kinds) else text


def _side(side: RowExpression | Word, other: RowExpression | Word) -> str:
    """A side of a comparison. A plain number against a code or id is read as a text; brackets make it a number."""
    if isinstance(side, Word):
        return _quoted(side.text)
    text = row_text(side)
    plain_number = isinstance(side, Number) and side.unit.symbol == ""
    against_text = isinstance(other, Attribute) and other.name in _READ_AS_TEXT
    return f"({text})" if plain_number and against_text else text


def _right_side(left: RowExpression | Word, operator: str, right: RowExpression | Word) -> str:
    """To the right of `attribute =` a bare name is a word, and a name in brackets an attribute or a measure."""
    word_position = isinstance(left, Attribute) and operator in ("=", "!=")
    if isinstance(right, Word):
        bare = word_position and _BARE.match(right.text) and right.text not in _RESERVED
        return right.text if bare else _quoted(right.text)
    named = isinstance(right, MeasureValue) or (isinstance(right, Attribute) and not right.of_entity)
    return f"({row_text(right)})" if word_position and named else _side(right, left)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(word if _BARE_IN_LIST.match(word) and word not in _RESERVED else _quoted(word) for word in words)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
