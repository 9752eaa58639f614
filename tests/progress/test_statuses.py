"""Every status and the edge cases that published methods get wrong, each with its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpers_progress import current, judged, rows_of

LINE: dict[str, Any] = {"indicator": "rate", "steps": [{"due": "2023", "value": 70}]}


def judgement(row: dict[str, Any]) -> tuple[str, str]:
    return row["status"], row["reason"]


def line(baseline: float, goal: float, **changes: Any) -> dict[str, Any]:
    """A line from the end of 2020 to the end of 2023."""
    base = {"period": "2020-12", "value": baseline, "assumed": "case"}
    steps = [{"due": "2023", "value": goal, "comparator": changes.pop("comparator", ">=")}]
    return {"indicator": "level", "baselines": [base], "steps": steps, **changes}


def test_ten_from_zero_at_one_after_a_third_is_far_behind(tmp_path: Path) -> None:
    row = judged(tmp_path, line(0, 10), {"2021-12": 1}, as_of="2021-12")
    assert row["expected"] == pytest.approx(10 / 3)
    assert row["pace"] == pytest.approx(0.3)
    assert judgement(row) == ("behind", "too_slow")


def test_a_fall_to_zero_exactly_on_its_line_is_on_track(tmp_path: Path) -> None:
    track = line(100, 0, direction="down", comparator="<=")
    row = judged(tmp_path, track, {"2021-12": 100 * 2 / 3}, as_of="2021-12")
    assert row["pace"] == pytest.approx(1)
    assert judgement(row) == ("on_track", "on_pace")


def test_holding_at_a_hundred_with_a_hair_missing_is_no_deterioration(tmp_path: Path) -> None:
    row = judged(tmp_path, line(100, 100), {"2021-12": 99.9}, as_of="2021-12")
    assert row["pace"] == pytest.approx(0.999)
    assert judgement(row) == ("on_track", "near_line")


def test_forty_to_seventy_at_forty_five_is_half_the_way(tmp_path: Path) -> None:
    row = judged(tmp_path, line(40, 70), {"2021-12": 45}, as_of="2021-12")
    assert row["pace"] == pytest.approx(0.5)
    assert judgement(row) == ("behind", "too_slow")
    assert row["needed_rate"] == pytest.approx(25 / 24)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(49.5, ("on_track", "on_pace")), (48.0, ("at_risk", "slow")), (47.9, ("behind", "too_slow"))],
)
def test_the_thresholds_of_pace_belong_to_the_better_side(
    tmp_path: Path, actual: float, expected: tuple[str, str]
) -> None:
    assert judgement(judged(tmp_path, line(40, 70), {"2021-12": actual}, as_of="2021-12")) == expected


def test_direction_down_judges_a_rise_as_behind_with_a_negative_pace(tmp_path: Path) -> None:
    track = line(100, 80, direction="down", comparator="<=")
    row = judged(tmp_path, track, {"2021-12": 105}, as_of="2021-12")
    assert row["pace"] < 0
    assert row["status"] == "behind"
    assert row["needed_rate"] == pytest.approx(-25 / 24)


def test_negative_values_and_a_change_of_sign_need_no_special_rule(tmp_path: Path) -> None:
    assert judged(tmp_path, line(-30, -12), {"2021-12": -24}, as_of="2021-12")["pace"] == pytest.approx(1)
    assert judged(tmp_path, line(-10, 20), {"2021-12": 0}, as_of="2021-12")["pace"] == pytest.approx(1)
    across = line(10, -20, direction="down", comparator="<=")
    assert judged(tmp_path, across, {"2021-12": 5}, as_of="2021-12")["pace"] == pytest.approx(0.5)


def test_already_met_can_still_be_lost(tmp_path: Path) -> None:
    row = judged(tmp_path, line(40, 70), {"2021-12": 71}, as_of="2021-12")
    assert judgement(row) == ("on_track", "already_met")
    assert row["needed_rate"] is None


def test_a_tally_met_early_is_achieved(tmp_path: Path) -> None:
    track = {"indicator": "tally", "steps": [{"due": "2023", "value": 8}]}
    row = judged(tmp_path, track, {"2021-12": 9}, as_of="2021-12")
    assert judgement(row) == ("achieved", "met_early")
    assert row["baseline"] == 0


def test_a_base_beyond_the_target_asks_to_hold_the_target(tmp_path: Path) -> None:
    beyond = line(75, 70)
    assert judgement(judged(tmp_path, beyond, {"2021-12": 72}, as_of="2021-12")) == ("on_track", "already_met")
    row = judged(tmp_path, beyond, {"2021-12": 63}, as_of="2021-12")
    assert row["expected"] == 70
    assert row["pace"] == pytest.approx(0.9)
    assert judgement(row) == ("at_risk", "off_line")
    assert judgement(judged(tmp_path, beyond, {"2021-12": 50}, as_of="2021-12")) == ("behind", "far_off_line")


def test_without_a_baseline_there_is_no_pace_before_the_due_month(tmp_path: Path) -> None:
    row = judged(tmp_path, LINE, {"2021-12": 45}, as_of="2021-12")
    assert judgement(row) == ("no_data", "no_baseline")
    assert row["expected"] is None
    assert row["actual"] == 45
    assert judgement(judged(tmp_path, LINE, {"2021-12": 75}, as_of="2021-12")) == ("on_track", "already_met")
    assert judgement(judged(tmp_path, LINE, {"2023-12": 69}, as_of="2023-12")) == ("missed", "missed")
    assert judgement(judged(tmp_path, LINE, {"2023-12": 70}, as_of="2023-12")) == ("achieved", "met")


def test_without_a_baseline_the_line_begins_with_the_first_step(tmp_path: Path) -> None:
    track = {**LINE, "steps": [{"due": "2021", "value": 50}, {"due": "2023", "value": 70}]}
    row = judged(tmp_path, track, {"2022-12": 59}, as_of="2022-12")
    assert row["expected"] == pytest.approx(60)
    assert judgement(row) == ("on_track", "near_line")


def test_the_base_year_figure_is_the_baseline_where_content_has_none(tmp_path: Path) -> None:
    row = judged(tmp_path, LINE, {"2020-12": 40, "2021-12": 45}, as_of="2021-12")
    assert (row["baseline"], row["pace"]) == (40, pytest.approx(0.5))


@pytest.mark.parametrize(
    ("comparator", "actual", "status"),
    [
        ("~", 66.5, "achieved"),
        ("~", 66.4, "missed"),
        ("~", 90, "achieved"),
        ("==", 70, "achieved"),
        ("==", 71, "achieved"),
        (">=", 70, "achieved"),
        (">", 70, "missed"),
        (">", 70.1, "achieved"),
    ],
)
def test_comparators_at_the_due_month(tmp_path: Path, comparator: str, actual: float, status: str) -> None:
    track = line(40, 70, comparator=comparator)
    assert judged(tmp_path, track, {"2023-12": actual}, as_of="2023-12")["status"] == status


def test_about_a_number_tolerates_the_worse_side_downwards_too(tmp_path: Path) -> None:
    track = line(40, 20, comparator="~", direction="down")
    assert judged(tmp_path, track, {"2023-12": 21}, as_of="2023-12")["status"] == "achieved"
    assert judged(tmp_path, track, {"2023-12": 21.1}, as_of="2023-12")["status"] == "missed"


def test_a_yearly_count_begins_anew_and_a_total_does_not(tmp_path: Path) -> None:
    steps = [{"due": year, "value": 12} for year in ("2021", "2022", "2023")]
    yearly = {"indicator": "yearly", "trajectory": "within_year", "steps": steps}
    row = judged(tmp_path, yearly, {"2021-12": 12, "2022-06": 6}, as_of="2022-06")
    assert (row["expected"], row["pace"], row["period_end"]) == (6, 1, "2022-12")
    total = {"indicator": "tally", "steps": [{"due": "2023", "value": 36}]}
    row = judged(tmp_path, total, {"2021-12": 12, "2022-06": 18}, as_of="2022-06")
    assert (row["expected"], row["status"]) == (18, "on_track")


def test_a_figure_of_last_year_does_not_count_for_this_years_number(tmp_path: Path) -> None:
    yearly = {"indicator": "yearly", "trajectory": "within_year", "steps": [{"due": "2022", "value": 12}]}
    assert judgement(judged(tmp_path, yearly, {"2021-12": 12}, as_of="2022-01")) == ("not_due", "figure_not_due")
    assert judgement(judged(tmp_path, yearly, {"2021-12": 12}, as_of="2022-02")) == ("no_data", "no_actual")


def test_percentage_points_start_from_zero_at_the_base_year(tmp_path: Path) -> None:
    track = {"indicator": "points", "steps": [{"due": "2023", "value": 6}]}
    row = judged(tmp_path, track, {"2021-12": 2}, as_of="2021-12")
    assert (row["baseline"], row["pace"], row["unit"]) == (0, pytest.approx(1), "个百分点")


def test_provisional_and_badly_covered_figures(tmp_path: Path) -> None:
    def row_with(**figure: Any) -> dict[str, Any]:
        rows = [{"indicator": "level", "month": "2021-12", "value": 50, **figure}]
        return current(rows_of(tmp_path, line(40, 70), rows, as_of="2021-12"))

    assert not row_with()["provisional"]
    assert row_with(provisional=True)["provisional"]
    assert row_with(coverage=0.9)["provisional"]
    assert judgement(row_with(coverage=0.9)) == ("on_track", "on_pace")
    assert judgement(row_with(coverage=0.5)) == ("no_data", "low_coverage")
    assert row_with(coverage=0.5)["actual"] == 50
    assert not row_with(coverage=None)["provisional"]


def test_a_well_covered_month_before_counts_more_than_a_thin_one_now(tmp_path: Path) -> None:
    rows = [
        {"indicator": "level", "month": "2021-11", "value": 49.4},
        {"indicator": "level", "month": "2021-12", "value": 20, "coverage": 0.3},
    ]
    row = current(rows_of(tmp_path, line(40, 70), rows, as_of="2021-12"))
    assert (row["actual_period"], row["status"]) == ("2021-11", "on_track")


def test_a_late_figure_is_compared_with_its_own_month(tmp_path: Path) -> None:
    row = judged(tmp_path, line(40, 70), {"2021-09": 47.5}, as_of="2021-12")
    assert (row["expected"], row["actual_period"]) == (pytest.approx(47.5), "2021-09")
    assert row["status"] == "on_track"
    assert row["needed_rate"] == pytest.approx(22.5 / 27)
    assert judged(tmp_path, line(40, 70), {"2021-08": 47}, as_of="2021-12")["reason"] == "no_actual"
    assert judged(tmp_path, line(40, 70), {"2021-08": 47}, as_of="2021-12", stale_after=4)["status"] == "on_track"


def test_a_yearly_figure_stands_for_the_months_after_it(tmp_path: Path) -> None:
    track = line(40, 70, indicator="annual")
    rows = [{"indicator": "annual", "month": "2022-06", "value": 50, "period": "2021"}]
    row = current(rows_of(tmp_path, track, rows, as_of="2022-06"))
    assert (row["actual_period"], row["pace"]) == ("2021-12", pytest.approx(1))
    first_year = [{"indicator": "annual", "month": "2021-06", "value": 40, "period": "2020"}]
    row = current(rows_of(tmp_path, track, first_year, as_of="2021-06"))
    assert judgement(row) == ("not_due", "figure_not_due")


def test_a_missing_due_figure_is_neither_missed_nor_achieved(tmp_path: Path) -> None:
    row = judged(tmp_path, line(40, 70), {"2023-11": 75}, as_of="2023-12")
    assert judgement(row) == ("no_data", "due_figure_missing")
    track = {"indicator": "tally", "steps": [{"due": "2023", "value": 8}]}
    assert judged(tmp_path, track, {"2023-11": 8}, as_of="2023-12")["status"] == "achieved"


def test_missed_stays_missed_when_it_is_met_later(tmp_path: Path) -> None:
    track = line(0, 6, indicator="tally")
    track["steps"] = [{"due": "2021", "value": 6}]
    assert judgement(judged(tmp_path, track, {"2021-12": 5, "2022-03": 5}, as_of="2022-03")) == ("missed", "missed")
    row = judged(tmp_path, track, {"2021-12": 5, "2022-03": 6}, as_of="2022-03")
    assert judgement(row) == ("missed", "met_late")
    assert row["actual"] == 5


def test_what_falls_back_after_its_due_month_was_achieved(tmp_path: Path) -> None:
    track = line(40, 70)
    track["steps"] = [{"due": "2021", "value": 50}]
    row = judged(tmp_path, track, {"2021-12": 51, "2022-03": 45}, as_of="2022-03")
    assert judgement(row) == ("achieved", "met")


def test_a_constant_number_is_held_or_not(tmp_path: Path) -> None:
    track = {"indicator": "growth", "trajectory": "constant", "steps": [{"due": "2022", "value": 8}]}
    assert judgement(judged(tmp_path, track, {"2022-06": 8.2}, as_of="2022-06")) == ("on_track", "holds")
    row = judged(tmp_path, track, {"2022-06": 7.9}, as_of="2022-06")
    assert (row["pace"], row["needed_rate"]) == (pytest.approx(7.9 / 8), None)
    assert judgement(row) == ("on_track", "near_line")
    assert judgement(judged(tmp_path, track, {"2022-06": 7}, as_of="2022-06")) == ("at_risk", "off_line")
    assert judgement(judged(tmp_path, track, {"2022-06": -1}, as_of="2022-06")) == ("behind", "far_off_line")


def test_a_constant_zero_has_no_distance_relative_to_it(tmp_path: Path) -> None:
    zero = {
        "indicator": "level",
        "trajectory": "constant",
        "direction": "down",
        "steps": [{"due": "2022", "value": 0, "comparator": "<="}],
    }
    assert judged(tmp_path, zero, {"2022-06": 0}, as_of="2022-06")["status"] == "on_track"
    assert judgement(judged(tmp_path, zero, {"2022-06": 0.1}, as_of="2022-06")) == ("behind", "far_off_line")


def test_at_due_asks_for_nothing_before_its_period(tmp_path: Path) -> None:
    track = {"indicator": "level", "trajectory": "at_due", "steps": [{"due": "2023", "value": 1}]}
    row = judged(tmp_path, track, {"2022-12": 0}, as_of="2022-12")
    assert judgement(row) == ("not_due", "before_due_period")
    assert row["expected"] is None
    assert judgement(judged(tmp_path, track, {"2023-03": 0}, as_of="2023-03")) == ("at_risk", "due_soon")
    assert judgement(judged(tmp_path, track, {"2023-03": 1}, as_of="2023-03")) == ("on_track", "already_met")


def test_less_than_one_whole_thing_short_is_on_track(tmp_path: Path) -> None:
    track = {"indicator": "tally", "steps": [{"due": "2023", "value": 8}]}
    assert judgement(judged(tmp_path, track, {"2021-03": 0}, as_of="2021-03")) == ("on_track", "within_one")
    assert judgement(judged(tmp_path, track, {"2021-05": 0}, as_of="2021-05")) == ("behind", "too_slow")


def test_steps_of_later_years_have_not_begun(tmp_path: Path) -> None:
    steps = [{"due": "2021", "value": 50}, {"due": "2022", "value": 60}, {"due": "2023", "value": 70}]
    rows = rows_of(tmp_path, line(40, 70) | {"steps": steps}, [], as_of="2021-06")
    assert [(row["current"], row["reason"]) for row in rows] == [
        (True, "no_actual"),
        (False, "not_begun"),
        (False, "not_begun"),
    ]


def test_a_season_known_from_earlier_years_sets_the_pace_within_the_year(tmp_path: Path) -> None:
    track = {"indicator": "amount", "trajectory": "within_year", "steps": [{"due": "2021", "value": 200}]}
    slow_start = {f"2020-{number:02d}": total for number, total in enumerate((None, 4, 8, 12, 16, 20), start=1)}
    busy_end = {f"2020-{number:02d}": 20 + 80 * (number - 6) / 6 for number in range(7, 13)}
    row = judged(tmp_path, track, {**slow_start, **busy_end, "2021-06": 40}, as_of="2021-06")
    assert row["expected"] == pytest.approx(40)
    assert row["status"] == "on_track"
    without = judged(tmp_path, track, {"2021-06": 40}, as_of="2021-06")
    assert (without["expected"], without["status"]) == (100, "behind")


def test_a_line_between_yearly_amounts_takes_the_years_part(tmp_path: Path) -> None:
    row = judged(tmp_path, line(60, 120, indicator="amount"), {"2021-06": 38}, as_of="2021-06")
    assert row["expected"] == pytest.approx(40)  # 80 by December 2021, half of it by June


def test_areas_are_held_against_their_own_numbers(tmp_path: Path) -> None:
    allocated = {"policy": "allocated", "numbers": {"11": {"2023": 3}}}
    track = {"indicator": "tally", "steps": [{"due": "2023", "value": 9}], "areas": allocated}
    rows = [{"indicator": "tally", "month": "2021-12", "value": 1, "area": area} for area in ("1", "11")]
    found = {row["area"]: (row["goal"], row["status"]) for row in rows_of(tmp_path, track, rows, as_of="2021-12")}
    assert found == {"1": (9, "behind"), "11": (3, "on_track")}
    each = {**LINE, "areas": {"policy": "each", "kinds": ["county"]}}
    assert {row["area"] for row in rows_of(tmp_path, each, [], as_of="2021-12")} == {"1", "11"}


def test_a_track_may_be_in_another_unit_than_its_indicator(tmp_path: Path) -> None:
    row = judged(tmp_path, line(0, 3000, unit="万元"), {"2021-12": 0.1}, as_of="2021-12")
    assert (row["actual"], row["status"]) == (pytest.approx(1000), "on_track")


def test_before_any_method_there_is_no_verdict(tmp_path: Path) -> None:
    row = judged(tmp_path, line(40, 70), {"2021-12": 50}, as_of="2021-12", start="2022-01")
    assert judgement(row) == ("no_data", "no_method")
