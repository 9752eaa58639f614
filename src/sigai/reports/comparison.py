"""Other published methods beside ours: their opinions on the same targets, as a table for the terminal.

The pipeline fills a `Comparison`; here it is only put into words. No report or bulletin holds an opinion but ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Group as TargetLines
from rich.table import Table
from rich.text import Text as Line

from sigai.base.issues import Language
from sigai.programme.organisation import Area
from sigai.programme.programme import Programme
from sigai.progress.rivals import OURS, RIVALS
from sigai.reports.standings import TargetStatus
from sigai.reports.tables import WIDTH
from sigai.reports.words import NO_FIGURE, STATUS, goal, number, period_word


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one method says of one target: the number that it judges by, and its own word (its id)."""

    method: str
    measure: float | None
    word: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The targets of one area at one month, each with the opinions of ours and of every rival, ours first."""

    programme: Programme
    as_of: str
    area: Area
    demonstration: bool
    rows: tuple[tuple[TargetStatus, tuple[Opinion, ...]], ...]


_METHODS: Mapping[str, tuple[str, str]] = {
    OURS: ("本系统", "Sigai"),
    "open_sdg": ("Open SDG", "Open SDG"),
    "un_chart": ("联合国进展图", "UN chart"),
    "escap": ("亚太经社会", "ESCAP"),
    "pilote": ("PILOTE-2", "PILOTE-2"),
}
_OPINIONS: Mapping[str, tuple[str, str]] = {
    "target_achieved": ("已达到", "achieved"),
    "on_track": ("按进度", "on track"),
    "accelerate": ("需加快", "accelerate"),
    "limited": ("进展有限", "limited"),
    "deterioration": ("倒退", "deterioration"),
    "target_met": ("已达到", "target met"),
    "substantial": ("进展显著", "substantial"),
    "some_progress": ("有所进展", "some progress"),
    "insufficient": ("进展不足", "insufficient"),
    "maintain": ("保持", "maintain"),
    "reverse": ("须扭转", "reverse"),
    "done": ("完成", "done"),
    "not_assessed": ("不评", "n/a"),
}
_HUGE = 1000
"""From here on a ratio says only that the method has lost its footing."""


def comparison_table(comparison: Comparison, language: Language) -> TargetLines:
    """A row per target: what is and what is asked, then what every method says, with the number it judges by."""
    english = language == "en"
    title = Line(f"{comparison.area.name[language]}  {period_word(comparison.as_of, language)}", style="bold")
    if comparison.demonstration:
        title.append("  demonstration data" if english else "  演示数据", style="black on yellow")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", width=WIDTH)
    table.add_column("Target" if english else "目标", width=20 if english else 26, no_wrap=True)
    table.add_column("from → now / goal" if english else "起点 → 现在 / 目标", justify="right", no_wrap=True)
    for method in (OURS, *RIVALS):
        table.add_column(_METHODS[method][english], no_wrap=True)
    for standing, opinions in comparison.rows:
        said = {opinion.method: _opinion(opinion, language) for opinion in opinions}
        words = (said.get(method, Line(NO_FIGURE)) for method in (OURS, *RIVALS))
        table.add_row(Line(standing.target.name[language]), _way(standing, language), *words)
    return TargetLines(title, table, Line(_note(english), style="dim"))


def _way(standing: TargetStatus, language: Language) -> Line:
    base = number(standing.baseline, standing.unit, standing.decimals)
    now = number(standing.actual, standing.unit, standing.decimals)
    aim = goal(standing.comparator, standing.goal, standing.unit, language, standing.decimals)
    return Line(f"{base} → {now} / {aim}")


def _opinion(opinion: Opinion, language: Language) -> Line:
    if opinion.method == OURS:
        word = STATUS[opinion.word]
        return Line.assemble((f"{word.sign} {word[language]}", word.style), (_measure(opinion.measure), "dim"))
    zh, en = _OPINIONS.get(opinion.word, (opinion.word, opinion.word))
    bare = opinion.word in ("done", "not_assessed") or opinion.word.endswith("%")
    return Line.assemble(en if language == "en" else zh, ("" if bare else _measure(opinion.measure), "dim"))


def _measure(value: float | None) -> str:
    if value is None or math.isnan(value):
        return ""
    if abs(value) >= _HUGE:
        return " ∞" if value > 0 else " −∞"
    return " " + f"{value:.2f}".replace("-", "−")


def _note(english: bool) -> str:
    return (
        "The numbers are those that each method judges by. Rivals see two figures and the years between them; "
        "docs/progress.md says what they are and where they go wrong."
        if english
        else "词后的数是各方法据以判断的数。其他方法只看起点、现值两个数和年数；说明和不足见 docs/progress.md。"
    )
