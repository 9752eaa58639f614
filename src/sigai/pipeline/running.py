"""The stages of a run, in order, each timed: content, intake, indicators, progress, report, bulletin."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sigai.base.issues import Issue, Issues, Place, Severity, UserError, problem
from sigai.base.periods import Period
from sigai.explanations import formula_words
from sigai.pipeline.calculating import Calculation, calculate
from sigai.pipeline.intake import Taken, Watch, take_in
from sigai.pipeline.manifest import heading
from sigai.pipeline.remarking import remarks_on
from sigai.pipeline.writing import write_run
from sigai.programme.checks import check_programme
from sigai.programme.checks.scenarios import scenarios_make_sense
from sigai.programme.loading import load_programme
from sigai.programme.programme import Programme
from sigai.programme.scenarios import Scenario, read_scenarios
from sigai.reports.finished import FinishedRun, summarise
from sigai.tables.data import Data
from sigai.tables.reading import in_memory
from sigai.values import without_later

OUTSIDE = problem(
    "X004",
    Severity.ERROR,
    zh="截至月份 {month} 不在方案期（{start} 至 {end}）内",
    en="the month {month} lies outside the programme ({start} to {end})",
    advice_zh="换一个方案期内的月份",
    advice_en="choose a month of the programme",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave: where it lies, what to show, what was found in the data."""

    folder: Path
    finished: FinishedRun
    issues: tuple[Issue, ...]

    @property
    def report(self) -> Path:
        """Where a run writes its report; the file is missing where none was asked for."""
        return self.folder / "report.html"

    @property
    def bulletin(self) -> Path:
        """Where a run writes its bulletin; the file is missing where none was asked for."""
        return self.folder / "bulletin.docx"


class Stopwatch:
    """Seconds by stage, in the order in which the stages ran."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._name, self._start = "", time.perf_counter()

    def begin(self, name: str) -> None:
        """A stage begins; the one before it has ended."""
        now = time.perf_counter()
        if self._name:
            self._seconds[self._name] = self._seconds.get(self._name, 0.0) + now - self._start
        self._name, self._start = name, now

    def rows(self) -> list[dict[str, Any]]:
        """The stages as `run.json` has them: name and seconds, in the order in which they ran."""
        return [{"name": name, "seconds": round(seconds, 3)} for name, seconds in self._seconds.items()]


def sound_programme(folder: Path) -> Programme:
    """A programme that can run; UserError with every finding where its content has an error."""
    loaded = load_programme(folder)
    issues = Issues(loaded.issues)
    if loaded.programme is not None:
        issues.extend_new(check_programme(loaded.programme))
    if loaded.programme is None or issues.errors:
        raise UserError(issues.errors)
    return loaded.programme


def sound_scenarios(programme: Programme) -> tuple[Scenario, ...]:
    """The scenarios beside a programme's content; UserError with every fault of theirs."""
    issues = Issues()
    found = read_scenarios(Path(programme.folder), issues)
    issues.extend(scenarios_make_sense(programme, found))
    if issues.errors:
        raise UserError(issues)
    return found


def run_programme(
    programme_folder: Path, data_folder: Path, *, as_of: Period, out: Path, watch: Watch | None = None
) -> Outcome:
    """Run a programme on a folder of data and write the run's folder.

    UserError where the programme has errors, the data cannot be read at all or the month lies outside the programme.
    Findings in the data do not stop the run: what is sound is used, the rest is reported.
    """
    clock = Stopwatch()
    started = datetime.now(UTC)
    clock.begin("content")
    programme = sound_programme(programme_folder)
    _inside(programme, as_of)
    clock.begin("intake")
    taken = _taken(programme, data_folder, as_of, watch)
    computed = calculate(programme, taken.data, as_of=as_of, stage=clock.begin)
    finished = write_run(
        out,
        lambda: finish(programme, taken.data, computed, started=started, stages=clock.rows(), issues=taken.issues),
        taken.data,
        issues=taken.issues,
        stage=clock.begin,
    )
    return Outcome(out, finished, taken.issues)


def _taken(programme: Programme, folder: Path, as_of: Period, watch: Watch | None) -> Taken:
    """What a folder gave for a run that looks from a month, with what there is to say about missing figures."""
    taken = take_in(programme, folder, watch=watch)
    closed, later = without_later(taken.data.closed, in_memory(taken.data.values), as_of)
    data = replace(taken.data, closed=closed)
    missing = remarks_on(programme, data, as_of=as_of)
    return Taken(data, Issues((*taken.issues, *later, *missing)).sorted())


def finish(
    programme: Programme,
    data: Data,
    computed: Calculation,
    *,
    started: datetime,
    stages: Sequence[dict[str, Any]] = (),
    issues: tuple[Issue, ...] = (),
) -> FinishedRun:
    """What reports render: the tables of a calculation with the head of the run."""
    header = heading(programme, data, as_of=computed.as_of, started=started, stages=stages, issues=issues)
    return FinishedRun(
        programme, computed.tables, header, issues=summarise(issues), formula_words=formula_words(programme)
    )


def _inside(programme: Programme, as_of: Period) -> None:
    head = programme.head
    if not head.start.first <= as_of.last <= head.end.last:
        raise UserError([OUTSIDE.at(Place(), month=as_of, start=head.start, end=head.end)])
