"""`growth(x)`: relative change on the same period of the year before."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Lowering, Telling
from sigai.formulas.functions.over_time import OverTime, relative_change
from sigai.formulas.shapes import Sized
from sigai.formulas.syntax import Expression


@dataclass(frozen=True, slots=True)
class Growth(OverTime):
    """Relative change on the same period of the year before."""

    @property
    def name(self) -> str:
        """`growth`."""
        return "growth"

    def words(self, tell: Telling) -> str:
        """The growth of the number, in words."""
        zh, en = "“{of}”比上年同期的增长率", "growth of [{of}] on the same period of the year before"
        return tell.say(zh, en, of=tell.number(self.of))

    def lower(self, at: Lowering) -> Sized:
        """The number now on the number a year before."""
        return relative_change(at.number(self.of), at.earlier(1).number(self.of))


def _read(call: Arguments) -> Expression | None:
    of = call.number()
    return None if of is None else Growth(of)


FUNCTION = Function("growth", Signature("公式", "a formula", "growth(total(output))"), _read)
