"""The results of a finished run, as pages and documents read them: opened once per process, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from sigai.pipeline import open_results
from sigai.reports import FinishedRun, View
from sigai_web import programme
from sigai_web.runs.models import Run


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """One finished run: its row, its tables, and everything arranged for pages (`view`).

    `terms` follows the contract INDICATOR_TERMS: what each indicator's number was made from.
    """

    run: Run
    finished: FinishedRun
    view: View
    terms: pa.Table


def current() -> Results | None:
    """The newest finished run; None before the first. One query; the tables are kept in memory."""
    run = Run.objects.filter(state=Run.State.DONE).first()
    return of(run) if run else None


def of(run: Run) -> Results:
    """The results of one finished run."""
    return _open(run, run.folder)


@lru_cache(maxsize=4)
def _open(run: Run, folder: Path) -> Results:
    kept = open_results(folder, programme.current())
    return Results(run, kept.finished, View(kept.finished), kept.terms)
