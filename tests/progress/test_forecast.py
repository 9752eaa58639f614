"""Forecasts: exact cases of each model, what is possible, and how the probability bears on the verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpers_progress import current, programme_with, results_of, rows_of, series
from sigai.base.periods import Period
from sigai.formulas.series import SeriesKind
from sigai.programme.method import ForecastMethod
from sigai.progress import judge, models
from sigai.progress.forecast import Forecasts, Requests, forecast
from sigai.progress.predictive_distribution import PredictiveDistribution, chance_to_hit
from sigai.progress.smoothing import pooled

PLAIN = ForecastMethod(widening=1.0, minimum_months=6)


def ask(history: Any, due: int, kind: SeriesKind, goal: float, **changes: Any) -> Forecasts:
    """One request; `history` begins in January."""
    values = np.array([history], dtype=np.float64)
    request: dict[str, Any] = {
        "history": values,
        "due": np.array([due]),
        "kind": np.array([str(kind)]),
        "every": np.array([1]),
        "whole": np.array(["tally" in kind]),
        "careful": np.array([False]),
        "floor": np.array([-np.inf]),
        "ceiling": np.array([np.inf]),
        "comparator": np.array([">="]),
        "goal": np.array([goal]),
        "sign": np.array([1.0]),
    }
    request |= {name: np.array([value]) for name, value in changes.items()}
    return forecast(Requests(**request), PLAIN, about=0.05)


def test_a_steady_tally_has_the_poisson_gamma_predictive() -> None:
    # 24 months with 12 records, one every other month; 12 months to go.
    history = np.cumsum(np.tile([0, 1], 13))[1:]
    months, found = 24, 12
    made = ask(history, 24 + 12, SeriesKind.TALLY, goal=float(history[-1] + 6))
    exact = stats.nbinom(found + 0.5, months / (months + 12))
    assert made.mean[0] - history[-1] == pytest.approx(exact.mean(), rel=0.02)
    assert made.probability[0] == pytest.approx(exact.sf(5), abs=0.02)


def test_a_tally_without_any_record_yet_may_still_get_one() -> None:
    made = ask([0] * 24, 35, SeriesKind.TALLY, goal=1)
    assert 0 < made.probability[0] < 0.35
    assert (made.low[0], made.high[0]) == (0, 1)


def test_a_tally_never_falls_below_what_it_has() -> None:
    made = ask(np.arange(24.0), 35, SeriesKind.TALLY, goal=20)
    assert made.probability[0] == 1
    assert made.low[0] >= 23


def test_batches_widen_a_tally() -> None:
    even = ask(np.cumsum(np.ones(24)), 35, SeriesKind.TALLY, goal=36)
    batches = ask(np.cumsum(np.tile([0] * 11 + [12], 2)), 35, SeriesKind.TALLY, goal=36)
    assert batches.high[0] - batches.low[0] > 1.5 * (even.high[0] - even.low[0])


def test_a_yearly_tally_of_a_later_year_starts_from_zero() -> None:
    two_years = np.tile(np.arange(1.0, 13.0), 2)
    made = ask(two_years, 35, SeriesKind.YEARLY_TALLY, goal=12)
    assert made.mean[0] == pytest.approx(12.25, rel=0.02)


def test_seasons_of_a_tally_move_its_expectation() -> None:
    december_only = np.zeros((1, 36))
    december_only[0, 11::12] = 12
    weights = models.season_weights(december_only)[0]
    assert weights[11] > 5 * weights[0]
    assert weights.sum() == pytest.approx(12)
    assert (models.season_weights(december_only[:, :20]) == 1).all()


def test_a_yearly_amount_grows_as_it_has_this_year() -> None:
    months = np.array([5, 5, 8, 8, 9, 9, 9, 9, 10, 10, 10, 8], dtype=np.float64)
    history = np.concatenate([months.cumsum(), (1.1 * months[:6]).cumsum()])
    made = ask(history, 23, SeriesKind.YEARLY_AMOUNT, goal=100)
    assert made.mean[0] == pytest.approx(110)
    assert made.probability[0] == pytest.approx(1)


def test_a_yearly_amount_reads_february_as_two_months() -> None:
    year = np.arange(1.0, 13.0) * 10
    year[0] = np.nan
    history = np.concatenate([year, year[:6]])
    assert ask(history, 23, SeriesKind.YEARLY_AMOUNT, goal=1).mean[0] == pytest.approx(120)


def test_a_first_year_without_a_past_goes_on_at_its_level() -> None:
    made = ask([8.0, 19, 30, 40, 51, 60], 11, SeriesKind.YEARLY_AMOUNT, goal=120)
    assert made.mean[0] == pytest.approx(120)
    assert 0.4 < made.probability[0] < 0.6


def test_a_yearly_rate_is_compared_with_the_same_months() -> None:
    rng = np.random.default_rng(1)
    pattern = np.linspace(60, 40, 12)
    history = np.concatenate([pattern, pattern + 2, pattern[:9] + 4]) + rng.normal(0, 0.05, 33)
    made = ask(history, 35, SeriesKind.YEARLY_RATE, goal=44)
    assert made.mean[0] == pytest.approx(44, abs=0.5)


def test_a_drift_is_damped_and_exact_on_a_straight_line() -> None:
    outlook = models.drift(np.arange(24.0)[None, :], np.array([6]))
    reach = sum(0.9**step for step in range(1, 7))
    assert outlook.mean[0] == pytest.approx(23 + reach)
    assert outlook.variance[0] == pytest.approx(0)


def test_a_drift_over_gaps_is_that_of_the_months_between() -> None:
    full = np.arange(24.0)
    gaps = np.where(np.arange(24) % 3 == 2, full, np.nan)
    both = models.drift(np.array([full, gaps]), np.array([3, 3]))
    assert both.mean[0] == pytest.approx(both.mean[1])


def test_pooled_smoothing_follows_a_trend_and_a_season() -> None:
    rng = np.random.default_rng(2)
    months = np.arange(36)
    trend = 40 + 0.3 * months + rng.normal(0, 0.05, 36)
    assert pooled(trend, 6)[0][-1] == pytest.approx(40 + 0.3 * 41, abs=0.5)
    season = 100 + 20 * np.sin(months * np.pi / 6) + rng.normal(0, 1, 36)
    assert pooled(season, 3)[0][-1] == pytest.approx(120 - 20 * (1 - np.sin(38 * np.pi / 6)), abs=4)
    assert pooled(trend[:14], 3)[0][-1] == pytest.approx(40 + 0.3 * 16, abs=0.5)
    flat = pooled(np.full(20, 7.0), 4)
    assert (flat[0] == 7).all()
    assert (flat[1] == 0).all()


def test_too_short_a_history_has_no_forecast() -> None:
    made = ask([1.0, 2, 3], 11, SeriesKind.LEVEL, goal=5)
    assert np.isnan([made.mean[0], made.low[0], made.high[0], made.probability[0]]).all()


def test_shares_stay_possible() -> None:
    made = ask(np.linspace(80, 99.5, 24), 35, SeriesKind.LEVEL, goal=100, floor=0.0, ceiling=100.0)
    assert made.high[0] <= 100
    assert made.mean[0] <= 100


@pytest.mark.parametrize(("comparator", "number"), [(">=", 3), (">", 2), ("==", 3)])
def test_whole_things_know_more_from_at_least(comparator: str, number: float) -> None:
    ones = np.ones(1)
    outlook = PredictiveDistribution(0 * ones, 2 * ones, 3 * ones, np.array(["tally"]))
    chance = chance_to_hit(outlook, np.array([comparator]), number * ones, ones, 0.05)
    spread = 1.5
    assert chance[0] == pytest.approx(stats.nbinom(2 / (spread - 1), 1 / spread).sf(2))


@given(
    st.lists(st.integers(0, 5), min_size=12, max_size=36),
    st.integers(1, 24),
    st.floats(1, 3),
)
@settings(max_examples=60)
def test_intervals_are_ordered_and_chances_fall_with_the_goal(
    increments: list[int], ahead: int, widening: float
) -> None:
    history = np.cumsum(increments).astype(np.float64)
    due = len(history) - 1 + ahead
    goals = [float(history[-1] + step) for step in (0, 1, 5, 20)]
    made = [ask(history, due, SeriesKind.TALLY, goal) for goal in goals]
    chances = [float(one.probability[0]) for one in made]
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances == sorted(chances, reverse=True)
    assert made[0].low[0] <= made[0].high[0]
    plain = models.drift(history[None, :], np.array([ahead]))
    wide = plain.widened(widening)
    assert wide.quantile(0.9)[0] >= plain.quantile(0.9)[0] - 1e-9


def test_intervals_of_tallies_cover_what_they_promise() -> None:
    rng = np.random.default_rng(3)
    draws = rng.poisson(0.7, size=(400, 36))
    totals = draws.cumsum(axis=1)
    hits = []
    for row in totals:
        made = ask(row[:24].astype(np.float64), 35, SeriesKind.TALLY, goal=1)
        hits.append(made.low[0] <= row[35] <= made.high[0])
    assert 0.76 <= np.mean(hits) <= 0.95


LEVEL: dict[str, Any] = {
    "indicator": "level",
    "baselines": [{"period": "2020-12", "value": 40, "assumed": "case"}],
    "steps": [{"due": "2023", "value": 70}],
}


def _zigzag(last: float, around: float, months: int = 24) -> list[float]:
    return [around + (2 if number % 2 else -2) for number in range(months - 1)] + [last]


def test_on_pace_with_a_doubtful_forecast_is_at_risk(tmp_path: Path) -> None:
    rows = series("level", "2020-01", _zigzag(51, 40))
    row = current(rows_of(tmp_path, LEVEL, rows, as_of="2021-12", forecasts=True))
    assert row["pace"] > 1
    assert row["probability"] < 0.4
    assert (row["status"], row["reason"]) == ("at_risk", "forecast_doubts")
    quiet = current(rows_of(tmp_path, LEVEL, rows, as_of="2021-12", forecasts=False))
    assert (quiet["status"], quiet["probability"]) == ("on_track", None)


def test_far_too_slow_with_a_hopeful_forecast_stays_behind(tmp_path: Path) -> None:
    rising = series("level", "2020-01", [46 - 1.5 * (23 - number) + 0.1 * (number % 2) for number in range(24)])
    row = current(rows_of(tmp_path, LEVEL, rising, as_of="2021-12", forecasts=True))
    assert row["probability"] > 0.6
    assert (row["status"], row["reason"]) == ("behind", "slow_but_likely")


def test_without_a_baseline_the_forecast_decides_with_its_own_reason(tmp_path: Path) -> None:
    track = {"indicator": "level", "steps": [{"due": "2023", "value": 70}]}
    low = series("level", "2021-01", _zigzag(41, 40, 12))
    row = current(rows_of(tmp_path, track, low, as_of="2021-12", forecasts=True))
    assert (row["status"], row["reason"]) == ("at_risk", "forecast_unlikely")
    rising = series("level", "2021-01", [float(44 + 2 * number) for number in range(12)])
    row = current(rows_of(tmp_path, track, rising, as_of="2021-12", forecasts=True))
    assert (row["status"], row["reason"]) == ("on_track", "forecast_likely")


def test_a_forecast_stands_at_the_month_looked_from_and_the_one_before(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, LEVEL)
    rows = series("level", "2020-01", [40 + 0.5 * number for number in range(24)])
    table = judge(programme, results_of(rows), as_of=Period.parse("2021-12")).to_pylist()
    assert [row["as_of"] for row in table if row["forecast_mean"] is not None] == ["2021-11", "2021-12"]
    assert len(table) == 12
