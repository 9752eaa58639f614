"""`figure(power, period: last_year)`: a figure of the entity that a record is about, in the condition of a step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sigai.base.issues import InternalError, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Applied, Counting, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.functions.linkages import ONLY_IN_STEPS
from sigai.formulas.shapes import Sized
from sigai.formulas.syntax import Expression

FIGURE_OF_OTHER = problem(
    "E107",
    Severity.ERROR,
    zh="{name} 由{reporter}填报，台账“{ledger}”的记录不属于它",
    en="{name} is a figure of the kind {reporter}, which records of the ledger {ledger} are not about",
    advice_zh="换用该主体填报的指标项",
    advice_en="ask for a measure that the record's own entity reports",
)
YTD_OF_A_PART = problem(
    "E108",
    Severity.ERROR,
    zh="{name} 是累计数，period: 只能是整年",
    en="{name} runs since January: it can be asked for whole years only",
    advice_zh='写 period: last_year 或 period: "2021"',
    advice_en='write period: last_year or period: "2021"',
)

RELATIVE: Final = ("last_year", "last_quarter", "last_month")
"""Periods that end before the day of the step."""
_PERIOD_WORDS = {
    "last_year": ("上一年", "of last year"),
    "last_quarter": ("上一季度", "of last quarter"),
    "last_month": ("上个月", "of last month"),
}
_YEAR = 4


@dataclass(frozen=True, slots=True)
class OwnFigure(Applied):
    """What the entity of a record reported of a measure: in a period before the day of the step, or in a fixed one."""

    measure: str
    period: str

    @property
    def name(self) -> str:
        """`figure`."""
        return "figure"

    @property
    def parts(self) -> tuple[Node, ...]:
        """None: nothing of the record itself."""
        return ()

    def arguments(self, write: Writing) -> Iterable[str]:  # noqa: ARG002 - asks for names alone
        """The measure and the period."""
        period = self.period if self.period in RELATIVE else f'"{self.period}"'
        return (self.measure, f"period: {period}")

    def words(self, tell: Telling) -> str:
        """The figure with its period, in words."""
        zh, en = _PERIOD_WORDS.get(self.period, (self.period, f"of {self.period}"))
        period, name = tell.say(zh, en), tell.name("measure", self.measure)
        return tell.say("本主体{period}的“{name}”", "[{name}] of the entity {period}", period=period, name=name)

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the measure; issues where no step of a record of such entities is at hand."""
        own = check.subject
        if own is None or own.ledger is None:
            check.add(ONLY_IN_STEPS, name=self.name)
            return None
        known = check.measure(self.measure)
        if known is None:
            return None
        if own.kind != known.subject:
            check.add(FIGURE_OF_OTHER, name=self.measure, reporter=known.subject, ledger=own.ledger_name)
        if known.accumulation == "ytd" and self.period != "last_year" and len(self.period) != _YEAR:
            check.add(YTD_OF_A_PART, name=self.measure)
        return known.unit

    @property
    def gathers(self) -> bool:
        """Yes: what hangs on the entity of the record."""
        return True

    def lower(self, at: Lowering) -> Sized:
        """Never asked: an indicator has no record at hand."""
        raise InternalError(f"{self.name} stands in an indicator: {at}")

    @property
    def comparable(self) -> bool:
        """Yes: figures are added up exactly."""
        return True

    def exact(self, counting: Counting) -> Any:
        """What the record at hand says of the figures of its entity."""
        return counting.gathered(self)


def _read(call: Arguments) -> Expression | None:
    measure, period = call.named("name"), call.period("period", RELATIVE)
    return None if measure is None or period is None else OwnFigure(measure, period)


FUNCTION = Function(
    "figure",
    Signature("指标项", "a measure", "figure(power, period: last_year)", frozenset({"period"}), frozenset({"period"})),
    _read,
    everywhere=True,
)
