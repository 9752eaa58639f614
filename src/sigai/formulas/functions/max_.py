"""`max(a, b)`: the largest of some numbers that measure the same."""

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
class Greatest(Extreme):
    """The largest of some numbers that measure the same; missing where one of them is."""

    OPERATION: ClassVar = NumberOperation(
        "max", lambda columns, *numbers: -columns.least(*(-number for number in numbers))
    )
    ZH: ClassVar = "{of}中最大的一个"
    EN: ClassVar = "[the largest of {of}]"

    @property
    def name(self) -> str:
        """`max`."""
        return "max"

    def exact(self, counting: Counting) -> Quantity[Any]:
        """The largest of the quantities of its parts."""
        return extreme([counting.number(part) for part in self.of], largest=True)


def _read(call: Arguments) -> Expression | None:
    numbers = read_numbers(call)
    return None if numbers is None else Greatest(numbers)


_EXAMPLE = "max(total(output) - total(profit), 0 万元)"
FUNCTION = Function(
    "max",
    Signature("公式", "a formula", _EXAMPLE, least=2, most=MOST),
    _read,
    everywhere=True,
)
