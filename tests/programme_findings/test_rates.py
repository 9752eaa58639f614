"""Averages, cumulative changes, single years and levels."""

from helpers_findings import found_by, said
from sigai.programme.findings.rates import average_against_change, average_against_years, levels_against_rate

AVERAGE = {"kind": "annual_growth", "unit": "%", "period_start": 2021, "period_end": 2023}


def change(name: str, year: int, value: float) -> dict[str, object]:
    return said(
        name, kind="cumulative_change", unit="%", period_end=year, base_year=2020, value=value, direction="down"
    )


def test_two_percent_a_year_do_not_make_seven() -> None:
    (found,) = found_by(average_against_change, said("S1", **AVERAGE, value=2, direction="down"), change("S2", 2023, 7))
    assert (found.code, found.weight) == ("F604", "high")
    assert found.arithmetic.zh == "1-(1-2%)^3 = 5.88% < 7%（2023）"


def test_a_sum_used_for_the_product_is_rounding() -> None:
    assert not found_by(average_against_change, said("S1", **AVERAGE, value=2, direction="down"), change("S2", 2023, 6))


def test_the_year_left_over_would_have_to_run() -> None:
    single = {"kind": "annual_growth", "unit": "%", "value": 10}
    years = [said(f"S{year}", **single, period_start=year, period_end=year) for year in (2021, 2023)]
    (found,) = found_by(average_against_years, said("S1", **AVERAGE, value=15), *years)
    assert "25.69%" in found.arithmetic.zh
    assert not found_by(average_against_years, said("S1", **AVERAGE, value=11), *years)
    all_years = [*years, said("S2022", **single, period_start=2022, period_end=2022)]
    (found,) = found_by(average_against_years, said("S1", **AVERAGE, value=15), *all_years)
    assert found.weight == "high"


def test_levels_that_growth_does_not_connect() -> None:
    levels = said("S1", value=100, period_end=2021), said("S2", value=200, period_end=2023)
    (found,) = found_by(levels_against_rate, *levels, said("S3", **AVERAGE, value=10))
    assert "41.42%" in found.arithmetic.zh
    assert not found_by(levels_against_rate, *levels, said("S3", **AVERAGE, value=41))


def test_a_published_start_is_a_level_too() -> None:
    track = {
        "id": "main",
        "indicator": "out",
        "unit": "亿元",
        "direction": "up",
        "trajectory": "linear",
        "steps": [{"due": "2023", "comparator": ">=", "value": 60, "statements": ["S1"]}],
        "baselines": [{"period": "2020", "value": 50, "source": {"title": "yearbook"}}],
    }
    statements = said("S1", value=60), said("S2", **AVERAGE, value=20)
    (found,) = found_by(levels_against_rate, *statements, tracks=[track])
    assert "6.27%" in found.arithmetic.zh
    assumed = {**track, "baselines": [{"period": "2020", "value": 50, "assumed": "guess"}]}
    assert not found_by(levels_against_rate, *statements, tracks=[assumed])
