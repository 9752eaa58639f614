"""What an expression mentions: its measures, ledgers, parameters and terms."""

from __future__ import annotations

from collections.abc import Iterator

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

Node = Expression | Condition | RowExpression | Word


def walk(node: Node) -> Iterator[Node]:
    """A node and everything within it, from left to right, each before its parts."""
    yield node
    for part in _parts(node):
        yield from walk(part)


def terms_of(expression: Expression) -> tuple[Term, ...]:
    """The leaves that take a number from values, entities or records: distinct, in the order they stand."""
    terms = (node for node in walk(expression) if isinstance(node, Term))
    return tuple(dict.fromkeys(terms))


def measures_of(node: Node) -> frozenset[str]:
    """The measures that an expression or condition mentions, in its conditions too."""
    return frozenset(part.measure for part in walk(node) if isinstance(part, Total | Reporting | MeasureValue))


def ledgers_of(node: Node) -> frozenset[str]:
    """The ledgers that an expression counts records of."""
    return frozenset(part.ledger for part in walk(node) if isinstance(part, Records))


def parameters_of(node: Node) -> frozenset[str]:
    """The dated parameters that an expression or condition mentions."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Parameter))


def groups_of(node: Node) -> frozenset[str]:
    """The groups of industries that an expression or condition asks for."""
    return frozenset(part.group for part in walk(node) if isinstance(part, InGroup))


def compares(expression: Expression) -> bool:
    """Whether an expression sets figures against figures: growth or change, a ratio or a difference.

    Sums do not, nor does what is multiplied by a parameter or divided by a count of records.
    """
    match expression:
        case Growth(of) | AverageGrowth(of) | Change(of) | PointChange(of):
            return _measured(of)
        case Negative(of):
            return compares(of)
        case Arithmetic(left, operator, right):
            both = all(any(not isinstance(term, Records) for term in terms_of(side)) for side in (left, right))
            return compares(left) or compares(right) or (both and operator != "+" and _measured(expression))
    return False


def _measured(expression: Expression) -> bool:
    """Whether it adds up or averages figures, more than counts who gave them or is on the register."""
    return any(
        isinstance(term, Total | Mean) or (isinstance(term, Entities) and bool(measures_of(term)))
        for term in terms_of(expression)
    )


def _parts(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one for each kind of node
    match node:
        case Arithmetic(left, _, right) | RowArithmetic(left, _, right) | Compare(left, _, right):
            return (left, right)
        case Negative(of) | Growth(of) | AverageGrowth(of) | Change(of) | PointChange(of):
            return (of,)
        case Mean(of, where) | RowTotal(of, where):
            return (of,) if where is None else (of, where)
        case Total() | Entities() | Reporting() | Records():
            return () if node.where is None else (node.where,)
        case AllOf(conditions) | AnyOf(conditions):
            return conditions
        case Not(condition):
            return (condition,)
        case OneOf(attribute) | InGroup(attribute) | Flag(attribute):
            return (attribute,)
        case MeasureValue() | Attribute() | Number() | Parameter() | Word():
            return ()
