"""`round(x, places: 2)`: rounded to decimal places of its unit, halves away from zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Applied, Counting, Goal, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.shapes import Apply, NumberColumns, NumberOperation, Sized
from sigai.formulas.syntax import Expression

_MOST = 6


@dataclass(frozen=True, slots=True)
class Rounded(Applied):
    """A number rounded to decimal places in the unit that it is in, halves away from zero."""

    of: Expression
    places: int = 0

    @property
    def name(self) -> str:
        """`round`."""
        return "round"

    @property
    def parts(self) -> tuple[Node, ...]:
        """The number alone."""
        return (self.of,)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The number, and the places unless they are none."""
        return (write.number(self.of), *((f"places: {self.places}",) if self.places else ()))

    def words(self, tell: Telling) -> str:
        """The number and how it is rounded, in words."""
        if not self.places:
            return tell.say("“{of}”取整", "[{of}] rounded to whole numbers", of=tell.number(self.of))
        zh, en = "“{of}”保留 {places} 位小数", "[{of}] rounded to {places} decimals"
        return tell.say(zh, en, of=tell.number(self.of), places=self.places)

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the number."""
        return check.unit(self.of)

    def lower(self, at: Lowering) -> Sized:
        """The number rounded in its own unit."""
        of = at.number(self.of)
        return Sized(Apply(_rounding(self.places), (of.shape,)), of.unit)

    @property
    def comparable(self) -> bool:
        """Yes: whole numbers are divided exactly."""
        return True

    def exact(self, counting: Counting) -> Any:
        """The quantity of the number, rounded."""
        return counting.rounded(self.of, self.places)

    def steer(self, goal: Goal) -> None:
        """To the number itself."""
        goal.follow(self.of)


@cache
def _rounding(places: int) -> NumberOperation:
    def rounded(columns: NumberColumns, number: Any) -> Any:
        return columns.rounded(number, places)

    return NumberOperation(f"round {places}", rounded)


def _read(call: Arguments) -> Expression | None:
    of, places = call.number(), call.whole("places", range(_MOST + 1), 0)
    return None if of is None or places is None else Rounded(of, places)


FUNCTION = Function(
    "round",
    Signature("公式", "a formula", "round(total(output) / total(employees), places: 2)", frozenset({"places"})),
    _read,
    everywhere=True,
)
