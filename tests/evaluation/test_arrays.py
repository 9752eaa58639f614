"""Conditions over rows in memory: three answers, units, tolerance, industries."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sigai.base.issues import NOWHERE, Issues
from sigai.base.units import MeasureUnit
from sigai.evaluation import Amounts, Flags, Texts, evaluate
from sigai.formulas import Vocabulary, read_condition
from sigai.formulas import nodes as n


class TwoEnterprises:
    """output 100 and missing (万元), industry C3240 and D4411, above scale in the first only."""

    size = 2

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:
        values = {"output": [Fraction(100), None], "profit": [Fraction(10), Fraction(20)]}.get(name)
        return None if values is None else Amounts.of(values, MeasureUnit.parse("万元"))

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        values = {"industry": ["C3240", "D4411"], "area": ["990100", None], "tag": [frozenset({"green"}), frozenset()]}
        return Texts(np.array([0, 1]), values[name]) if name in values else None

    def time(self, name: str, *, of_entity: bool) -> None:
        """No attribute of an enterprise is a date."""

    def flags(self, name: str, *, of_entity: bool) -> Flags | None:
        return np.array([1.0, 0.0])

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary()

    def parameter(self, asked: n.Parameter) -> Amounts:
        return Amounts.of([Fraction(2), Fraction(2)])

    def group(self, name: str) -> tuple[str, ...]:
        return ("C",) if name == "manufacturing" else ("44",)


@pytest.mark.parametrize(
    ("condition", "first", "second"),
    [
        ("output >= 100 万元", True, None),
        ("output > 0.01 亿元", False, None),
        ("output = 1000000 元", True, None),
        ("profit * 2 <= 30 万元", True, False),
        ("profit / (profit - profit) > 1", None, None),
        ("profit * $rate != 20 万元", False, True),
        ("output > 0 and profit > 1000 万元", False, False),
        ("output > 0 or profit > 0", True, True),
        ("not output > 0", False, None),
        ("above_scale", True, False),
        ("industry in manufacturing", True, False),
        ("industry in energy", False, True),
        ("industry in [C32, C33]", True, False),
        ("industry not in [C32]", False, True),
        ("area = 990100", True, None),
        ("tag = green", True, False),
        ("tag in [green, new]", True, False),
    ],
)
def test_conditions(condition: str, first: bool | None, second: bool | None) -> None:
    issues = Issues()
    read = read_condition(condition, NOWHERE, issues)
    assert read is not None, [issue.text("en") for issue in issues]
    verdict = evaluate(read, TwoEnterprises())
    answers = [bool(holds) if known else None for holds, known in zip(verdict.holds, verdict.known, strict=True)]
    assert answers == [first, second]


def test_tolerance_is_relative_to_the_larger_side() -> None:
    read = read_condition("output <= 99 万元", NOWHERE, Issues())
    assert read is not None
    assert not evaluate(read, TwoEnterprises()).holds[0]
    assert evaluate(read, TwoEnterprises(), tolerance=0.02).holds[0]
