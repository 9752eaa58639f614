"""The report of a run as one HTML file that works without a network: both languages, charts drawn when opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sigai.base.issues import Language
from sigai.programme.common import Source, Text
from sigai.programme.in_force import method_or_none
from sigai.programme.indicators import Indicator
from sigai.programme.targets import Target, Track
from sigai.reports import certainty, words
from sigai.reports.charts import (
    PAGE_CONFIG,
    ROW_COLUMNS,
    Spec,
    area_rows,
    area_spec,
    trajectory_rows,
    trajectory_spec,
    verdict_rows,
    verdict_spec,
)
from sigai.reports.charts_script import chart_library
from sigai.reports.finished import FinishedRun
from sigai.reports.moves import CAUSES, MOVES, MOVES_RULE
from sigai.reports.outlook_words import needed_words, shortfall_words
from sigai.reports.places import place_text
from sigai.reports.standings import TargetStatus, units_of
from sigai.reports.view import View, trouble

LANGUAGES: tuple[Language, ...] = ("zh", "en")
VISIBLE_MISSES = 12
"""How many of those that will be missed stand open on the page; the others are one click away."""


def write_html(run: FinishedRun, path: Path) -> None:
    """Write the report of `run` to `path`: one file, nothing loaded from elsewhere."""
    path.write_text(render_html(run), encoding="utf-8")


def render_html(run: FinishedRun) -> str:
    """The report as text. Both languages are in it; `?lang=en` opens it in English."""
    return _Page(View(run)).render()


class _Page:
    def __init__(self, view: View) -> None:
        self._view = view
        self._run = view.run
        self._programme = view.programme

    def render(self) -> str:
        environment = Environment(
            loader=FunctionLoader(_asset),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(self._names())
        misses = environment.get_template("misses.html.j2")
        environment.globals["miss_table"] = lambda rows: Markup(misses.render(misses=rows))  # noqa: S704 our template
        return environment.get_template("report.html.j2").render()

    def _names(self) -> dict[str, Any]:
        method = method_or_none(self._programme, self._run.as_of.last)
        return {
            "run": self._run,
            "view": self._view,
            "programme": self._programme,
            "method": method,
            "thin": method.provisional_below if method else 0.0,
            "visible_misses": VISIBLE_MISSES,
            "STATUS": words.STATUS,
            "VERDICT": words.VERDICT,
            "MOVES": MOVES,
            "CAUSES": CAUSES,
            "MOVES_RULE": MOVES_RULE,
            "number": words.number,
            "figure": words.figure,
            "goal": words.goal,
            "share": words.share,
            "chance": words.chance,
            "period": words.period_word,
            "deadline": words.deadline_word,
            "reason": words.reason_word,
            "trajectory": words.trajectory_word,
            "kind": words.kind_word,
            "severity": words.severity_word,
            "stage": words.stage_word,
            "verdict_month": certainty.verdict_month,
            "coverage_words": certainty.coverage_words,
            "interval_words": certainty.interval_words,
            "open_name": certainty.open_name,
            "shortfall_words": shortfall_words,
            "needed_words": needed_words,
            "estimate_facts": certainty.estimate_facts,
            "open_facts": certainty.open_facts,
            "pairs": lambda function, row: zip(function(row, "zh"), function(row, "en"), strict=True),
            "by_trouble": lambda rows: sorted(rows, key=trouble),
            "owners_of": lambda target: units_of(self._programme, target),
            "other_trouble": self._other_trouble,
            "indicator_name": self._indicator_name,
            "formula_words": self._formula_words,
            "place": self._place,
            "ways": way_positions,
            "style": _verbatim("style.css"),
            "script": _verbatim("report.js"),
            "library": Markup(chart_library()),  # noqa: S704 the installed chart library
            "chart_data": Markup(_json(self._chart_data())),  # noqa: S704 escaped by _json
        }

    def _chart_data(self) -> dict[str, Any]:
        ways, areas = {}, {}
        for target in self._programme.targets:
            for part in self._view.detail(target):
                key = f"{target.id}/{part.track.id}"
                ways[key] = trajectory_rows(part.trajectory)
                if part.areas:
                    areas[key] = {language: area_rows(part.areas, language) for language in LANGUAGES}
        specs: dict[str, Callable[[Language], Spec]] = {
            "way": trajectory_spec,
            "areas": area_spec,
            "pillars": verdict_spec,
        }
        return {
            "columns": ROW_COLUMNS,
            "config": PAGE_CONFIG,
            "specs": {name: {language: spec(language) for language in LANGUAGES} for name, spec in specs.items()},
            "pillars": {
                language: verdict_rows((group.pillar.name[language], group.counts) for group in self._view.pillars)
                for language in LANGUAGES
            },
            "way": ways,
            "areas": areas,
        }

    @cached_property
    def _others(self) -> Mapping[str, TargetStatus]:
        """The most worrying current step among the tracks beside the main one, by target."""
        found: dict[str, TargetStatus] = {}
        for standing in self._view.standings.now:
            if standing.current and not standing.main and standing.area.code == self._view.root.code:
                worst = found.get(standing.target.id)
                if worst is None or trouble(standing) < trouble(worst):
                    found[standing.target.id] = standing
        return found

    def _other_trouble(self, target: Target) -> str:
        """The verdict of another track that is missed or will be; empty where none is."""
        other = self._others.get(target.id)
        return other.shown if other is not None and other.shown in ("unlikely", "missed") else ""

    def _indicator_name(self, track: Track) -> Text:
        indicator = self._programme.indicator_by_id.get(track.indicator)
        return indicator.name if indicator else Text(zh=track.indicator, en=track.indicator)

    def _formula_words(self, indicator: Indicator) -> Mapping[str, str] | None:
        return self._run.formula_words.get(indicator.id)

    def _place(self, source: Source, language: Language) -> str:
        return place_text(self._programme, source, language)


def way_positions(row: TargetStatus) -> dict[str, float | None] | None:
    """Where the actual and the expected figure lie between the baseline (0) and the goal (100), for the small bar.

    None where there is no figure, or no way between a baseline and the goal.
    """
    if row.actual is None or row.baseline is None or abs(row.goal - row.baseline) < 1e-12:
        return None
    return {"actual": _along(row.actual, row), "expected": None if row.expected is None else _along(row.expected, row)}


def _along(value: float, row: TargetStatus) -> float:
    start = row.baseline or 0.0
    return round(min(max((value - start) / (row.goal - start), 0.0), 1.0) * 100, 1)


def _asset(name: str) -> str | None:
    file = files("sigai.reports") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _verbatim(name: str) -> Markup:
    return Markup(_asset(name) or "")  # noqa: S704 our own file


def _json(value: Any) -> str:
    """JSON that may stand inside a script element: no `<` in it can end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
