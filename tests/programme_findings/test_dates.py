"""By when: deadlines, base years, no date."""

from helpers_findings import decision, found_by, said
from sigai.programme.findings.dates import base_years, differing_dates, undated

GONE = {"value": 0, "unit": "家", "comparator": "==", "direction": "down"}


def test_one_end_state_by_two_years() -> None:
    (found,) = found_by(
        differing_dates,
        said("S1", **GONE, period_end=2023),
        said("S2", part="annex1", **GONE, period_end=2021),
        said("S3", part="annex2", **GONE, period_end=2021),
    )
    assert (found.code, found.weight, len(found.sides)) == ("F501", "high", 3)


def test_steps_of_one_way_that_meet_a_number_in_other_years_are_fine() -> None:
    assert not found_by(
        differing_dates,
        said("S1", period_end=2023, value=2),
        said("S2", part="annex1", period_end=2022, value=2),
        said("S3", part="annex1", period_end=2023, value=3),
    )


def test_a_change_since_2020_here_and_since_nothing_there() -> None:
    change = {"kind": "cumulative_change", "unit": "%"}
    (found,) = found_by(base_years, said("S1", **change), said("S2", **change, base_year=2020))
    assert (found.code, found.weight) == ("F502", "medium")
    (found,) = found_by(base_years, said("S1", **change, base_year=2019), said("S2", **change, base_year=2020))
    assert found.weight == "high"
    (found,) = found_by(base_years, said("S1", **change))
    assert found.code == "F503"


def test_no_date_anywhere_until_somebody_decides() -> None:
    (found,) = found_by(undated, said("S1", undated=True))
    assert (found.code, found.settled) == ("F504", False)
    (found,) = found_by(undated, said("S1", undated=True), decisions=[decision("date", "S1")])
    assert found.settled
    assert not found_by(undated, said("S1", undated=True), said("S2"))


def test_a_rate_may_be_kept_and_each_period_has_its_base() -> None:
    rate = {"value": 90, "unit": "%", "kind": "level"}
    (found,) = found_by(differing_dates, said("S1", period_end=2023, **rate), said("S2", "二", period_end=2022, **rate))
    assert found.weight == "medium"
    change = {"kind": "cumulative_change", "unit": "%", "value": 10}
    assert not found_by(
        base_years,
        said("S1", **change, base_year=2020, period_end=2023),
        said("S2", **change, base_year=2023, period_end=2028),
    )


def test_steps_that_reach_the_goal_early_are_on_the_way() -> None:
    rate = {"unit": "%", "kind": "level"}
    (found,) = found_by(
        differing_dates,
        said("S1", "一", value=100, period_end=2025, **rate),
        said("S2", "二", value=70, period_end=2023, **rate),
        said("S3", "二", value=100, period_end=2024, **rate),
    )
    assert found.weight == "medium"
