"""A run as seen from an earlier month of its own: what was known then of figures, as they stand today."""

from __future__ import annotations

from dataclasses import replace

from sigai.base.periods import Period
from sigai.progress import judge
from sigai.reports.finished import FinishedRun


def seen_from(run: FinishedRun, month: Period) -> FinishedRun:
    """The run with every target judged at `month`, from the months up to it alone, with the forecasts of that month.

    Figures and corrections are those of the run: it is how the month looks today, not what was shown then. The month
    must not lie after the run's own.
    """
    if month == run.as_of:
        return run
    progress = judge(run.programme, run.results, as_of=month)
    return replace(run, tables={**run.tables, "progress": progress}, header={**run.header, "as_of": str(month)})
