"""What `min` and `max` have in common: one of several numbers that measure the same."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments
from sigai.formulas.function import Applied, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.shapes import Apply, NumberOperation, Sized, alike
from sigai.formulas.syntax import Expression

MOST = 20


@dataclass(frozen=True, slots=True)
class Extreme(Applied):
    """The smallest or largest of some numbers; missing where one of them is."""

    of: tuple[Expression, ...]

    OPERATION: ClassVar[NumberOperation]
    ZH: ClassVar[str]
    EN: ClassVar[str]

    @property
    @abstractmethod
    def name(self) -> str:
        """`min` or `max`."""

    @property
    def comparable(self) -> bool:
        """Yes: it is one of its numbers."""
        return True

    @property
    def parts(self) -> tuple[Node, ...]:
        """The numbers."""
        return self.of

    def arguments(self, write: Writing) -> Iterable[str]:
        """The numbers."""
        return map(write.number, self.of)

    def words(self, tell: Telling) -> str:
        """Which of the numbers it is, in words."""
        return tell.say(self.ZH, self.EN, of=tell.listed(map(tell.number, self.of)))

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The common unit of its numbers; None after an issue."""
        return check.like(self.name, self.of)

    def lower(self, at: Lowering) -> Sized:
        """The smallest or largest of its numbers, all in one unit."""
        shapes, unit = alike([at.number(part) for part in self.of])
        return Sized(Apply(self.OPERATION, tuple(shapes)), unit)


def read_numbers(call: Arguments) -> tuple[Expression, ...] | None:
    """All arguments as numbers about the same as the call."""
    found = [call.number(place) for place in range(len(call.plain))]
    numbers = tuple(number for number in found if number is not None)
    return numbers if len(numbers) == len(found) else None
