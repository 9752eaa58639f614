"""Which numbers of parameters a condition or number takes for one row: what explains its answer."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.evaluation.arrays import RowsInMemory, evaluate
from sigai.formulas import walk
from sigai.formulas.function import Node
from sigai.formulas.nodes import Lookup, Parameter


def parameters_taken(node: Node, row: RowsInMemory) -> tuple[Parameter, ...]:
    """The parameters that a condition or number asks for about a single row, each in the place that the row's keys lie
    in; none for keys that are not known or lie nowhere."""
    return tuple(dict.fromkeys(_taken(node, row)))


def _taken(node: Node, row: RowsInMemory) -> Iterator[Parameter]:
    for part in walk(node):
        if isinstance(part, Parameter):
            yield part
        elif isinstance(part, Lookup):
            for condition, parameter in part.branches(row.vocabulary):
                if evaluate(condition, row).holds[0]:
                    yield parameter
