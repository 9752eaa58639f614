"""`case(condition, a, condition, b, …, c)`: bands; the number beside the first condition that holds."""

from __future__ import annotations

from sigai.formulas.calls import Function, Signature
from sigai.formulas.functions.choices import MOST, read_choice

_EXAMPLE = "case(total(output) > 2 亿元, 1, total(output) > 1 亿元, 0.8, 0.5)"
FUNCTION = Function(
    "case", Signature("条件", "a condition", _EXAMPLE, least=5, most=MOST), read_choice, everywhere=True
)
