"""`round(x, places: 2)`: rounded to decimal places of its unit, halves away from zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sigai.base.units import Unit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Applied, Goal, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.shapes import Apply, Columns, Operation, Sized
from sigai.formulas.syntax import Expression

_MOST = 6


@dataclass(frozen=True, slots=True)
class Rounded(Applied):
    """A number rounded to decimal places in the unit that it is in, halves away from zero."""

    of: Expression
    places: int = 0

    @property
    def name(self) -> str:
        return "round"

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.of,)

    def arguments(self, write: Writing) -> Iterable[str]:
        return (write.number(self.of), *((f"places: {self.places}",) if self.places else ()))

    def words(self, tell: Telling) -> str:
        if not self.places:
            return tell.say("“{of}”取整", "[{of}] rounded to whole numbers", of=tell.number(self.of))
        zh, en = "“{of}”保留 {places} 位小数", "[{of}] rounded to {places} decimals"
        return tell.say(zh, en, of=tell.number(self.of), places=self.places)

    def unit(self, check: Typing) -> Unit | None:
        return check.unit(self.of)

    def lower(self, at: Lowering) -> Sized:
        of = at.number(self.of)
        return Sized(Apply(_rounding(self.places), (of.shape,)), of.unit)

    def steer(self, goal: Goal) -> None:
        goal.follow(self.of)


@cache
def _rounding(places: int) -> Operation:
    def rounded(columns: Columns, number: Any) -> Any:
        return columns.rounded(number, places)

    return Operation(f"round {places}", rounded)


def _read(call: Arguments) -> Expression | None:
    of, places = call.number(), call.whole("places", range(_MOST + 1), 0)
    return None if of is None or places is None else Rounded(of, places)


FUNCTION = Function(
    "round",
    Signature("公式", "a formula", "round(total(output) / total(employees), places: 2)", frozenset({"places"})),
    _read,
    everywhere=True,
)
