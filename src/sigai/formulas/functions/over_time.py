"""What functions have in common that hold a number against the same number of an earlier time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.calls import Arguments
from sigai.formulas.function import Applied, Looking, Node, Typing, Writing
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.shapes import Apply, NumberColumns, NumberOperation, Sized
from sigai.formulas.syntax import Expression

SINCE = frozenset({"since"})


@dataclass(frozen=True, slots=True)
class OverTime(Applied):
    """A number held against itself at an earlier time."""

    of: Expression

    @property
    def parts(self) -> tuple[Node, ...]:
        """The number alone."""
        return (self.of,)

    @property
    def takes_over(self) -> bool:
        """No: a change is not as much as its number."""
        return False

    def arguments(self, write: Writing) -> Iterable[str]:
        """The number."""
        return (write.number(self.of),)

    def unit(self, check: Typing) -> MeasureUnit | None:
        """A pure number; None after an issue in the number."""
        return None if check.earlier(self.of, self) is None else NUMBER

    def compares(self) -> bool:
        """Yes: it sets two times against each other."""
        return True

    def traits(self, look: Looking) -> SeriesTraits:
        """A level, as often as the number comes."""
        return SeriesTraits(SeriesKind.LEVEL, every=look.traits(self.of).every)


@dataclass(frozen=True, slots=True)
class Since(OverTime):
    """A number held against itself in the same period of a base year."""

    since: int

    def arguments(self, write: Writing) -> Iterable[str]:
        """The number and the base year."""
        return (write.number(self.of), f"since: {self.since}")


def read_since(call: Arguments) -> tuple[Expression, int] | None:
    """The number and the base year of a call."""
    of, since = call.number(), call.year()
    return None if of is None or since is None else (of, since)


def _relative_change(columns: NumberColumns, now: Any, then: Any) -> Any:
    return columns.chosen([(then > 0, now / columns.nonzero(then) - 1)], columns.nothing)


RELATIVE_CHANGE = NumberOperation("relative_change", _relative_change)


def relative_change(now: Sized, then: Sized) -> Sized:
    """`now / then - 1`, a pure number; nothing where it was not above zero."""
    return Sized(Apply(RELATIVE_CHANGE, (now.shape, then.shape)), NUMBER)
