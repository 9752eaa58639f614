"""An explanation: from a figure of progress to the formula, the figures and records under it, the plan's places.

The pipeline fills it; here it is only put into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rich.console import Group as TargetLines
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from sigai.base.issues import Language
from sigai.programme.common import Text
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement
from sigai.reports.certainty import (
    basis_words,
    coverage_words,
    effect_words,
    estimate_facts,
    open_facts,
    open_name,
    verdict_month,
)
from sigai.reports.outlook_words import needed_words, shortfall_words
from sigai.reports.places import place_text
from sigai.reports.standings import TargetStatus
from sigai.reports.words import (
    NO_FIGURE,
    STATUS,
    VERDICT,
    chance,
    comparator_word,
    deadline_word,
    figure,
    goal,
    goal_number,
    kind_word,
    period_word,
    reason_word,
    share,
    value_state_word,
)


@dataclass(frozen=True, slots=True)
class FigureUnder:
    """One reported figure under a term: whose it is, who gave it when, and where it was read. `late`: it came after its
    month was closed."""

    entity: str
    name: str
    measure: str
    period: str
    value: float
    unit: str
    reporter: str = ""
    reported_at: str = ""
    state: str = ""
    late: bool = False
    file: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class RecordUnder:
    """One record under a term: its state (`state_words` name it) and since when, and where it was read."""

    id: str
    name: str
    entity: str
    state: str
    since: str = ""
    reporter: str = ""
    state_words: Mapping[Language, str] = field(default_factory=dict)
    file: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class MissingUnder:
    """Somebody who owes a figure of a period under a term and gave none.

    `amount` is what is estimated for it, resting on `basis` and its figure of `last_period`; `share` its part of the
    last known amounts. `effect`: by how much the indicator's number would move, were it one standard deviation larger.
    """

    name: str
    period: str
    amount: float | None = None
    unit: str = ""
    share: float | None = None
    basis: str | None = None
    respondents: int | None = None
    last_period: str | None = None
    effect: float | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the formula: its text, its value at the area and month `at`, and what stands under it.

    `figures` and `records` may be the largest only; `figures_total` and `records_total` say how many there are.
    `parameters` are the numbers of parameters that it takes or may take, with their sources, in words.
    `missing` are some of those who owe a figure and gave none.
    """

    text: str
    value: float | None
    unit: str
    at: str = ""
    words: Mapping[Language, str] = field(default_factory=dict)
    parameters: tuple[Text, ...] = ()
    reported: int | None = None
    owing: int | None = None
    figures: tuple[FigureUnder, ...] = ()
    figures_total: int = 0
    records: tuple[RecordUnder, ...] = ()
    records_total: int = 0
    missing: tuple[MissingUnder, ...] = ()
    missing_total: int = 0


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """A statement of the plan; `sentence` only where the document was given: the repository holds none."""

    statement: Statement
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a target stands as it does in one area at one month. `standing` is its row of progress.

    Where its verdict is an earlier month's, `open_terms` are the terms of the month itself, with who is missing there.
    """

    programme: Programme
    standing: TargetStatus
    formula: str
    formula_words: Mapping[Language, str]
    terms: tuple[Term, ...]
    stated: tuple[StatedPlace, ...]
    open_terms: tuple[Term, ...] = ()
    demonstration: bool = False


_PARAMETERS = 12
"""How many numbers of parameters are shown under a term."""


def explanation_text(explanation: Explanation, language: Language) -> RenderableType:
    """The explanation for a terminal, from the figure down to the places of the plan."""
    say = _Words(language)
    parts: list[RenderableType] = [_head(explanation, say), _standing_lines(explanation.standing, say)]
    parts += [say.title("怎么算", "Formula"), *_formula(explanation, say)]
    for term in explanation.terms:
        parts += _term(term, explanation.standing, say)
    if explanation.open_terms:
        parts.append(say.title(f"{open_name(explanation.standing, 'zh')}：还缺谁的数", _open_title(explanation)))
    for term in explanation.open_terms:
        parts += _term(replace(term, figures=(), records=()), explanation.standing, say)
    parts += [say.title("方案出处", "Where the plan states it")]
    parts += [_stated(explanation.programme, stated, say) for stated in explanation.stated]
    decisions = explanation.standing.target.decisions
    if decisions:
        parts.append(say.title("口径裁定", "Decisions on readings"))
        for decision in decisions:
            parts.append(_inside(f"{decision.question[language]}  {decision.reading[language]}"))
            parts.append(
                _inside(f"{decision.reason[language]}（{decision.decided_by} {decision.decided_on}）", style="dim")
            )
    return TargetLines(*parts)


def _open_title(explanation: Explanation) -> str:
    return f"{open_name(explanation.standing, 'en')}: who is missing"


class _Words:
    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh

    def title(self, zh: str, en: str) -> Line:
        return Line(f"\n{self(zh, en)}", style="bold")


def _head(explanation: Explanation, say: _Words) -> Line:
    standing, language = explanation.standing, say.language
    word = VERDICT[standing.shown]
    line = Line.assemble(
        (standing.target.name[language], "bold"),
        f"  {standing.area.name[language]}  {period_word(standing.as_of, language)}  ",
        (f"{word.sign} {word[language]}", word.style),
    )
    if standing.held:
        line.append(f"  {verdict_month(standing, language)}", style="dim")
    if explanation.demonstration:
        line.append(say("  演示数据", "  demonstration data"), style="black on yellow")
    return line


def _standing_lines(standing: TargetStatus, say: _Words) -> Table:
    language, unit, decimals = say.language, standing.unit, standing.decimals
    actual = (
        figure(standing.actual, unit, decimals, language) if standing.actual is not None else say("无数据", "no data")
    )
    if standing.actual_period and standing.actual_period != standing.as_of:
        actual += f"  ({period_word(standing.actual_period, language)})"
    if standing.provisional:
        actual += say("  暂报", "  provisional")
    rows = [
        (say("实际", "Actual"), actual),
        (say("报送", "Given"), coverage_words(standing, language) or _coverage(None, None, None, say)),
        *estimate_facts(standing, language),
        (say("应达到", "Expected"), figure(standing.expected, unit, decimals, language)),
        (say("基期", "Baseline"), figure(standing.baseline, unit, decimals, language)),
        (
            say("目标值", "Goal"),
            f"{goal(standing.comparator, standing.goal, unit, language, decimals)}  "
            f"{deadline_word(standing.period_end, language)}",
        ),
        (say("进度", "Pace"), f"{STATUS[standing.status][language]}  {share(standing.pace)}"),
        (say("缺口", "To go"), needed_words(standing, language) or NO_FIGURE),
    ]
    if standing.has_forecast:
        low, high = (
            figure(value, unit, decimals, language) for value in (standing.forecast_low, standing.forecast_high)
        )
        forecast = f"{figure(standing.forecast_mean, unit, decimals, language)}  ({low} – {high})"
        rows.append((say("期末预测", "Forecast"), forecast))
        rows.append((say("预计差", "Short by"), shortfall_words(standing, language) or NO_FIGURE))
    if standing.probability is not None:
        rows.append((say("完成把握", "Chance to hit"), chance(standing.probability)))
    if standing.held:
        rows.append((open_name(standing, language), "  ".join(f"{n} {t}" for n, t in open_facts(standing, language))))
    if standing.reason:
        rows.append((say("判断说明", "Why"), reason_word(standing.reason, language)))
    rows += [(say("推定", "Assumed"), text) for text in standing.assumed]
    table = Table.grid(padding=(0, 2))
    for name, text in rows:
        table.add_row(Line(f"  {name}", style="dim"), Line(text))
    return table


def _coverage(reported: int | None, owing: int | None, coverage: float | None, say: _Words) -> str:
    if coverage is None and owing is None:
        return say("按台账计，没有报送率", "from records: no response rate")
    counts = f"{reported}/{owing}  " if owing is not None else ""
    known = coverage if coverage is not None else (reported or 0) / owing if owing else None
    return f"{counts}{share(known)}"


def _formula(explanation: Explanation, say: _Words) -> list[RenderableType]:
    standing = explanation.standing
    lines: list[RenderableType] = [_inside(standing.indicator_name[say.language])]
    words = explanation.formula_words.get(say.language)
    if words:
        lines.append(_inside(words))
    lines.append(_inside(explanation.formula, style="cyan"))
    return lines


def _term(term: Term, standing: TargetStatus, say: _Words) -> list[RenderableType]:
    words = term.words.get(say.language)
    value = figure(term.value, term.unit, 4 if term.value is not None and abs(term.value) < 1 else 1, say.language)
    at = f"  {period_word(term.at, say.language)}" if term.at else ""
    line = Line.assemble("  ", (term.text, "cyan"), f" = {value}{at}", style="bold")
    if words:
        line.append(f"  {words}", style="dim")
    if term.owing is not None:
        line.append(f"  {say('报送', 'given')} {_coverage(term.reported, term.owing, None, say)}", style="dim")
    parts: list[RenderableType] = [Line(""), line]
    shown = term.parameters[:_PARAMETERS]
    parts += [_inside(f"  {number[say.language]}", style="dim") for number in shown]
    if len(shown) < len(term.parameters):
        rest = len(term.parameters) - len(shown)
        parts.append(_inside(say(f"  参数另有 {rest} 个数", f"  and {rest} more numbers of parameters"), style="dim"))
    if term.figures:
        parts.append(Padding(_figures(term, say), (0, 0, 0, 4)))
    if term.records:
        parts.append(Padding(_records(term, say), (0, 0, 0, 4)))
    if term.missing:
        count = term.missing_total
        parts.append(_inside(say(f"应报未报 {count} 家次：", f"owed and not given, {count}:"), style="yellow"))
        parts.append(Padding(_missing(term, standing, say), (0, 0, 0, 4)))
    return parts


def _figures(term: Term, say: _Words) -> Table:
    heads = (("主体", "Entity"), ("期", "Period"), ("数值", "Value"), ("报送人", "Reporter"), ("出自", "Read from"))
    table = _listing(heads, say, right=2)
    for row in term.figures:
        state = "" if row.state in ("", "reported") else f" [{value_state_word(row.state, say.language)}]"
        state += say(" [结账后补报]", " [after the closing]") if row.late else ""
        name = f"{row.name}  {row.entity}" if row.name and row.name != row.entity else row.entity
        reporter = f"{row.reporter}  {row.reported_at}".strip()
        table.add_row(
            *_plain(
                name,
                row.period,
                f"{figure(row.value, row.unit, 2, say.language)}{state}",
                reporter,
                _read_from(row, say),
            )
        )
    _rest(table, len(term.figures), term.figures_total, say)
    return table


def _missing(term: Term, standing: TargetStatus, say: _Words) -> Table:
    """Who is missing, heaviest first; without the columns of estimates where none is put in."""
    estimated = any(row.basis for row in term.missing)
    heads = [("主体", "Entity"), ("期", "Period")]
    if estimated:
        heads += [("推算", "Estimate"), ("占上期量", "Weight"), ("依据", "Rests on"), ("可改变", "Could change")]
    table = _listing(tuple(heads), say, right=2)
    for row in term.missing:
        cells = [row.name, row.period]
        if estimated:
            basis = basis_words(row.basis, row.respondents, row.amount, say.language)
            last = f"（{row.last_period}）" if say.language == "zh" else f" ({row.last_period})"
            effect = effect_words(row.effect, standing.unit, standing.decimals)
            cells += [
                figure(row.amount, row.unit, 2, say.language),
                share(row.share, 1),
                basis + (last if row.last_period else ""),
            ]
            cells.append(effect)
        table.add_row(*_plain(*cells))
    _rest(table, len(term.missing), term.missing_total, say)
    return table


def _records(term: Term, say: _Words) -> Table:
    heads = (
        ("台账记录", "Record"),
        ("主体", "Entity"),
        ("状态", "State"),
        ("报送人", "Reporter"),
        ("出自", "Read from"),
    )
    table = _listing(heads, say)
    for row in term.records:
        name = f"{row.id}  {row.name}".strip()
        state = f"{row.state_words.get(say.language, row.state)}  {row.since}".strip()
        table.add_row(*_plain(name, row.entity, state, row.reporter, _read_from(row, say)))
    _rest(table, len(term.records), term.records_total, say)
    return table


def _listing(heads: tuple[tuple[str, str], ...], say: _Words, right: int | None = None) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for rank, (zh, en) in enumerate(heads):
        table.add_column(say(zh, en), justify="right" if rank == right else "left", overflow="fold")
    return table


def _plain(*cells: str) -> list[Line]:
    """Cells as plain text: a name in square brackets is a name, no markup."""
    return [Line(cell) for cell in cells]


def _rest(table: Table, shown: int, total: int, say: _Words) -> None:
    if total > shown:
        table.add_row(Line(say(f"… 共 {total} 条，此处 {shown} 条", f"… {total} in all, {shown} shown"), style="dim"))


def _read_from(row: FigureUnder | RecordUnder, say: _Words) -> str:
    if not row.file:
        return "—"
    return row.file if row.row is None else say(f"{row.file} 第 {row.row} 行", f"{row.file} row {row.row}")


def _stated(programme: Programme, stated: StatedPlace, say: _Words) -> RenderableType:
    statement, language = stated.statement, say.language
    sign = comparator_word(statement.comparator, language)
    asked = f"{sign}{goal_number(statement.value)}{statement.unit}"
    years = (
        f"{statement.period_start}–{statement.period_end}"
        if statement.period_start not in (None, statement.period_end)
        else str(statement.period_end)
    )
    line = Line.assemble(
        (f"{statement.id}  ", "cyan"),
        f"{place_text(programme, statement.source, language)}  {statement.indicator} {asked}",
        (f"  {kind_word(statement.kind, language)}  {years}", "dim"),
    )
    if stated.sentence:
        line.append(f"\n“{stated.sentence}”", style="italic")
    return Padding(line, (0, 0, 0, 2))


def _inside(text: str, style: str = "") -> Padding:
    return Padding(Line(text, style=style), (0, 0, 0, 2))
