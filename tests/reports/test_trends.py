"""Trends count what was judged of the targets asked for, month by month, and take back what forecasts alone changed."""

from __future__ import annotations

from helpers_reports import COUNTIES, ROOT, finished_run, progress_row, progress_table, with_tables
from sigai.reports.trends import PACES, trend


def row(target: str, month: str, status: str, **changes):
    return progress_row(target=target, track="m", indicator="i", as_of=month, status=status, **changes)


def test_months_are_counted_on_one_basis():
    rows = [
        row("A", "2022-08", "on_track"),
        row("B", "2022-08", "no_data"),
        row("A", "2022-09", "at_risk", reason="forecast_doubts"),
        row("B", "2022-09", "at_risk", reason="forecast_unlikely"),
        row("C", "2022-09", "behind"),
        row("C", "2022-09", "missed", main=False),
        row("A", "2022-09", "missed", area=COUNTIES[0]),
        row("A", "2022-09", "missed", current=False, period_end="2021"),
    ]
    run = with_tables(finished_run(1), progress=progress_table(rows))
    months = trend(run, {("A", ROOT), ("B", ROOT), ("C", COUNTIES[0])})
    assert [(month.month, dict(zip(PACES, month.counts, strict=True))["on_track"]) for month in months] == [
        ("2022-08", 1),
        ("2022-09", 1),
    ]
    assert [month.total for month in months] == [1, 1], "what was not judged is left out, and what is nobody's"
    assert trend(run, set()) == ()
