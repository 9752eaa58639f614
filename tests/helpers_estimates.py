"""An invented population whose figures move together, with whatever a test leaves out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers_indicators import MEASURES, NORTH, SOUTH, programme
from sigai.base.periods import Period
from sigai.estimates import estimate
from sigai.programme.calendar import is_reported, periods_of
from sigai.programme.measures import Measure
from sigai.programme.method import EstimateMethod
from sigai.tables import VALUES, Estimates

AS_OF = Period.parse("2022-06")
BASE = 2020 * 12
METHOD = EstimateMethod()


@dataclass(frozen=True, eq=False)
class Crowd:
    """Entities by number; `owes(entity, measure, period)` says who owes what (default: everybody everything)."""

    ids: Any
    areas: Any
    industries: Any
    owes: Callable[[str, Measure, Period], bool] = field(default=lambda _entity, _measure, _period: True)

    @property
    def kinds(self) -> Any:
        return np.full(len(self.ids), "enterprise", dtype=object)

    @property
    def names(self) -> Any:
        return np.array([f"firm {entity}" for entity in self.ids], dtype=object)

    def owing(self, measure: Measure, period: Period) -> Any:
        due = is_reported(measure, period)
        return np.array([due and self.owes(str(entity), measure, period) for entity in self.ids], dtype=np.bool_)


def crowd(number: int, **more: Any) -> Crowd:
    """So many enterprises in two areas and three industries, in turn."""
    names = np.array([f"e{place:03d}" for place in range(number)], dtype=object)
    areas = np.array([(NORTH, SOUTH)[place % 2] for place in range(number)], dtype=object)
    industries = np.array([("C2614", "C3110", "C1310")[place % 3] for place in range(number)], dtype=object)
    return Crowd(names, areas, industries, **more)


def figures(people: Crowd, flows: dict[str, Any], *, last: Period = AS_OF) -> pd.DataFrame:
    """Figures in the form of their measures from amounts of single months (entities × months since the base year)."""
    rows = []
    for name, amounts in flows.items():
        measure = next(one for one in MEASURES if one.id == name)
        for period in periods_of(measure, BASE, last.last):
            january = period.last - period.last % 12
            begin = {"ytd": january, "flow": period.first, "stock": period.last}[measure.accumulation]
            if measure.accumulation == "flow" and measure.first_two_together and period.last % 12 == 1:
                begin = january
            total = amounts[:, begin - BASE : period.last - BASE + 1].sum(axis=1)
            rows += [
                (str(entity), name, period.last, str(period), float(value))
                for entity, value in zip(people.ids, total, strict=True)
            ]
    return pd.DataFrame(rows, columns=["entity", "measure", "month", "period", "value"])


def without(
    given: pd.DataFrame, entities: Collection[str], *months: str, measures: Collection[str] = ()
) -> pd.DataFrame:
    """The figures without those of some entities in some months."""
    asked = {Period.parse(name).last for name in months}
    gone = given.entity.isin(list(entities)) & given.month.isin(list(asked))
    return given[~(gone & (given.measure.isin(list(measures)) if measures else True))]


def as_values(given: pd.DataFrame) -> pa.Table:
    """Figures as a table of the contract VALUES."""
    columns: dict[str, Any] = {name: [None] * len(given) for name in VALUES.names}
    columns |= {name: given[name].tolist() for name in ("entity", "measure", "month", "period")}
    columns["value"] = pa.array(np.round(given.value.to_numpy(), 4)).cast(VALUES.field("value").type, safe=False)
    columns |= {"revision": [1] * len(given), "state": ["reported"] * len(given), "corrected": [False] * len(given)}
    return pa.table({name: pa.array(columns[name], VALUES.field(name).type) for name in VALUES.names}, schema=VALUES)


def estimated(
    people: Crowd,
    given: pd.DataFrame,
    *,
    as_of: Period = AS_OF,
    open_months: Sequence[str] = (),
    only: Collection[str] | None = None,
    kept: pa.Table | None = None,
    method: EstimateMethod = METHOD,
    **changes: Any,
) -> Estimates:
    """The estimates of the invented programme (with `changes`), of all measures or of those named in `only`."""
    opened = {Period.parse(name).last for name in open_months} or {as_of.last}
    return estimate(
        programme({}, **changes),
        as_values(given),
        people,
        as_of=as_of,
        open_months=opened,
        method=method,
        kept=kept,
        measures=only,
    )


def told(estimates: Estimates, *, month: str | None = None) -> pd.DataFrame:
    """The estimates as a frame with float values, by entity, measure, month."""
    frame = estimates.values.to_pandas()
    frame["value"] = frame.value.astype(float)
    if month is not None:
        frame = frame[frame.month == Period.parse(month).last]
    return frame.sort_values(["measure", "month", "entity"]).reset_index(drop=True)


def drawn(estimates: Estimates) -> pd.DataFrame:
    """The draws of estimates, a row for each figure and draw: entity, measure, month, draw, delta."""
    frame = estimates.draws.to_pandas()
    frame["draw"] = [range(len(deltas)) for deltas in frame.deltas]
    return frame.explode(["draw", "deltas"]).rename(columns={"deltas": "delta"}).astype({"draw": int, "delta": float})


def amounts(number: int, months: int = 30, *, seed: int = 1, noise: float = 0.0, season: float = 0.3) -> Any:
    """Positive amounts of single months: sizes of three decades, a common season and growth, noise of each month."""
    random = np.random.default_rng(seed)
    size = np.exp(random.normal(5, 1, number))
    month = np.arange(months)
    common = 0.01 * month + season * np.sin(2 * np.pi * month / 12)
    return size[:, None] * np.exp(common[None, :] + noise * random.standard_normal((number, months)))
