"""The backtest on real series: a quick look, and its arithmetic on invented ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sigai.progress.backtest import HORIZON, Paths, Sample, bench_forecast, brier, fitted_widening, scores

M3 = Path(__file__).parents[3] / "shared" / "data" / "m3-forecast" / "M3C.xls"


def _sample(rows: int, spread: float) -> Sample:
    rng = np.random.default_rng(0)
    return Sample(100 + rng.normal(0, 1, (rows, 36)), 100 + rng.normal(0, spread, (rows, 18)))


def test_intervals_that_are_too_narrow_are_widened_by_what_is_missing() -> None:
    sample = _sample(600, spread=2.0)
    paths = Paths(np.full((600, HORIZON), 100.0), np.ones((600, HORIZON)))
    assert fitted_widening(sample, paths) == pytest.approx(2.0, abs=0.1)
    assert fitted_widening(sample, paths.widened(3)) == 1.0
    assert scores(sample, paths.widened(2))["coverage"] == pytest.approx(0.8, abs=0.02)


def test_the_brier_score_rewards_the_probability_that_was_right() -> None:
    sample = _sample(200, spread=0.1)
    sure = Paths(np.full((200, HORIZON), 100.0), np.full((200, HORIZON), 0.1))
    vague = Paths(np.full((200, HORIZON), 100.0), np.full((200, HORIZON), 50.0))
    wrong = Paths(np.full((200, HORIZON), 130.0), np.full((200, HORIZON), 0.1))
    assert brier(sample, sure) < brier(sample, vague) < brier(sample, wrong)


@pytest.mark.shared
def test_the_first_series_of_m3_give_sensible_scores() -> None:
    if not M3.exists():
        pytest.skip("../shared is not there: the M3 series cannot be read")
    report = bench_forecast(M3, limit=12)
    assert report["series"] == 12
    assert report["ratio"] == pytest.approx(report["ours"] / report["theirs"])
    for model in report["models"].values():
        assert 0.5 < model["widened"]["coverage"] <= 1
        assert 0 <= model["widened"]["brier"] < 0.4
        assert len(model["plain"]["coverage_by_horizon"]) == HORIZON
