"""`if(condition, a, b)`: one number where a condition holds, another where it does not."""

from __future__ import annotations

from sigai.formulas.calls import Function, Signature
from sigai.formulas.functions.choices import read_choice

_EXAMPLE = "if(total(output) > 2 亿元, total(profit), 0 亿元)"
FUNCTION = Function("if", Signature("条件", "a condition", _EXAMPLE, least=3, most=3), read_choice, everywhere=True)
