"""`change(x, since: 2020)`: relative change since the same period of a base year."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Looking, Lowering, Telling
from sigai.formulas.functions.over_time import SINCE, Since, read_since, relative_change
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.shapes import Sized
from sigai.formulas.syntax import Expression


@dataclass(frozen=True, slots=True)
class Change(Since):
    """Relative change since the same period of a base year."""

    @property
    def name(self) -> str:
        """`change`."""
        return "change"

    def words(self, tell: Telling) -> str:
        """The relative change of the number, in words."""
        zh, en = "“{of}”比 {since} 年同期的增减幅度", "change of [{of}] since the same period of {since}"
        return tell.say(zh, en, of=tell.number(self.of), since=self.since)

    def lower(self, at: Lowering) -> Sized:
        """The number now on the number in the base year."""
        return relative_change(at.number(self.of), at.since(self.since).number(self.of))

    def traits(self, look: Looking) -> SeriesTraits:
        """A level; zero at the base year of the programme where it is measured from there."""
        every = look.traits(self.of).every
        return SeriesTraits(SeriesKind.LEVEL, zero_at_base=self.since == look.base_year, every=every)


def _read(call: Arguments) -> Expression | None:
    found = read_since(call)
    return None if found is None else Change(*found)


_EXAMPLE = "change(total(output), since: 2020)"
FUNCTION = Function("change", Signature("公式", "a formula", _EXAMPLE, SINCE, SINCE), _read)
