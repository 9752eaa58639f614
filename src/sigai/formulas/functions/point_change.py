"""`point_change(x, since: 2020)`: change of a share or rate since a base year, in percentage points."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.base.issues import Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Looking, Lowering, Telling, Typing
from sigai.formulas.functions.over_time import SINCE, Since, read_since
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.shapes import PERCENT, POINT, SUBTRACTED, Apply, Sized, scaled
from sigai.formulas.syntax import Expression

NOT_A_SHARE = problem(
    "E060",
    Severity.ERROR,
    zh="point_change 只能用于份额或比率，而 {text} 的单位是 {unit}",
    en="point_change is for shares and rates, but {text} is in {unit}",
    advice_zh="数量的变化用 change 或 growth",
    advice_en="use change or growth for quantities",
)


@dataclass(frozen=True, slots=True)
class PointChange(Since):
    """Change of a share or rate since the same period of a base year, in percentage points."""

    @property
    def name(self) -> str:
        """`point_change`."""
        return "point_change"

    def words(self, tell: Telling) -> str:
        """The change in percentage points, in words."""
        zh = "“{of}”比 {since} 年同期变化的百分点"
        en = "change in percentage points of [{of}] since the same period of {since}"
        return tell.say(zh, en, of=tell.number(self.of), since=self.since)

    def unit(self, check: Typing) -> MeasureUnit | None:
        """Percentage points; an issue where the number is no share."""
        unit = check.earlier(self.of, self)
        if unit is not None and not unit.dimensionless:
            check.add(NOT_A_SHARE, text=check.text(self.of), unit=unit)
        return POINT

    def lower(self, at: Lowering) -> Sized:
        """The difference of the number now and in the base year, in percentage points."""
        now, then = at.number(self.of), at.since(self.since).number(self.of)
        difference = Sized(Apply(SUBTRACTED, (now.shape, then.shape)), now.unit)
        return Sized(scaled(difference, PERCENT).shape, POINT)

    def traits(self, look: Looking) -> SeriesTraits:
        """A level; zero at the base year of the programme where it is measured from there."""
        every = look.traits(self.of).every
        return SeriesTraits(SeriesKind.LEVEL, zero_at_base=self.since == look.base_year, every=every)


def _read(call: Arguments) -> Expression | None:
    found = read_since(call)
    return None if found is None else PointChange(*found)


_EXAMPLE = "point_change(total(profit) / total(output), since: 2020)"
FUNCTION = Function("point_change", Signature("份额或比率", "a share or rate", _EXAMPLE, SINCE, SINCE), _read)
