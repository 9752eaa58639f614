"""The charts, declared once in Vega-Lite: the page draws them in the browser, documents get them as pictures.

A specification holds no data: it names its data set `rows`, and `with_rows` puts rows in. Words are in one language, so
a page in two languages carries each specification twice and its rows once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import vl_convert

from sigai.base.issues import Language
from sigai.base.periods import month_name
from sigai.reports.fonts import register_fonts
from sigai.reports.standings import TargetStatus
from sigai.reports.view import Counts, Trajectory
from sigai.reports.words import VERDICT
from sigai.tables.contracts import VERDICTS

Spec = dict[str, Any]
Row = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, GRID, MUTED = "#1f2a37", "#e5e9ef", "#5b6675"
_WAY = {
    "actual": ("实际", "Actual", "#123f6b", [1, 0]),
    "expected": ("应达到", "Expected by then", "#b4570f", [6, 4]),
    "forecast": ("预测", "Forecast", "#3b7dc4", [2, 3]),
}

ROW_COLUMNS = ("month", "kind", "run", "value", "low", "high")
"""The columns of the rows that `trajectory_spec` draws; a row leaves out what it lacks at its end."""


def _config(font: str) -> Spec:
    return {
        "font": font,
        "background": "white",
        "view": {"stroke": None},
        "axis": {
            "labelColor": MUTED,
            "titleColor": MUTED,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domainColor": "#c4ccd6",
            "tickColor": "#c4ccd6",
        },
        "legend": {"labelColor": INK, "labelFontSize": 12, "title": None, "orient": "top", "symbolSize": 220},
    }


PAGE_CONFIG = _config('"Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif')
DOCUMENT_CONFIG = _config("Noto Sans SC")


def trajectory_rows(trajectory: Trajectory) -> list[tuple[Any, ...]]:
    """A trajectory as rows of ROW_COLUMNS: `kind` is actual, expected, goal, forecast or now.

    `run` keeps the years of a track apart that starts from zero every January, so that no line joins them.
    """

    def run(month: int) -> int:
        return month // 12 if trajectory.restarts else 0

    def point(
        month: int, kind: str, value: float | None = None, low: float | None = None, high: float | None = None
    ) -> tuple[Any, ...]:
        known = [round(number, 4) for number in (value, low, high) if number is not None]
        return (f"{month_name(month)}-01", kind, run(month), *known)

    rows = [point(month, "actual", value) for month, value in trajectory.actual]
    asked = dict(trajectory.expected)
    ahead = {month: value for month, value in trajectory.goals if month > trajectory.as_of}
    rows += [point(month, "expected", value) for month, value in sorted({**asked, **ahead}.items())]
    rows += [point(month, "goal", value) for month, value in trajectory.goals]
    if trajectory.forecasts and trajectory.actual:
        month, value = trajectory.actual[-1]
        rows.append(point(month, "forecast", value, value, value))
    rows += [point(month, "forecast", mean, low, high) for month, mean, low, high in trajectory.forecasts]
    rows.append(point(trajectory.as_of, "now"))
    return rows


def trajectory_spec(language: Language, *, width: int | str = "container", height: int = 220) -> Spec:
    """Actual figures, what was expected by each month, the goals as diamonds, the forecast with its interval."""
    word = _word(language)
    month = {"field": "month", "type": "temporal", "scale": {"type": "utc"}}
    value = {"field": "value", "type": "quantitative", "scale": {"zero": False, "nice": True}, "title": None}
    tip = [
        {"field": "month", "type": "temporal", "formatType": "utc", "format": "%Y-%m", "title": word("月份", "Month")},
        {"field": "value", "type": "quantitative", "format": ",.4~f", "title": word("数值", "Value")},
    ]
    axis = {
        "title": None,
        "format": "%Y-%m",
        "labelOverlap": "greedy",
        "labelSeparation": 12,
        "tickCount": 7,
        "grid": False,
    }
    actual = {"type": "point", "filled": True, "size": 26, "color": _WAY["actual"][2], "opacity": 1}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "data": {"name": "rows"},
        "encoding": {"x": {**month, "axis": axis}},
        "layer": [
            _interval_layer(value),
            {**_rows_of("now"), "mark": {"type": "rule", "color": "#9aa5b1", "strokeDash": [2, 2]}},
            _lines_layer(value, {kind: word(zh, en) for kind, (zh, en, _, _) in _WAY.items()}),
            {**_rows_of("actual"), "mark": actual, "encoding": {"y": value, "tooltip": tip}},
            _goals_layer(value, tip),
        ],
    }


def _rows_of(kind: str) -> Spec:
    return {"transform": [{"filter": f"datum.kind === '{kind}'"}]}


def _interval_layer(value: Spec) -> Spec:
    """The band of the forecast, one for each run."""
    band = {"y": {**value, "field": "low"}, "y2": {"field": "high"}, "detail": {"field": "run", "type": "nominal"}}
    mark = {"type": "area", "color": _WAY["forecast"][2], "opacity": 0.18}
    return {**_rows_of("forecast"), "mark": mark, "encoding": band}


def _lines_layer(value: Spec, names: Mapping[str, str]) -> Spec:
    """Actual, expected and forecast as lines, told apart by colour and by dashes; one legend with their names."""
    domain = list(_WAY)
    legend = {"labelExpr": f"{_expression(names)}[datum.label]"}

    def by_kind(place: int) -> Spec:
        scale = {"domain": domain, "range": [_WAY[kind][place] for kind in domain]}
        return {"field": "kind", "type": "nominal", "scale": scale, "legend": legend}

    return {
        "transform": [{"filter": f"indexof({domain}, datum.kind) >= 0"}],
        "mark": {"type": "line", "strokeWidth": 2.2, "interpolate": "linear"},
        "encoding": {
            "y": value,
            "detail": {"field": "run", "type": "nominal"},
            "color": by_kind(2),
            "strokeDash": by_kind(3),
        },
    }


def _goals_layer(value: Spec, tip: list[Spec]) -> Spec:
    """The goals as diamonds, each with its number."""
    colour = _WAY["expected"][2]
    diamond = {"type": "point", "filled": True, "shape": "diamond", "size": 110, "color": colour, "opacity": 1}
    number = {"type": "text", "dy": -13, "dx": -4, "align": "right", "color": colour, "fontSize": 12}
    text = {"field": "value", "format": ",.4~f"}
    return {
        **_rows_of("goal"),
        "layer": [
            {"mark": diamond, "encoding": {"y": value, "tooltip": tip}},
            {"mark": number, "encoding": {"y": value, "text": text}},
        ],
    }


def verdict_rows(groups: Iterable[tuple[str, Counts]]) -> list[Row]:
    """Rows of `verdict_spec`: how many targets of each group have each verdict, groups in the order given."""
    return [
        {"group": name, "rank": rank, "verdict": verdict, "order": VERDICTS.index(verdict), "count": counts[verdict]}
        for rank, (name, counts) in enumerate(groups)
        for verdict in VERDICTS
        if counts[verdict]
    ]


def verdict_spec(language: Language, *, width: int | str = "container", step: int = 34) -> Spec:
    """Targets by verdict, one bar a group, the count written into every piece."""
    names = {verdict: VERDICT[verdict][language] for verdict in VERDICTS}
    columns = 4 if width == "container" else len(VERDICTS)
    bars = {
        "y": {
            "field": "group",
            "type": "nominal",
            "sort": {"field": "rank", "op": "min"},
            "title": None,
            "axis": {"ticks": False, "domain": False, "labelColor": INK, "labelFontSize": 13, "labelPadding": 8},
        },
        "x": {"field": "count", "type": "quantitative", "stack": "zero", "title": None, "axis": None},
        "order": {"field": "order", "type": "quantitative"},
    }
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": step},
        "data": {"name": "rows"},
        "encoding": bars,
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.68}, "stroke": "white", "strokeWidth": 1.5},
                "encoding": {
                    "color": {
                        "field": "verdict",
                        "type": "nominal",
                        "scale": {"domain": list(VERDICTS), "range": [VERDICT[verdict].colour for verdict in VERDICTS]},
                        "legend": {
                            "labelExpr": f"{_expression(names)}[datum.label]",
                            "columns": columns,
                            "symbolType": "square",
                        },
                    },
                },
            },
            {
                "mark": {"type": "text", "color": "white", "fontSize": 13},
                "encoding": {
                    "x": {"field": "count", "type": "quantitative", "stack": "zero", "bandPosition": 0.5},
                    "text": {"field": "count", "type": "quantitative"},
                    "detail": {"field": "verdict", "type": "nominal"},
                },
            },
        ],
    }


def area_rows(standings: Sequence[TargetStatus], language: Language) -> list[Row]:
    """Rows of `area_spec`: the figure and the goal of every area that has a figure."""
    return [
        {
            "area": standing.area.name[language],
            "rank": rank,
            "actual": round(standing.actual, 4),
            "goal": standing.goal,
            "verdict": standing.shown,
        }
        for rank, standing in enumerate(standings)
        if standing.actual is not None
    ]


def area_spec(language: Language, *, width: int | str = "container", step: int = 26) -> Spec:
    """One figure over areas: a bar each, in the colour of its verdict, with the goal as a tick."""
    word = _word(language)
    y = {
        "field": "area",
        "type": "nominal",
        "sort": {"field": "rank", "op": "min"},
        "title": None,
        "axis": {"ticks": False},
    }
    goal = {"field": "goal", "type": "quantitative"}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": step},
        "data": {"name": "rows"},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.55}},
                "encoding": {
                    "x": {
                        "field": "actual",
                        "type": "quantitative",
                        "title": None,
                        "axis": {"grid": True, "tickCount": 5},
                    },
                    "color": {
                        "field": "verdict",
                        "type": "nominal",
                        "scale": {"domain": list(VERDICTS), "range": [VERDICT[verdict].colour for verdict in VERDICTS]},
                        "legend": None,
                    },
                    "tooltip": [
                        {"field": "area", "title": word("地区", "Area")},
                        {"field": "actual", "type": "quantitative", "title": word("实际", "Actual"), "format": ",.4~f"},
                        {"field": "goal", "type": "quantitative", "title": word("目标", "Goal"), "format": ",.4~f"},
                    ],
                },
            },
            {"mark": {"type": "tick", "thickness": 2.5, "color": _WAY["expected"][2]}, "encoding": {"x": goal}},
        ],
    }


def with_rows(spec: Spec, rows: Sequence[Mapping[str, Any]]) -> Spec:
    """The specification with its rows put in and the look of documents: ready for `picture`."""
    return {**spec, "data": {"values": [dict(row) for row in rows]}, "config": DOCUMENT_CONFIG}


def picture(spec: Spec, *, scale: float = 2.0) -> bytes:
    """A PNG of a specification with rows. Raises UserError (R001) where the Chinese font is missing."""
    register_fonts()
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale))


def _word(language: Language) -> Any:
    return lambda zh, en: en if language == "en" else zh


def _expression(names: Mapping[str, str]) -> str:
    """A Vega expression of a plain object; names are our own words and hold no quotes."""
    return "{" + ", ".join(f"'{key}': '{name}'" for key, name in names.items()) + "}"
