"""`reporting(rd_expense)`: how many entities gave a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import EntityTerm, Looking, Node, Telling, Typing, Writing
from sigai.formulas.functions.entities import COUNTED
from sigai.formulas.functions.rows import with_where, written_where
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.syntax import Condition, Expression, MeasureValue
from sigai.formulas.vocabulary import Subject


@dataclass(frozen=True, slots=True)
class Reporting(EntityTerm):
    """How many entities that meet a condition gave a figure of a measure."""

    measure: str
    where: Condition | None = None

    @property
    def name(self) -> str:
        """`reporting`."""
        return "reporting"

    @property
    def method(self) -> Literal["reporting"]:
        """It counts who gave a figure."""
        return "reporting"

    @property
    def parts(self) -> tuple[Node, ...]:
        """The measure and the condition."""
        return with_where(MeasureValue(self.measure), self.where)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The measure and the condition."""
        return (self.measure, *written_where(self.where, write))

    def words(self, tell: Telling) -> str:
        """The number of those that reported the measure, in words."""
        zh, en = "{where}已报“{of}”的主体数", "number of entities that reported {of} (year to date{where})"
        return tell.say(zh, en, of=tell.name("measure", self.measure), where=tell.where(self.where))

    def unit(self, check: Typing) -> MeasureUnit | None:
        """Counted in 个."""
        measure = check.measure(self.measure)
        check.where(self.where, Subject(None if measure is None else measure.subject))
        return COUNTED

    def traits(self, look: Looking) -> SeriesTraits:  # noqa: ARG002 - every count of entities is as it stands
        """A whole number, as it stands."""
        return SeriesTraits(SeriesKind.LEVEL, whole=True)


def _read(call: Arguments) -> Expression | None:
    measure, (where, good) = call.named("name"), call.where()
    return Reporting(measure, where) if measure is not None and good else None


FUNCTION = Function(
    "reporting",
    Signature("指标项", "a measure", "reporting(rd_expense, where: above_scale)", frozenset({"where"})),
    _read,
)
