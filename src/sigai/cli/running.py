"""`sigai run`: the stages with a progress bar, the progress table, the share of each stage, what was found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sigai.base.issues import Severity
from sigai.base.periods import Period
from sigai.cli.console import Exit, choose, err, language, out
from sigai.pipeline import Outcome, Watch, run_programme
from sigai.reports import progress_table
from sigai.reports.finished import IssueSummary
from sigai.reports.words import severity_word, stage_word


def run_command(programme: Path, data: Path, as_of: Period, folder: Path) -> int:
    """Run and show; 1 when something in the data was refused."""
    with _bar() as watch:
        outcome = run_programme(programme, data, as_of=as_of, out=folder, watch=watch)
    out.print(progress_table(outcome.finished, language()), soft_wrap=False)
    _show_findings(outcome)
    _show_stages(outcome)
    out.print(choose(f"报告  {outcome.report}", f"report    {outcome.report}"))
    out.print(choose(f"通报  {outcome.bulletin}", f"bulletin  {outcome.bulletin}"))
    refused = any(issue.severity is Severity.ERROR for issue in outcome.issues)
    return Exit.FINDINGS if refused else Exit.GOOD


@contextmanager
def _bar() -> Iterator[Watch | None]:
    """A progress bar on a terminal; nothing where the output goes to a file."""
    if not err.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        tasks: dict[str, int] = {}

        def watch(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = int(bar.add_task(what, total=total))
            bar.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield watch


def _show_findings(outcome: Outcome) -> None:
    summaries = outcome.finished.issues
    if not summaries:
        out.print(choose("数据未发现问题", "nothing was found in the data"))
        return
    total = sum(summary.count for summary in summaries)
    out.print(choose(f"[bold]数据中发现 {total} 处问题[/bold]", f"[bold]{total} findings in the data[/bold]"))
    for summary in summaries:
        out.print(_finding(summary))


def _finding(summary: IssueSummary) -> str:
    shown = language()
    named = summary.places[shown]
    # One that names itself in its own words needs no list behind them.
    places = choose("、", ", ").join(named) if summary.count > 1 or summary.file else ""
    more = summary.count - len(named) if named else summary.count - 1
    more_words = choose(f" 等 {summary.count} 处", f" and {more} more") if more > 0 else ""
    head = f"  {severity_word(summary.severity, shown)} {summary.code}"
    return f"{head}  {escape(summary.what[shown])}  [dim]{escape(places)}{more_words}[/dim]"


def _show_stages(outcome: Outcome) -> None:
    stages = outcome.finished.stages
    total = sum(seconds for _, seconds in stages)
    shares = "  ".join(
        f"{stage_word(name, language())} {seconds:.1f}s ({seconds / total:.0%})" for name, seconds in stages
    )
    out.print(choose(f"用时 {total:.1f} 秒：{shares}", f"took {total:.1f} s: {shares}"))
