"""`average_growth(x, since: 2020)`: mean yearly growth since the same period of a base year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sigai.base.units import NUMBER
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Lowering, Telling
from sigai.formulas.functions.over_time import SINCE, Since, read_since
from sigai.formulas.shapes import Apply, NumberColumns, NumberOperation, Sized
from sigai.formulas.syntax import Expression


def _average(columns: NumberColumns, now: Any, then: Any, years: Any) -> Any:
    meaningful = (then > 0) & (now >= 0) & (years > 0)
    safe_years = columns.chosen([(years > 0, years)], columns.literal(1))
    ratio = columns.chosen([(meaningful, now / columns.nonzero(then))], columns.nothing)
    return columns.power(ratio, columns.literal(1) / safe_years) - 1


AVERAGE_GROWTH = NumberOperation("average_growth", _average)


@dataclass(frozen=True, slots=True)
class AverageGrowth(Since):
    """Mean yearly growth since the same period of a base year: `(now / then) ** (1 / years) - 1`."""

    @property
    def name(self) -> str:
        """`average_growth`."""
        return "average_growth"

    def words(self, tell: Telling) -> str:
        """The mean yearly growth of the number, in words."""
        zh, en = (
            "“{of}”自 {since} 年同期以来的年均增长率",
            "mean yearly growth of [{of}] since the same period of {since}",
        )
        return tell.say(zh, en, of=tell.number(self.of), since=self.since)

    def lower(self, at: Lowering) -> Sized:
        """From the number now, in the base year, and the years between them."""
        now, then = at.number(self.of), at.since(self.since).number(self.of)
        return Sized(Apply(AVERAGE_GROWTH, (now.shape, then.shape, at.years(self.since))), NUMBER)


def _read(call: Arguments) -> Expression | None:
    found = read_since(call)
    return None if found is None else AverageGrowth(*found)


_EXAMPLE = "average_growth(total(output), since: 2020)"
FUNCTION = Function("average_growth", Signature("公式", "a formula", _EXAMPLE, SINCE, SINCE), _read)
