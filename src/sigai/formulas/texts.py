"""The canonical text of formulas and conditions: reading it again gives the same expression."""

from __future__ import annotations

import re
from decimal import Decimal

from sigai.formulas.function import Applied
from sigai.formulas.syntax import (
    ENTITY_ATTRIBUTES,
    RECORD_ATTRIBUTES,
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
    PlaceValue,
    Word,
)

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_BARE_IN_LIST = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|[0-9]+)\Z")
_RESERVED = frozenset({"and", "or", "not", "in"})
_READ_AS_TEXT = frozenset({*ENTITY_ATTRIBUTES, *RECORD_ATTRIBUTES})


def formula_text(expression: Expression) -> str:  # noqa: PLR0911 - one for each kind of node
    """A number as an author would write it: `total(output) / total(employees)`, `waste_used / waste_made`."""
    match expression:
        case Number(value, unit):
            return f"{number_text(value)} {unit}".rstrip()
        case Parameter(name, place, on):
            return f"${name}" if not place and not on else _keyed(name, place, on)
        case Word(text):
            return _quoted(text)
        case AreaAtHand():
            return "area"
        case MeasureValue(measure):
            return measure
        case Attribute(name, of_entity):
            return f"entity.{name}" if of_entity else name
        case Negative(of):
            plain = not isinstance(of, Number | Arithmetic | Negative)
            return f"-{formula_text(of)}" if plain else f"-({formula_text(of)})"
        case Arithmetic(left, operator, right):
            return _joined(formula_text(left), operator, formula_text(right), left, right)
        case Applied():
            return f"{expression.name}({', '.join(expression.arguments(_WRITING))})"
    raise TypeError(f"no text for {expression!r}")


def condition_text(condition: Condition) -> str:  # noqa: PLR0911 - one for each kind of node
    """The condition as an author would write it: `above_scale and rd_expense > 0`."""
    match condition:
        case AllOf(conditions):
            return " and ".join(_bracketed(part, AllOf, AnyOf) for part in conditions)
        case AnyOf(conditions):
            return " or ".join(_bracketed(part, AnyOf) for part in conditions)
        case Not(OneOf(attribute, words)):
            return f"{formula_text(attribute)} not in [{_listed(words)}]"
        case Not(InGroup(attribute, group)):
            return f"{formula_text(attribute)} not in {group}"
        case Not(InList(attribute, name)):
            return f"{formula_text(attribute)} not in list({_listed((name,))})"
        case Not(inner):
            return f"not {_bracketed(inner, AllOf, AnyOf)}"
        case Compare(left, operator, right):
            return f"{_side(left, right)} {operator} {_right_side(left, operator, right)}"
        case OneOf(attribute, words):
            return f"{formula_text(attribute)} in [{_listed(words)}]"
        case InGroup(attribute, group):
            return f"{formula_text(attribute)} in {group}"
        case InList(attribute, name):
            return f"{formula_text(attribute)} in list({_listed((name,))})"
        case Flag(attribute):
            return formula_text(attribute)


def _keyed(name: str, place: tuple[tuple[str, PlaceValue], ...], on: str) -> str:
    keys = [f"{key}: {formula_text(value)}" for key, value in place]
    return f"param({', '.join([name, *keys, *([f'on: {_quoted(on)}'] if on else [])])})"


def number_text(value: float) -> str:
    """Digits without an exponent: `0.1229`, `15000`, `-3`."""
    digits = format(Decimal(repr(float(value))), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


class _Writing:
    """How the arguments of functions are written."""

    def number(self, expression: Expression) -> str:
        return formula_text(expression)

    def condition(self, condition: Condition) -> str:
        return condition_text(condition)


_WRITING = _Writing()


def _joined(left_text: str, operator: str, right_text: str, left: object, right: object) -> str:
    """Two operands with brackets only where they are needed: operators of one strength bind to the left."""
    own = _STRENGTH[operator]
    if isinstance(left, Arithmetic) and _STRENGTH[left.operator] < own:
        left_text = f"({left_text})"
    binds_less = isinstance(right, Arithmetic) and _STRENGTH[right.operator] <= own
    if binds_less or right_text.startswith("-"):
        right_text = f"({right_text})"
    return f"{left_text} {operator} {right_text}"


def _bracketed(condition: Condition, *kinds: type) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, kinds) else text


def _side(side: Expression | Word, other: Expression | Word) -> str:
    """A side of a comparison. A plain number against a code or id is read as a text; brackets make it a number."""
    if isinstance(side, Word):
        return _quoted(side.text)
    text = formula_text(side)
    plain_number = isinstance(side, Number) and side.unit.symbol == ""
    against_text = isinstance(other, Attribute) and other.name in _READ_AS_TEXT
    return f"({text})" if plain_number and against_text else text


def _right_side(left: Expression | Word, operator: str, right: Expression | Word) -> str:
    """To the right of `attribute =` a bare name is a word, and a name in brackets an attribute or a measure."""
    worded = isinstance(left, Attribute) or (isinstance(left, Applied) and bool(left.texts))
    word_position = worded and operator in ("=", "!=")
    if isinstance(right, Word):
        bare = word_position and _BARE.match(right.text) and right.text not in _RESERVED
        return right.text if bare else _quoted(right.text)
    named = isinstance(right, MeasureValue) or (isinstance(right, Attribute) and not right.of_entity)
    return f"({formula_text(right)})" if word_position and named else _side(right, left)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(word if _BARE_IN_LIST.match(word) and word not in _RESERVED else _quoted(word) for word in words)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
