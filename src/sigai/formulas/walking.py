"""What an expression mentions: its measures, ledgers, parameters and terms."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.formulas.function import Applied, FormulaTerm, Node, RecordTerm
from sigai.formulas.syntax import (
    AllOf,
    AnyOf,
    Arithmetic,
    Attribute,
    Compare,
    Flag,
    InGroup,
    InList,
    MeasureValue,
    Negative,
    Not,
    OneOf,
    Parameter,
)


def walk(node: Node) -> Iterator[Node]:
    """A node and everything within it, from left to right, each before its parts."""
    yield node
    for part in _parts(node):
        yield from walk(part)


def terms_of(node: Node) -> tuple[FormulaTerm, ...]:
    """The leaves that take a number from values, entities or records: distinct, in the order they stand."""
    terms = (part for part in walk(node) if isinstance(part, FormulaTerm))
    return tuple(dict.fromkeys(terms))


def measures_of(node: Node) -> frozenset[str]:
    """The measures that an expression or condition mentions, in its conditions too."""
    return frozenset(ordered_measures(node))


def ordered_measures(node: Node) -> tuple[str, ...]:
    """The same in the order in which they stand."""
    return tuple(dict.fromkeys(part.measure for part in walk(node) if isinstance(part, MeasureValue)))


def ledgers_of(node: Node) -> frozenset[str]:
    """The ledgers that an expression counts records of, or rows inside their records."""
    return frozenset(part.kept_in for part in walk(node) if isinstance(part, RecordTerm))


def parameters_of(node: Node) -> frozenset[str]:
    """The dated parameters that an expression or condition mentions."""
    found = {part.name for part in walk(node) if isinstance(part, Parameter)}
    return frozenset(found.union(*(part.parameters for part in walk(node) if isinstance(part, Applied))))


def groups_of(node: Node) -> frozenset[str]:
    """The groups of industries that an expression or condition asks for."""
    return frozenset(part.group for part in walk(node) if isinstance(part, InGroup))


def attributes_of(node: Node) -> frozenset[str]:
    """The attributes of an entity, or fields of a record, that a condition asks for; `entity` where it asks for one of
    the record's entity."""
    parts = list(walk(node))
    found = {"entity" if part.of_entity else part.name for part in parts if isinstance(part, Attribute)}
    return frozenset(found.union(*(part.attributes for part in parts if isinstance(part, Applied))))


def compares(node: Node) -> bool:
    """Whether an expression sets figures against figures: growth or change, a ratio or a difference.

    Sums do not, nor does what is multiplied by a parameter or divided by a count of records.
    """
    match node:
        case Applied():
            if node.compares():
                return _measured(node)
            return not isinstance(node, FormulaTerm) and any(map(compares, node.parts))
        case Negative(of):
            return compares(of)
        case Arithmetic(left, operator, right):
            both = all(any(not isinstance(term, RecordTerm) for term in terms_of(side)) for side in (left, right))
            return compares(left) or compares(right) or (both and operator != "+" and _measured(node))
    return False


def _measured(node: Node) -> bool:
    """Whether it adds up or averages figures, more than counts who gave them or is on the register."""
    return any(term.measured for term in terms_of(node))


def _parts(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one for each kind of node
    match node:
        case Applied():
            return node.parts
        case Arithmetic(left, _, right) | Compare(left, _, right):
            return (left, right)
        case Negative(of):
            return (of,)
        case AllOf(conditions) | AnyOf(conditions):
            return conditions
        case Not(condition):
            return (condition,)
        case OneOf(attribute) | InGroup(attribute) | InList(attribute) | Flag(attribute):
            return (attribute,)
    return ()
