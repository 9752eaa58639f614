"""The progress table for the terminal: by pillar, the verdict by sign and word, within 120 columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group as TargetLines
from rich.table import Table
from rich.text import Text as Line

from sigai.base.issues import Language
from sigai.reports.certainty import open_facts, verdict_month
from sigai.reports.finished import FinishedRun
from sigai.reports.standings import TargetStatus, units_of
from sigai.reports.view import Counts, View
from sigai.reports.words import STATUS, VERDICT, chance, figure, goal, number, period_word, share

WIDTH = 120
_COLUMNS = (
    ("判断", "Verdict", 12, "left"),
    ("目标", "Target", 30, "left"),
    ("进度", "Pace", 8, "left"),
    ("实际", "Actual", 12, "right"),
    ("应达到", "Expected", 8, "right"),
    ("目标值", "Goal", 12, "right"),
    ("预测", "Forecast", 8, "right"),
    ("把握", "Chance", 6, "right"),
    ("报送", "Given", 5, "right"),
    ("牵头单位", "Lead unit", 9, "left"),
)


def progress_table(run: FinishedRun, language: Language) -> TargetLines:
    """Every target of the programme's area, by pillar; a line of counts first. Fits 120 columns."""
    view = View(run)
    parts: list[Table | Line] = [_title(view, language), _tally(view.all.counts, language)]
    for group in view.pillars:
        parts.append(_pillar_head(group.pillar.name[language], group.counts, language))
        parts.append(_table(view, group.standings, language))
    return TargetLines(*parts, *_open(view, language))


def _open(view: View, language: Language) -> Iterator[Line]:
    """Which rows rest on estimates, and of which month a verdict is that does not stand for its own."""
    if view.all.estimated:
        yield Line("\n≈ " + ("estimates of what is not in are in it" if language == "en" else "含推算"), style="dim")
    if view.all.held:
        held = len(view.all.held)
        yield Line(f"\n? Open ({held})" if language == "en" else f"\n? 未定（{held} 项）", style="bold")
    for standing in view.all.held:
        now = "  ".join(f"{name} {text}" for name, text in open_facts(standing, language))
        yield Line.assemble(
            f"  {standing.target.name[language]}  {verdict_month(standing, language)}", (f"  {now}", "dim")
        )


def _title(view: View, language: Language) -> Line:
    head = view.programme.head
    month = period_word(str(view.run.as_of), language)
    line = Line(f"{head.title[language]}  {month}", style="bold")
    if view.run.demonstration:
        line.append("  演示数据" if language == "zh" else "  demonstration data", style="black on yellow")
    return line


def _tally(counts: Counts, language: Language) -> Line:
    line = Line()
    for verdict, word in VERDICT.items():
        if counts[verdict]:
            line.append(f"{word.sign} {word[language]} {counts[verdict]}   ", style=word.style)
    return line


def _pillar_head(name: str, counts: Counts, language: Language) -> Line:
    return Line.assemble(("\n" + name, "bold"), "   ", _tally(counts, language))


def _table(view: View, standings: tuple[TargetStatus, ...], language: Language) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", width=WIDTH)
    for zh, en, width, justify in _COLUMNS:
        table.add_column(
            en if language == "en" else zh,
            width=width,
            justify="right" if justify == "right" else "left",
            overflow="ellipsis",
            no_wrap=True,
        )
    for standing in standings:
        table.add_row(*_cells(view, standing, language))
    return table


def _cells(view: View, standing: TargetStatus, language: Language) -> list[Line]:
    word = VERDICT[standing.shown]
    provisional = standing.provisional and standing.actual is not None
    actual = figure(standing.actual, standing.unit, standing.decimals, language) + ("*" if provisional else "")
    actual = ("≈" if standing.estimated else "") + actual
    aim = goal(standing.comparator, standing.goal, standing.unit, language, standing.decimals)
    separator = ", " if language == "en" else "、"
    owners = separator.join(unit.name[language] for unit in units_of(view.programme, standing.target))
    return [
        Line(f"{word.sign} {word[language]}{'?' if standing.held else ''}", style=word.style),
        Line(standing.target.name[language]),
        Line(STATUS[standing.status][language]),
        Line(actual),
        Line(number(standing.expected, standing.unit, standing.decimals)),
        Line(aim),
        Line(number(standing.forecast_mean, standing.unit, standing.decimals)),
        Line(chance(standing.probability)),
        Line(share(standing.coverage)),
        Line(owners or "—", style="dim"),
    ]
