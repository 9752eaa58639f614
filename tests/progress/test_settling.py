"""Settled verdicts: what figures that are not in yet can change, and what stands until they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_programme import load
from helpers_progress import CITY, content_with, month, programme_with, results_of, series, unsure
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress import judge
from sigai.tables.contracts import PROGRESS

LINE: dict[str, Any] = {
    "indicator": "level",
    "baselines": [{"period": "2020-12", "value": 40, "assumed": "case"}],
    "steps": [{"due": "2023", "value": 76}],
}
"""From 40 at the end of 2020, one more each month: by December 2021 52, on track from 51.4, at risk from 49.6."""
DRIFT = {"model": "drift", "minimum_months": 6}
OPEN = [name for name in PROGRESS.names if name.startswith("open_")]
OF_THE_VERDICT = PROGRESS.names[PROGRESS.names.index("actual") : PROGRESS.names.index("settled")]
"""The columns that come from the month whose verdict stands."""

Row = dict[str, Any]


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """The line, with a forecast that costs nothing."""
    return programme_with(tmp_path_factory.mktemp("p"), LINE, forecast=DRIFT)


def table_of(
    programme: Programme, rows: Sequence[Mapping[str, Any]], as_of: str, *, forecasts: bool = False, **more: Any
) -> list[Row]:
    return judge(programme, results_of(rows), as_of=Period.parse(as_of), forecasts=forecasts, **more).to_pylist()


def newest(folder: Path, rows: Sequence[Mapping[str, Any]], *, as_of: str = "2021-12", **method: Any) -> Row:
    """The row of the only line at `as_of`."""
    return table_of(programme_with(folder, LINE, **method), rows, as_of)[-1]


def stands(row: Row) -> tuple[str, str, str | None, str | None]:
    return row["status"], row["reason"], row["settled"], row["open_status"]


# Nothing is missing


@given(values=st.lists(st.floats(-100, 200), min_size=14, max_size=14))
@settings(max_examples=20, deadline=None)
def test_where_nothing_is_missing_every_verdict_is_settled_in_its_own_month(
    programme: Programme, values: list[float]
) -> None:
    results = results_of(series("level", "2020-12", values))
    table = judge(programme, results, as_of=Period.parse("2022-01"), forecasts=False)
    beside = ["estimated_low", "estimated_high", "tipping_point", *OPEN]
    assert table["settled"].equals(table["as_of"])
    assert {name: table[name].null_count for name in beside} == dict.fromkeys(beside, table.num_rows)


@given(values=st.lists(st.floats(-100, 200), min_size=14, max_size=14))
@settings(max_examples=20, deadline=None)
def test_estimates_that_cannot_be_off_leave_every_verdict_as_it_is(programme: Programme, values: list[float]) -> None:
    rows = series("level", "2020-12", values)
    sure = [{**row, "estimated": 2, "spread_down": 0.0, "spread_up": 0.0, "slope": 0.0} for row in rows]
    shown = ("estimated_low", "estimated_high")
    without, with_estimates = (table_of(programme, some, "2022-01") for some in (rows, sure))
    assert [{**row, **dict.fromkeys(shown)} for row in with_estimates] == without
    assert all(row[name] == row["actual"] for row in with_estimates for name in shown)


def test_what_stands_beside_the_figure_is_in_the_unit_of_the_track(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, {**LINE, "unit": "万元"})
    row = {"reported_value": 41.0, "like_for_like": 50.0, "coverage_weight": 0.9, "coverage": 1.0}
    table = table_of(programme, [unsure("level", "2021-12", 53.0, 0.1, 0.2, **row)], "2021-12")
    names = ("actual", "reported", "like_for_like", "estimated_low", "estimated_high", "coverage", "coverage_weight")
    found = {name: table[-1][name] for name in names}
    assert found == {
        "actual": 530000,
        "reported": 410000,
        "like_for_like": 500000,
        "estimated_low": pytest.approx(530000 - 1.2815515655 * 1000),
        "estimated_high": pytest.approx(530000 + 1.2815515655 * 2000),
        "coverage": 1,
        "coverage_weight": 0.9,
    }


@pytest.mark.parametrize(("coverage", "weight", "reason"), [(0.5, 0.9, "on_pace"), (0.9, 0.5, "low_coverage")])
def test_what_those_that_gave_weigh_decides_whether_there_is_enough(
    tmp_path: Path, coverage: float, weight: float, reason: str
) -> None:
    row = newest(tmp_path, series("level", "2021-12", [52.0], coverage=coverage, coverage_weight=weight))
    assert row["reason"] == reason


# Nobody reported


def test_where_nobody_reported_what_is_owed_the_verdict_of_the_month_before_stands(tmp_path: Path) -> None:
    """November's 51.0 is on track; December's figure is owed and nobody gave it: the year is not on track for that."""
    rows = series("level", "2021-11", [51.0])
    nothing = series("level", "2021-12", [None], coverage=0.0)
    row = newest(tmp_path, [*rows, *nothing])
    assert stands(row) == ("on_track", "on_pace", "2021-11", "no_data")
    assert (row["open_actual"], row["open_coverage"]) == (None, 0.0)


def test_where_nobody_owes_a_figure_the_older_one_is_enough(tmp_path: Path) -> None:
    row = newest(tmp_path, [*series("level", "2021-11", [52.0]), *series("level", "2021-12", [None], coverage=None)])
    assert stands(row) == ("on_track", "on_pace", "2021-12", None)


@pytest.mark.parametrize(("months", "status"), [(3, "on_track"), (4, "no_data")])
def test_a_settled_verdict_stands_no_longer_than_a_figure_does(tmp_path: Path, months: int, status: str) -> None:
    first = Period.of_index(Period.parse("2021-12").last - months)
    values = [52.0 - months + step for step in range(months + 1)]
    rows = series("level", str(first), values)
    rows = [rows[0], *(unsure("level", row["month"], row["value"], 9.0, 9.0) for row in rows[1:])]
    row = newest(tmp_path, rows)
    assert (row["status"], row["settled"]) == (status, str(first) if status == "on_track" else None)
    assert row["reason"] == ("on_pace" if status == "on_track" else "unsettled")


# The decision interval


@pytest.mark.parametrize(
    ("value", "down", "up", "settled"),
    [
        (53.0, 0.81, 9.0, True),  # 53 - 1.96 × 0.81 = 51.41
        (53.0, 0.82, 9.0, False),  # 51.39: at risk
        (51.0, 0.71, 0.20, True),  # 49.61 … 51.39
        (51.0, 0.72, 0.20, False),  # 49.59: behind
        (51.0, 0.71, 0.21, False),  # 51.41: on track
    ],
)
def test_a_verdict_is_settled_where_both_ends_say_the_same(
    tmp_path: Path, value: float, down: float, up: float, settled: bool
) -> None:
    row = newest(tmp_path, [unsure("level", "2021-12", value, down, up)])
    assert row["settled"] == ("2021-12" if settled else None)
    assert (row["open_status"] is None) == settled


def test_the_interval_and_its_widening_are_content(tmp_path: Path) -> None:
    rows = [unsure("level", "2021-12", 53.0, 0.82)]
    assert newest(tmp_path, rows, estimates={"decision": 0.94})["settled"] == "2021-12"
    assert newest(tmp_path, rows, estimates={"decision": 0.94, "widening": 1.1})["settled"] is None
    shown = newest(tmp_path, rows, estimates={"interval": 0.9, "widening": 2.0})
    assert shown["open_low"] == pytest.approx(53 - 1.6448536 * 2 * 0.82)


def test_where_less_is_better_the_ends_change_places(tmp_path: Path) -> None:
    falling = {**LINE, "direction": "down", "steps": [{"due": "2023", "value": 4, "comparator": "<="}]}
    programme = programme_with(tmp_path, falling)  # 28 by December 2021, on track up to 28.6
    high, low = (
        table_of(programme, [unsure("level", "2021-12", 27.0, down, up)], "2021-12")[-1]
        for down, up in ((0.1, 0.9), (9.0, 0.8))
    )
    assert (high["settled"], low["settled"]) == (None, "2021-12")


def test_the_forecast_takes_part_at_both_ends(tmp_path: Path) -> None:
    # 72 by August 2023. The lower end, 71.9, is on pace, too; but the drift does not reach 76 from there.
    rows = series("level", "2020-12", [40 + number + 0.2 * (number % 2) for number in range(32)])
    rows += [unsure("level", "2023-08", 73.5, 0.8)]
    programme = programme_with(tmp_path, LINE, forecast=DRIFT)
    assert stands(table_of(programme, rows, "2023-08")[-1]) == ("on_track", "on_pace", "2023-08", None)
    row = table_of(programme, rows, "2023-08", forecasts=True)[-1]
    assert (row["settled"], row["open_status"]) == ("2023-07", "on_track")
    narrower = [*rows[:-1], unsure("level", "2023-08", 73.5, 0.2)]
    assert table_of(programme, narrower, "2023-08", forecasts=True)[-1]["settled"] == "2023-08"


# What stands instead


def test_the_last_settled_verdict_stands_and_names_its_month(tmp_path: Path) -> None:
    rows = [*series("level", "2021-10", [50.0, 49.0]), unsure("level", "2021-12", 51.5, 1.0, slope=0.5)]
    row = newest(tmp_path, rows)
    assert stands(row) == ("at_risk", "slow", "2021-11", "on_track")
    assert (row["as_of"], row["actual_period"], row["actual"], row["expected"]) == ("2021-12", "2021-11", 49, 51)
    assert (row["reported"], row["estimated_low"], row["coverage_weight"]) == (None, None, None)
    found = {name: row[name] for name in OPEN}
    assert found == {
        "open_status": "on_track",
        "open_period": "2021-12",
        "open_actual": 51.5,
        "open_reported": pytest.approx(0.9 * 51.5),
        "open_low": pytest.approx(51.5 - 1.2815515655),
        "open_high": pytest.approx(51.5 + 1.2815515655),
        "open_coverage": 0.8,
        "open_coverage_weight": 0.9,
    }


def test_without_any_settled_month_there_is_no_verdict_and_the_open_one_is_shown(tmp_path: Path) -> None:
    rows = [unsure("level", number, 51.5 + number - month("2021-12"), 5.0) for number in range(month("2021-10"), 24264)]
    row = newest(tmp_path, rows)
    assert stands(row) == ("no_data", "unsettled", None, "on_track")
    assert {name: row[name] for name in OF_THE_VERDICT if row[name] is not None} == {
        "status": "no_data",
        "reason": "unsettled",
        "verdict": "unclear",
        "provisional": False,
    }
    assert row["open_actual"] == 51.5


def test_a_month_that_judged_nothing_does_not_stand_for_one_with_figures(tmp_path: Path) -> None:
    yearly = {"indicator": "amount", "trajectory": "within_year", "steps": [{"due": "2022", "value": 120}]}
    programme = programme_with(tmp_path, yearly)
    rows = [*series("amount", "2021-11", [100.0, 110.0]), unsure("amount", "2022-02", 19.5, 2.0)]
    january, february = table_of(programme, rows, "2022-02")[-2:]
    assert stands(january) == ("not_due", "figure_not_due", "2022-01", None)
    assert stands(february) == ("no_data", "unsettled", None, "on_track")


def test_a_step_that_falls_due_while_its_verdict_is_held(tmp_path: Path) -> None:
    rows = [*series("level", "2023-10", [73.0, 74.5]), unsure("level", "2023-12", 76.2, 1.0)]
    programme = programme_with(tmp_path, LINE)
    assert stands(table_of(programme, rows, "2023-12")[-1]) == ("on_track", "on_pace", "2023-11", "achieved")
    # It stays so afterwards, until the figure of the due month is in.
    later = [*rows, *series("level", "2024-01", [80.0, 81.0])]
    assert stands(table_of(programme, later, "2024-02")[-1]) == ("on_track", "on_pace", "2023-11", "achieved")
    settled = [*later, {"indicator": "level", "month": "2023-12", "value": 75.9}]
    assert stands(table_of(programme, settled, "2024-02")[-1]) == ("missed", "met_late", "2024-02", None)


def test_a_thin_figure_holds_the_verdict_of_the_month_before(tmp_path: Path) -> None:
    # Too little is in to judge December by: November's figure still counts, but December's could change the verdict.
    thin = unsure("level", "2021-12", 47.0, 0.1, coverage=0.4, coverage_weight=0.4)
    row = newest(tmp_path, [*series("level", "2021-11", [51.0]), thin])
    assert stands(row) == ("on_track", "on_pace", "2021-11", "no_data")
    assert (row["actual"], row["open_actual"], row["open_coverage_weight"]) == (51, 47, 0.4)
    assert row["open_high"] == pytest.approx(47 + 0.12815515655)
    # Nothing at all can be said of it: neither can a verdict of December be settled.
    nothing = {**thin, "value": None, "spread_down": None, "spread_up": None, "reported_value": None}
    row = newest(tmp_path, [*series("level", "2021-11", [51.0]), nothing])
    assert stands(row) == ("on_track", "on_pace", "2021-11", "no_data")
    assert (row["open_actual"], row["open_period"]) == (None, "2021-12")
    # Where nobody says that a figure is missing, the older one counts as it always did.
    silent = {**thin, "estimated": 0, "spread_down": None, "spread_up": None}
    assert stands(newest(tmp_path, [*series("level", "2021-11", [51.0]), silent]))[2:] == ("2021-12", None)


# Better than the last settled one


@pytest.mark.parametrize(
    ("before", "value", "settled"),
    [
        (49.0, 53.5, False),  # from at risk to on track: the bound of 3.09 deviations lies at 51.34
        (52.0, 53.5, True),  # on track as before
        (49.0, 53.6, True),  # better, and the bound lies at 51.44
        (52.0, 50.9, True),  # worse: the decision interval is enough, 49.53 would be behind
    ],
)
def test_a_better_verdict_needs_its_own_bound(tmp_path: Path, before: float, value: float, settled: bool) -> None:
    deviation = 0.7 if value > 52 else 0.25 if value > 50 else 0.1
    down = deviation if value > 52 else (value - 49.53) / 3.09
    rows = [*series("level", "2021-11", [before]), unsure("level", "2021-12", value, down, 0.1)]
    row = newest(tmp_path, rows, estimates={"better": 0.999})
    assert row["settled"] == ("2021-12" if settled else "2021-11")
    assert newest(tmp_path, rows, estimates={"better": 0.9})["settled"] == "2021-12"


def test_after_no_verdict_none_is_better(tmp_path: Path) -> None:
    rows = [unsure("level", "2021-12", 53.5, 0.7)]
    assert newest(tmp_path, rows, estimates={"better": 0.999})["settled"] == "2021-12"


# Bad input


@pytest.mark.parametrize("spread", [float("nan"), None, -1.0, float("inf")])
def test_a_spread_that_nobody_knows_leaves_the_verdict_open(tmp_path: Path, spread: float | None) -> None:
    bad: dict[str, Any] = {"spread_down": spread, "slope": None}
    rows = [*series("level", "2021-11", [51.0]), {**unsure("level", "2021-12", 60.0, 0.1), **bad}]
    row = newest(tmp_path, rows)
    assert stands(row) == ("on_track", "on_pace", "2021-11", "on_track")
    assert (row["open_actual"], row["tipping_point"]) == (60, None)


def test_what_no_figure_can_change_is_settled_whatever_is_missing(tmp_path: Path) -> None:
    steps = [{"due": "2021", "value": 50}, {"due": "2023", "value": 76}]
    programme = programme_with(tmp_path, {**LINE, "steps": steps})
    rows = [{**unsure("level", "2021-11", 60.0, 0.1), "spread_down": None}]
    first, second = (row for row in table_of(programme, rows, "2021-11") if row["as_of"] == "2021-11")
    assert stands(first) == ("no_data", "unsettled", None, "on_track")
    assert stands(second) == ("not_due", "not_begun", "2021-11", None)


@pytest.mark.parametrize(("value", "down", "settled"), [(-5.0, 0.1, True), (0.0, 0.1, True), (0.0, 8.0, False)])
def test_zero_and_negative_figures_need_no_special_rule(
    tmp_path: Path, value: float, down: float, settled: bool
) -> None:
    constant = {"indicator": "growth", "trajectory": "constant", "steps": [{"due": "2022", "value": 8}]}
    programme = programme_with(tmp_path, constant)
    row = table_of(programme, [unsure("growth", "2022-06", value, down)], "2022-06")[-1]
    assert (row["settled"], row["open_status"]) == (("2022-06", None) if settled else (None, "behind"))
    zero = {**constant, "direction": "down", "steps": [{"due": "2022", "value": 0, "comparator": "<="}]}
    row = table_of(programme_with(tmp_path, zero), [unsure("growth", "2022-06", value, down)], "2022-06")[-1]
    assert row["settled"] == ("2022-06" if value < 0 else None)


# Properties

figures = st.lists(
    st.tuples(st.floats(-2, 2), st.floats(0, 2), st.sampled_from(["in", "missing", "missing", "unknown", "none"])),
    min_size=14,
    max_size=14,
)


def rows_from(drawn: Sequence[tuple[float, float, str]], *, wider: float = 1.0) -> list[dict[str, Any]]:
    """Months about the line: given, with a spread, with one that nobody knows, or none at all."""
    rows = []
    for offset, (off, spread, kind) in enumerate(drawn):
        value, at = 41.0 + offset * 0.97 + off, month("2021-01") + offset
        if kind == "in":
            rows += [{"indicator": "level", "month": at, "value": value}]
        elif kind != "none":
            row = unsure("level", at, value, spread * wider, spread * wider / 2, slope=0.4)
            rows += [row if kind == "missing" else {**row, "spread_up": None}]
    return rows


@given(drawn=figures)
@settings(max_examples=25, deadline=None)
def test_a_row_never_mixes_months(programme: Programme, drawn: Any) -> None:
    table = {row["as_of"]: row for row in table_of(programme, rows_from(drawn), "2022-02")}
    last = None
    for name, row in table.items():
        if row["settled"] == name:
            last = name
            assert {row[column] for column in OPEN} == {None}
            continue
        assert row["open_status"] is not None
        if row["settled"] is None:
            assert (row["status"], row["reason"]) == ("no_data", "unsettled")
            stale = last is not None and Period.parse(name).last - Period.parse(last).last > 3
            assert last is None or stale or table[last]["status"] in ("no_data", "not_due")
            continue
        assert row["settled"] == last
        assert {column: row[column] for column in OF_THE_VERDICT} == {
            column: table[last][column] for column in OF_THE_VERDICT
        }


@given(drawn=figures, wider=st.floats(1, 4))
@settings(max_examples=25, deadline=None)
def test_a_wider_spread_never_settles_more(programme: Programme, drawn: Any, wider: float) -> None:

    def settled(factor: float) -> set[str]:
        rows = table_of(programme, rows_from(drawn, wider=factor), "2022-02")
        return {row["as_of"] for row in rows if row["settled"] == row["as_of"]}

    assert settled(wider) <= settled(1.0)


@given(drawn=figures)
@settings(max_examples=12, deadline=None)
def test_what_stands_does_not_depend_on_the_months_asked_for(programme: Programme, drawn: Any) -> None:
    rows, last = rows_from(drawn), month("2022-02")
    whole = table_of(programme, rows, "2022-02", forecasts=True)
    alone = table_of(programme, rows, "2022-02", forecasts=True, months=range(last, last + 1))
    assert alone == whole[-1:]


@given(drawn=figures)
@settings(max_examples=12, deadline=None)
def test_a_held_verdict_is_the_one_that_its_month_gave(programme: Programme, drawn: Any) -> None:
    # With its forecast, even where that month lies further back than forecasts are shown.
    rows = [*series("level", "2020-01", [28.0 + number for number in range(12)]), *rows_from(drawn)]
    row = table_of(programme, rows, "2022-02", forecasts=True)[-1]
    if row["settled"] is not None:
        then = table_of(programme, rows, row["settled"], forecasts=True)[-1]
        assert {name: row[name] for name in OF_THE_VERDICT} == {name: then[name] for name in OF_THE_VERDICT}
        assert then["settled"] == then["as_of"]


def test_earlier_rows_rest_on_pace_even_where_a_verdict_further_back_stands_now(tmp_path: Path) -> None:
    rows = series("level", "2020-01", [28.0 + number + 3 * (number % 2) for number in range(22)])
    rows += [unsure("level", name, 51.0, 2.0) for name in ("2021-11", "2021-12")]
    programme = programme_with(tmp_path, LINE, forecast=DRIFT)
    table = {row["as_of"]: row for row in table_of(programme, rows, "2021-12", forecasts=True)}
    assert table["2021-12"]["settled"] == table["2021-11"]["settled"] == "2021-10"
    assert table["2021-12"]["probability"] == table["2021-11"]["probability"] is not None
    assert table["2021-10"]["probability"] is None


@pytest.mark.parametrize("spread", [0.0, 5e-324, 1e-12, 1e12])
def test_spreads_of_any_size_leave_figures_that_can_be_worked_with(programme: Programme, spread: float) -> None:
    rows = series("level", "2020-12", [40.0 + number for number in range(12)])
    row = table_of(
        programme, [*rows, unsure("level", "2021-12", 53.0, spread, slope=spread)], "2021-12", forecasts=True
    )
    assert row[-1]["settled"] == ("2021-12" if spread < 1 else "2021-11")


def test_areas_are_settled_each_for_itself(tmp_path: Path) -> None:
    programme = load(tmp_path, content_with({**LINE, "areas": {"policy": "each", "kinds": ["county"]}}))
    rows = [
        *series("level", "2021-11", [51.0]),
        *series("level", "2021-11", [49.0, 50.0], area="11"),
        unsure("level", "2021-12", 51.5, 1.0),
    ]
    found = {row["area"]: row["settled"] for row in table_of(programme, rows, "2021-12") if row["as_of"] == "2021-12"}
    assert found[CITY] == "2021-11"
    assert found["11"] == "2021-12"
