"""What a step asks of the entity of its record: the lists that it stands on, its figures in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sigai.base.periods import Period, month_index
from sigai.base.units import MeasureUnit
from sigai.evaluation import Amounts
from sigai.formulas import formula_text
from sigai.formulas.nodes import InList, OwnFigure
from sigai.programme.calendar import periods_of
from sigai.programme.common import Text
from sigai.programme.ledgers import Ledger, Transition
from sigai.programme.measures import Measure
from sigai.programme.opened import opened
from sigai.programme.programme import Programme

_LONG = {"last_year": 12, "last_quarter": 3, "last_month": 1}


def asked_of_entity(step: Transition, ledger: Ledger, programme: Programme) -> Iterator[InList | OwnFigure]:
    """Every list and figure that the condition of a step asks for, each once."""
    condition = programme.parsed.condition(step)
    parts = opened(condition, ledger, programme.parsed) if condition is not None else ()
    yield from dict.fromkeys(part for part in parts if isinstance(part, InList | OwnFigure))


def period_asked(asked: OwnFigure, on: dt.date) -> Period:
    """The period of a figure that a step on a day asks for: of the last one, that which ended before it."""
    long = _LONG.get(asked.period)
    if long is None:
        return Period.parse(asked.period)
    month = month_index(on.year, on.month)
    first = month - month % long - long
    return Period(first, first + long - 1)


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure of the entity that a step asks for, by its text in the condition, in the period meant on that day."""

    text: str
    measure: Measure
    period: Period

    def amount(self, values: Mapping[int, Decimal]) -> Amounts:
        """What the entity reported, by the last month of each figure: flows are added up where all are there; of stocks
        and of figures since January the last one stands."""
        return _amount(self.measure, self.period, values)


def figures_asked(step: Transition, ledger: Ledger, programme: Programme, on: dt.date) -> list[AskedFigure]:
    """The figures that a step on a day asks for."""
    parts = (part for part in asked_of_entity(step, ledger, programme) if isinstance(part, OwnFigure))
    return [
        AskedFigure(formula_text(part), programme.measure_by_id[part.measure], period_asked(part, on)) for part in parts
    ]


def _amount(measure: Measure, period: Period, values: Mapping[int, Decimal]) -> Amounts:
    unit = MeasureUnit.parse(measure.unit)
    if measure.accumulation != "flow":
        last = values.get(period.last)
        return Amounts.of([None if last is None else Fraction(last)], unit)
    owed = [each.last for each in periods_of(measure, period.first, period.last)]
    there = [values[month] for month in owed if month in values]
    whole = bool(owed) and len(there) == len(owed)
    return Amounts.of([sum(map(Fraction, there), Fraction(0)) if whole else None], unit)


def list_words(asked: InList, programme: Programme, on: dt.date, *, stands: bool | None) -> Text:
    """Whether the entity stands on a list in the month of a step, as a sentence tells of it."""
    name, month = programme.list_by_id[asked.list].name, Period.month(on.year, on.month)
    at = Text(zh=month.words("zh"), en=month.words("en"))
    if stands is None:
        return Text(zh=f"名单“{name.zh}”（{at.zh}）：不清楚", en=f"list “{name.en}” ({at.en}): not known")
    zh, en = ("在名单上", "on it") if stands else ("不在名单上", "not on it")
    return Text(zh=f"名单“{name.zh}”（{at.zh}）：{zh}", en=f"list “{name.en}” ({at.en}): {en}")


def figure_words(asked: OwnFigure, programme: Programme, on: dt.date, amount: Amounts | None) -> Text:
    """A figure with its period, as a sentence tells of it; without its value where that is not for the reader."""
    measure, period = programme.measure_by_id[asked.measure], period_asked(asked, on)
    zh, en = f"{period.words('zh')}“{measure.name.zh}”", f"“{measure.name.en}” of {period.words('en')}"
    if amount is None:
        return Text(zh=zh, en=en)
    if not amount.known[0]:
        return Text(zh=f"{zh}：没有报全", en=f"{en}: not reported in full")
    value = f"{float(Fraction(int(amount.wholes[0]), amount.scale)):,.4f}".rstrip("0").rstrip(".")
    return Text(zh=f"{zh} {value} {measure.unit}", en=f"{en}: {value} {measure.unit}")
