"""`total(output)`, `total(power * $price)`: sums over the entities of an area; `total(ledger.field)`: over records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sigai.base.issues import Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import EntityTerm, Goal, Looking, Node, Telling, Typing, Window, Writing
from sigai.formulas.functions.records import OF_RECORDS, STATE, read_records
from sigai.formulas.functions.rows import row_unit, with_where, written_where
from sigai.formulas.series import SeriesTraits
from sigai.formulas.syntax import (
    Arithmetic,
    Condition,
    Expression,
    MeasureValue,
    Number,
    Parameter,
)
from sigai.formulas.vocabulary import Subject
from sigai.formulas.walking import measures_of

STOCK_OVER_TIME = problem(
    "E062",
    Severity.ERROR,
    zh="{name} 是时点数，不能按 over: {over} 累计",
    en="{name} is a stock as it stands at a date; it cannot be added up over: {over}",
    advice_zh="删去 over:，取时点上的数",
    advice_en="take out over: to have it as it stands",
)
SUM_OF_RATES = problem(
    "E063",
    Severity.WARNING,
    zh="{text} 把各主体的比率（%）相加，结果没有意义",
    en="{text} adds up rates (%) of entities, which means nothing",
    advice_zh="用两个总量相除，或明确写 mean(…)",
    advice_en="divide two totals, or say mean(…)",
)

_WINDOWS = tuple(window for window in get_args(Window) if window != "default")


@dataclass(frozen=True, slots=True)
class Sum(EntityTerm):
    """A sum over the entities of the area that meet a condition."""

    @property
    def name(self) -> str:
        """`total`."""
        return "total"

    @property
    def method(self) -> Literal["total"]:
        """It adds up."""
        return "total"

    @property
    def measured(self) -> bool:
        """Yes: it adds up figures."""
        return True

    def adding(self, of: Expression) -> EntityTerm:
        """The same sum over another number of each entity."""
        return RowTotal(of, self.where, self.over)


@dataclass(frozen=True, slots=True)
class Total(Sum):
    """The sum of a measure over the entities of the area that meet a condition."""

    measure: str
    where: Condition | None = None
    over: Window = "default"

    @property
    def adds(self) -> Expression:
        """The figure of the measure."""
        return MeasureValue(self.measure)

    @property
    def parts(self) -> tuple[Node, ...]:
        """The measure and the condition."""
        return with_where(self.adds, self.where)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The measure, the condition, the window."""
        return (self.measure, *written_where(self.where, write), *_window(self.over))

    def words(self, tell: Telling) -> str:
        """The sum of the measure, in words."""
        return tell.say(
            "{where}{of}（{over}）合计",
            "total {of} ({over}{where})",
            of=tell.name("measure", self.measure),
            over=tell.window(self.over, [self.measure]),
            where=tell.where(self.where),
        )

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the measure; issues for stocks added up over time and for rates added up."""
        measure = check.measure(self.measure)
        check.where(self.where, Subject(None if measure is None else measure.subject))
        if measure is None:
            return None
        if measure.accumulation == "stock" and self.over != "default":
            check.add(STOCK_OVER_TIME, name=self.measure, over=self.over)
        if measure.unit.dimensionless and measure.unit != NUMBER and measure.subject == "enterprise":
            check.add(SUM_OF_RATES, text=check.text(self))
        return measure.unit

    def traits(self, look: Looking) -> SeriesTraits:
        """As the measure goes on in time over the window."""
        return look.total(self.measure, self.over)

    def steer(self, goal: Goal) -> None:
        """The figures of the measure are to come to the goal."""
        goal.level(self.measure)

    def steer_share(self, whole: Expression, goal: Goal) -> None:
        """The ratio of two measures, where both are added up of the same entities."""
        if isinstance(whole, Total) and whole.where == self.where:
            goal.ratio(self.measure, whole.measure)


@dataclass(frozen=True, slots=True)
class RowTotal(Sum):
    """The sum over entities of a number that is worked out for each entity and month before it is added up.

    `total(power * $price)`: each month's own power at that month's price. A plain measure is a `Total`, never this.
    """

    of: Expression
    where: Condition | None = None
    over: Window = "default"

    @property
    def adds(self) -> Expression:
        """The number of each entity."""
        return self.of

    @property
    def parts(self) -> tuple[Node, ...]:
        """The number and the condition."""
        return with_where(self.of, self.where)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The number, the condition, the window."""
        return (write.number(self.of), *written_where(self.where, write), *_window(self.over))

    def words(self, tell: Telling) -> str:
        """The sum of the number over entities, in words."""
        return tell.say(
            "{where}各主体“{of}”（逐月算出，{over}）合计",
            "total of [{of}] (worked out month by month for each subject; {over}{where})",
            of=tell.number(self.of),
            over=tell.window(self.over, measures_of(self.of)),
            where=tell.where(self.where),
        )

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the number; issues for stocks added up over time and for rates added up."""
        measures = check.vocabulary.measures
        known = [measures[name] for name in measures_of(self.of) & measures.keys()]
        if self.over != "default" and known and all(measure.accumulation == "stock" for measure in known):
            check.add(STOCK_OVER_TIME, name=check.text(self.of), over=self.over)
        unit = row_unit(check, self, self.of)
        if unit is not None and unit.dimensionless and unit != NUMBER:
            check.add(SUM_OF_RATES, text=check.text(self))
        return unit

    def traits(self, look: Looking) -> SeriesTraits:
        """As the same arithmetic over totals of its measures."""
        return look.traits(_of_totals(self.of, self))


def _of_totals(node: Expression, total: RowTotal) -> Expression:
    """The arithmetic of a row total over totals of its measures: it goes on in time as they do."""
    match node:
        case Arithmetic(left, operator, right):
            return Arithmetic(_of_totals(left, total), operator, _of_totals(right, total))
        case MeasureValue(measure):
            return Total(measure, total.where, total.over)
        case Number() | Parameter():
            return node
        case _:
            return Number(1.0)


def _window(over: Window) -> tuple[str, ...]:
    return (f"over: {over}",) if over != "default" else ()


def _read(call: Arguments) -> Expression | None:
    """`total(measure, …)`, `total(power * $price, …)` or `total(ledger.field, …)`."""
    if call.form == "dotted":
        return read_records(call)
    of = call.named("name") if call.form not in ("arithmetic", "negative", "call") else _measured(call)
    (where, good), over = call.where(), call.choice("over", _WINDOWS, "default")
    if of is None or over is None or not good:
        return None
    window = cast(Window, over)
    return Total(of, where, window) if isinstance(of, str) else RowTotal(of, where, window)


def _measured(call: Arguments) -> Expression | None:
    """A number about each entity that names a measure; an issue where it names none."""
    of = call.row()
    if of is not None and not measures_of(of):
        call.wrong_subject()
        return None
    return of


FUNCTION = Function(
    "total",
    Signature(
        "指标项、每个主体的数（如 power * $price）或台账的数值字段",
        "a measure, a number of each entity (such as power * $price) or a number field of a ledger",
        "total(output, where: above_scale)",
        frozenset({"where", "over"}),
    ),
    _read,
    of_field=Signature(
        "指标项或台账的数值字段",
        "a measure or a number field of a ledger",
        "total(training.attendees, state: held)",
        OF_RECORDS,
        STATE,
    ),
)
