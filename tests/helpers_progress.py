"""A programme of one target, and figures for it by month: what a case of progress needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from helpers_programme import Content, load, small_content, statement, text
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress import judge
from sigai.tables.contracts import INDICATOR_RESULTS

CITY, COUNTY = "1", "11"

FORMULAS = {
    "rate": ("%", "total(stock_a) / total(stock_b)"),
    "level": ("亿元", "total(stock_a)"),
    "growth": ("%", "growth(total(output))"),
    "amount": ("亿元", "total(output)"),
    "ratio": ("%", "total(output) / total(power_cost)"),
    "tally": ("家", "count(titles, state: recognised, within: programme)"),
    "standing": ("家", "count(titles, state: recognised)"),
    "yearly": ("家", "count(titles, state: recognised, within: year)"),
    "points": ("个百分点", "point_change(total(stock_a) / total(stock_b), since: 2020)"),
    "annual": ("亿元", "total(stock_y)"),
}
"""Indicators of every nature, by id."""


def month(name: str) -> int:
    return Period.parse(name).last


def content_with(track: Mapping[str, Any], **method: Any) -> Content:
    """The small programme with every kind of indicator and one target of one track."""
    content = small_content()
    measures = [("stock_a", "stock", "month"), ("stock_b", "stock", "month"), ("stock_y", "stock", "year")]
    content["measures"] += [
        {"id": name, "name": text(name), "unit": "万元", "accumulation": kind, "frequency": every}
        for name, kind, every in measures
    ]
    content["measures"].append({"id": "power_cost", "name": text("电费"), "unit": "万元", "accumulation": "ytd"})
    content["measures"][0]["minimum"] = 0
    content["indicators"] = [
        {"id": name, "name": text(name), "unit": unit, "formula": formula} for name, (unit, formula) in FORMULAS.items()
    ]
    steps = [
        {"comparator": ">=", "assumed": "case", **step} for step in track.get("steps", [{"due": "2023", "value": 1}])
    ]
    whole: dict[str, Any] = {"id": "main", "direction": "up", "trajectory": "linear", **track, "steps": steps}
    whole.setdefault("unit", FORMULAS[whole["indicator"]][0])
    content["targets"][0] |= {"tracks": [whole], "statements": [statement("S1")]}
    content["progress"][0] |= {"at_risk": 0.8, "on_track": 0.95, **method}
    return content


def programme_with(folder: Path, track: Mapping[str, Any], **method: Any) -> Programme:
    return load(folder, content_with(track, **method))


def results_of(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Indicator results; what a row leaves out is as for a fully covered final figure of the city."""
    filled = [
        {
            "area": CITY,
            "industry": None,
            "period": None,
            "unit": "",
            "reported": 10,
            "owing": 10,
            "coverage": 1.0,
            "provisional": False,
            "revised": False,
            **row,
            "month": month(row["month"]) if isinstance(row["month"], str) else row["month"],
        }
        for row in rows
    ]
    return pa.Table.from_pylist(filled, schema=INDICATOR_RESULTS)


def series(indicator: str, first: str, values: Sequence[float | None], **more: Any) -> list[dict[str, Any]]:
    """One row for each month from `first` on."""
    start = month(first)
    return [
        {"indicator": indicator, "month": start + offset, "value": value, **more} for offset, value in enumerate(values)
    ]


def unsure(
    indicator: str, month: str | int, value: float | None, down: float, up: float | None = None, **more: Any
) -> dict[str, Any]:
    """A row under which three figures are estimated: standard deviations below and above, a fifth not in yet."""
    spread = {"spread_down": down, "spread_up": down if up is None else up, "estimated": 3}
    share = {"coverage": 0.8, "coverage_weight": 0.9, "reported_value": value and 0.9 * value}
    return {"indicator": indicator, "month": month, "value": value, **spread, **share, **more}


def judged(
    folder: Path, track: Mapping[str, Any], figures: Mapping[str, float | None], *, as_of: str, **method: Any
) -> dict[str, Any]:
    """The current row of the city at `as_of`, from a few figures by month and without a forecast."""
    rows = [{"indicator": track["indicator"], "month": name, "value": value} for name, value in figures.items()]
    return current(rows_of(folder, track, rows, as_of=as_of, **method))


def rows_of(
    folder: Path,
    track: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    *,
    as_of: str,
    forecasts: bool = False,
    **method: Any,
) -> list[dict[str, Any]]:
    """All rows of the month `as_of`."""
    programme = programme_with(folder, track, **method)
    period = Period.parse(as_of)
    months = range(period.last, period.last + 1)
    return judge(programme, results_of(rows), as_of=period, months=months, forecasts=forecasts).to_pylist()


def current(rows: Sequence[Mapping[str, Any]], area: str = CITY) -> dict[str, Any]:
    """The one current row of an area."""
    (row,) = (row for row in rows if row["current"] and row["area"] == area)
    return dict(row)
