"""`min(a, b)`: the smallest of some numbers that measure the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Counting
from sigai.formulas.functions.extremes import MOST, Extreme, read_numbers
from sigai.formulas.quantities import Quantity, extreme
from sigai.formulas.shapes import NumberOperation
from sigai.formulas.syntax import Expression


@dataclass(frozen=True, slots=True)
class Least(Extreme):
    """The smallest of some numbers that measure the same; missing where one of them is."""

    OPERATION: ClassVar = NumberOperation("min", lambda columns, *numbers: columns.least(*numbers))
    ZH: ClassVar = "{of}中最小的一个"
    EN: ClassVar = "[the smallest of {of}]"

    @property
    def name(self) -> str:
        """`min`."""
        return "min"

    def exact(self, counting: Counting) -> Quantity[Any]:
        """The smallest of the quantities of its parts."""
        return extreme([counting.number(part) for part in self.of], largest=False)


def _read(call: Arguments) -> Expression | None:
    numbers = read_numbers(call)
    return None if numbers is None else Least(numbers)


_EXAMPLE = "min(total(output) / total(profit), 3)"
FUNCTION = Function(
    "min",
    Signature("公式", "a formula", _EXAMPLE, least=2, most=MOST),
    _read,
    everywhere=True,
)
