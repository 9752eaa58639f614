"""Formulas that give a text: each text is worked out as its place among all that a formula may give.

So choosing between texts is choosing between numbers, and whoever works out the one works out the other.
"""

from __future__ import annotations

from dataclasses import replace

from sigai.formulas.functions.choices import Conditional
from sigai.formulas.syntax import Expression, Number, Word


def numbered(expression: Expression, texts: tuple[str, ...]) -> Expression:
    """The same choice between the places of its texts among all `texts`."""
    if isinstance(expression, Conditional):
        branches = tuple((condition, numbered(value, texts)) for condition, value in expression.branches)
        return replace(expression, branches=branches, otherwise=numbered(expression.otherwise, texts))
    return Number(float(texts.index(expression.text))) if isinstance(expression, Word) else expression
