"""`mean(cnc_processes / key_processes)`: the plain mean over entities, because the formula says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import EntityTerm, Goal, Looking, Node, Telling, Typing, Writing
from sigai.formulas.functions.rows import row_unit, with_where, written_where
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.syntax import Arithmetic, Condition, Expression, MeasureValue
from sigai.formulas.walking import walk


@dataclass(frozen=True, slots=True)
class Mean(EntityTerm):
    """The plain mean over entities of a number of each: a mean of ratios, because the formula says so."""

    of: Expression
    where: Condition | None = None

    @property
    def name(self) -> str:
        """`mean`."""
        return "mean"

    @property
    def method(self) -> Literal["mean"]:
        """It divides the sum by how many gave figures."""
        return "mean"

    @property
    def adds(self) -> Expression:
        """The number of each entity."""
        return self.of

    @property
    def measured(self) -> bool:
        """Yes: it averages figures."""
        return True

    @property
    def parts(self) -> tuple[Node, ...]:
        """The number and the condition."""
        return with_where(self.of, self.where)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The number and the condition."""
        return (write.number(self.of), *written_where(self.where, write))

    def words(self, tell: Telling) -> str:
        """The mean of the number over entities, in words."""
        zh, en = "{where}各主体“{of}”的平均值", "mean of [{of}] (over entities{where})"
        return tell.say(zh, en, of=tell.number(self.of), where=tell.where(self.where))

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the number of each entity; None after an issue."""
        return row_unit(check, self, self.of)

    def traits(self, look: Looking) -> SeriesTraits:
        """Of yearly flows it settles within the year like a ratio of totals."""
        measures = [node.measure for node in walk(self.of) if isinstance(node, MeasureValue)]
        parts = [look.total(measure, "default") for measure in measures]
        every = max((part.every for part in parts), default=1)
        yearly = any(part.yearly for part in parts)
        kind = SeriesKind.YEARLY_RATE if yearly and every == 1 else SeriesKind.LEVEL
        return SeriesTraits(kind, share=True, every=every)

    def steer(self, goal: Goal) -> None:
        """To a measure, or to the ratio of two."""
        match self.of:
            case MeasureValue(measure):
                goal.level(measure)
            case Arithmetic(MeasureValue(part), "/", MeasureValue(whole)):
                goal.ratio(part, whole)


def _read(call: Arguments) -> Expression | None:
    of, (where, good) = call.row(), call.where()
    return Mean(of, where) if of is not None and good else None


FUNCTION = Function(
    "mean",
    Signature(
        "每个主体的数，例如两个指标项之比",
        "a number of each entity, such as the ratio of two measures",
        "mean(cnc_processes / key_processes)",
        frozenset({"where"}),
    ),
    _read,
)
