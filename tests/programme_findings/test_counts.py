"""So many a year, so many in all."""

from hypothesis import given
from hypothesis import strategies as st

from helpers_findings import decision, found_by, said
from sigai.programme.findings.counts import yearly_against_total, years_against_total

YEARLY = {"kind": "annual_count", "unit": "家", "comparator": "==", "period_start": 2021, "period_end": 2023}
TOTAL = {"kind": "cumulative_count", "unit": "家", "comparator": "==", "period_start": 2021, "period_end": 2023}


def one_year(name: str, year: int, value: float) -> dict[str, object]:
    return said(name, **{**YEARLY, "value": value, "period_start": year, "period_end": year})


def test_ten_a_year_are_thirty_and_not_fifty() -> None:
    (found,) = found_by(yearly_against_total, said("S1", **YEARLY, value=10), said("S2", **TOTAL, value=50))
    assert (found.code, found.weight) == ("F601", "high")
    assert found.arithmetic.zh == "10 × 3 = 30 < 50家（2023）"
    assert "差 20" in found.explanation.zh


def test_every_total_on_the_way_is_compared() -> None:
    (found,) = found_by(
        yearly_against_total,
        said("S1", **YEARLY, value=10),
        said("S2", **{**TOTAL, "period_end": 2022}, value=30),
        said("S3", **TOTAL, value=50),
    )
    assert found.arithmetic.en == "10 × 2 = 20 < 30家（2022）; 10 × 3 = 30 < 50家（2023）"


def test_a_stock_far_above_includes_what_was_there_before() -> None:
    stock = {**TOTAL, "period_start": None}
    assert not found_by(yearly_against_total, said("S1", **YEARLY, value=10), said("S2", **stock, value=150))
    (found,) = found_by(yearly_against_total, said("S1", **YEARLY, value=10), said("S2", **stock, value=40))
    assert found.weight == "medium"


def test_more_by_the_year_than_in_all_weighs_little_and_is_settled_by_its_class() -> None:
    statements = said("S1", **YEARLY, value=10), said("S2", **TOTAL, value=20)
    (found,) = found_by(yearly_against_total, *statements)
    assert (found.code, found.weight) == ("F602", "low")
    (found,) = found_by(yearly_against_total, *statements, decisions=[decision("owner", "S1", "S2")])
    assert not found.settled
    (found,) = found_by(yearly_against_total, *statements, decisions=[decision("arithmetic", "S1", "S2")])
    assert found.settled


@given(yearly=st.integers(1, 500), years=st.integers(1, 3))
def test_what_multiplies_out_is_never_a_finding(yearly: int, years: int) -> None:
    total = {**TOTAL, "period_end": 2020 + years}
    assert not found_by(
        yearly_against_total, said("S1", **YEARLY, value=yearly), said("S2", **total, value=yearly * years)
    )


def test_counts_in_ten_thousands_compare() -> None:
    total = {**TOTAL, "unit": "万家", "comparator": "=="}
    (found,) = found_by(yearly_against_total, said("S1", **YEARLY, value=6000), said("S2", **total, value=2))
    assert found.arithmetic.zh == "6000 × 3 = 18000家 < 2万家（2023）"
    assert "差 2000" in found.explanation.zh


def test_single_years_against_their_sum() -> None:
    years = [one_year(f"S{year}", year, value) for year, value in ((2021, 50), (2022, 70), (2023, 100))]
    (found,) = found_by(years_against_total, *years, said("S1", **TOTAL, value=100))
    assert found.arithmetic.zh == "50 + 70 + 100 = 220 > 100家（2023）"
    assert not found_by(years_against_total, *years, said("S1", **TOTAL, value=220))
    assert not found_by(years_against_total, years[0], said("S1", **TOTAL, value=100))
