"""How forecasts answer to their last figure: the quick answer held against the full model run anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sigai.formulas.series import SeriesKind
from sigai.programme.method import ForecastMethod
from sigai.progress.forecast import Requests, fitted_anew, forecast, forecast_and_response

METHOD = ForecastMethod(widening=1.1, minimum_months=6)


def requests(histories: Any, *, kind: SeriesKind, goals: Any, careful: bool = False, due: int = 47) -> Requests:
    history = np.array(histories, dtype=np.float64)
    size = len(history)
    return Requests(
        history=history,
        due=np.full(size, due),
        kind=np.full(size, str(kind)),
        every=np.ones(size, dtype=np.int64),
        whole=np.full(size, "tally" in kind),
        careful=np.full(size, careful),
        floor=np.full(size, -np.inf),
        ceiling=np.full(size, np.inf),
        comparator=np.full(size, ">="),
        goal=np.array(goals, dtype=np.float64),
        sign=np.ones(size),
    )


def rising(size: int, months: int = 40, *, seed: int = 1) -> np.ndarray[Any, Any]:
    """Levels that rise by about one a month."""
    chance = np.random.default_rng(seed)
    return 40 + np.cumsum(1 + chance.normal(0, 0.7, (size, months)), axis=1)


def totals(size: int, months: int = 40, *, seed: int = 2) -> np.ndarray[Any, Any]:
    """Amounts since January."""
    chance = np.random.default_rng(seed)
    flows = chance.uniform(8, 12, (size, 48)).reshape(size, 4, 12)
    return flows.cumsum(axis=2).reshape(size, 48)[:, :months]


CASES = {
    "drift": (rising(30), SeriesKind.LEVEL),
    "amount": (totals(30), SeriesKind.YEARLY_AMOUNT),
    "rate": (rising(30), SeriesKind.YEARLY_RATE),
    "tally": (np.floor(totals(30)), SeriesKind.TALLY),
}


@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_exact_at_the_figure_and_at_both_ends(case: str) -> None:
    histories, kind = CASES[case]
    goals = forecast(requests(histories, kind=kind, goals=np.zeros(30)), METHOD, about=0.05).mean
    asked = requests(histories, kind=kind, goals=goals * np.linspace(0.95, 1.05, 30))
    reach = np.linspace(0, 2, 30)
    made, response = forecast_and_response(asked, METHOD, about=0.05, reach=reach)
    found = response.chance(np.stack([-reach, 0 * reach, reach], axis=1))
    for column, shift in enumerate((-reach, 0 * reach, reach)):
        again = forecast(asked.moved(shift), METHOD, about=0.05).probability
        np.testing.assert_allclose(found[:, column], again, atol=1e-9)
    np.testing.assert_array_equal(found[:, 1], made.probability)


@pytest.mark.parametrize("case", ["drift", "amount", "rate"])
def test_between_the_ends_it_is_near_and_beyond_them_in_the_right_direction(case: str) -> None:
    histories, kind = CASES[case]
    goals = forecast(requests(histories, kind=kind, goals=np.zeros(30)), METHOD, about=0.05).mean
    asked = requests(histories, kind=kind, goals=goals)
    _, response = forecast_and_response(asked, METHOD, about=0.05, reach=np.ones(30))
    shifts = np.array([-2.0, -0.5, 0.3, 1.5])
    found = response.chance(np.broadcast_to(shifts, (30, 4)))
    again = [forecast(asked.moved(np.full(30, shift)), METHOD, about=0.05).probability for shift in shifts]
    off = np.abs(found - np.stack(again, axis=1))
    assert off[:, 1:3].max() < 0.005
    assert off.max() < 0.05
    assert (np.diff(found, axis=1) > 0).all()


def test_without_anything_estimated_it_is_the_forecast_itself_wherever_it_is_asked() -> None:
    asked = requests(rising(3), kind=SeriesKind.LEVEL, goals=[85, 88, 91])
    made, response = forecast_and_response(asked, METHOD, about=0.05, reach=np.zeros(3))
    np.testing.assert_array_equal(response.chance(np.full((3, 1), 5.0))[:, 0], made.probability)


def test_a_tally_that_might_have_lost_all_it_had_keeps_the_answer_in_the_middle() -> None:
    asked = requests([[0.0] * 20 + [0.2]], kind=SeriesKind.TALLY, goals=[3])
    made, response = forecast_and_response(asked, METHOD, about=0.05, reach=np.array([5.0]))
    found = response.chance(np.array([[-5.0, 0.0, 5.0]]))[0]
    assert found[1] == made.probability[0]
    assert not np.isnan(found).any()
    assert found[2] > found[1]


def test_a_series_that_never_moved_answers_like_one_that_just_did() -> None:
    asked = requests([[50.0] * 36], kind=SeriesKind.LEVEL, goals=[55.0], careful=True)
    _, response = forecast_and_response(asked, METHOD, about=0.05, reach=np.array([4.0]))
    found = response.chance(np.array([[-4.0, 4.0]]))[0]
    again = [forecast(asked.moved(np.array([by])), METHOD, about=0.05).probability[0] for by in (-4.0, 4.0)]
    np.testing.assert_allclose(found, again, atol=1e-9)


def levels() -> tuple[Requests, Any]:
    """Twelve levels whose number lies at what is expected, where the chance moves fastest; 1.5 steps to either side."""
    histories = np.concatenate([rising(6, 36), 80 + rising(6, 36, seed=4) / 10])
    goals = forecast(requests(histories, kind=SeriesKind.LEVEL, goals=np.zeros(12), careful=True), METHOD, about=0.05)
    asked = requests(histories, kind=SeriesKind.LEVEL, goals=goals.mean, careful=True)
    return asked, 1.5 * np.abs(np.diff(histories, axis=1)).mean(axis=1)


def test_smoothing_with_its_parameters_kept_is_near_smoothing_fitted_anew() -> None:
    asked, reach = levels()
    _, response = forecast_and_response(asked, METHOD, about=0.05, reach=reach)
    ends = np.stack([-reach, reach], axis=1)
    found = response.chance(ends)
    exact = np.stack([forecast(asked.moved(by), METHOD, about=0.05).probability for by in (-reach, reach)], axis=1)
    # Where another model fits better at the end, the parameters of the middle are too rough: one in twelve, here.
    assert np.median(np.abs(found - exact)) < 0.06
    assert (np.abs(found - exact) > 0.1).mean() < 0.2
    assert ((found > 0.5) == (exact > 0.5)).all()
    # The close calls are fitted anew, and are exact then; the others stay.
    some = np.arange(12) % 2 == 0
    mended = fitted_anew(response, asked, METHOD, some).chance(ends)
    np.testing.assert_allclose(mended[some], exact[some], atol=1e-9)
    np.testing.assert_array_equal(mended[~some], found[~some])
