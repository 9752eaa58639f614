"""Streams of random numbers and the small arithmetic around them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sigai.demonstration.draws import apportion, between_years, by_year, pick, spread_factor, stream


def test_a_stream_depends_on_seed_and_name_alone():
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()
    assert stream(1, "a").random() != stream(2, "a").random()


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=20), st.integers(0, 500))
def test_places_add_up_and_nobody_is_left_out(weights, count):
    places = apportion(weights, count)
    assert places.sum() == count
    assert (places >= 0).all()
    if count >= len(weights):
        assert (places > 0).all()


def test_years_not_written_take_the_nearest():
    years = np.array([2019, 2020, 2021, 2022, 2023])
    assert by_year({2020: 1.0, 2022: 3.0}, years, 0.0).tolist() == [1, 1, 1, 3, 3]
    assert by_year({}, years, 7.0).tolist() == [7] * 5


def test_between_years_the_way_is_straight_from_december_to_december():
    months = np.array([2020 * 12 + 11, 2021 * 12 + 5, 2021 * 12 + 11, 2022 * 12 + 3])
    assert between_years({2020: 100.0, 2021: 160.0}, months, 0.0).tolist() == [100, 130, 160, 160]


def test_spread_factors_have_mean_one():
    assert abs(spread_factor(stream(1, "x"), 0.5, 200_000).mean() - 1) < 0.01


def test_picks_follow_their_weights():
    drawn = pick(stream(1, "x"), {"a": 3, "b": 1, "c": 0}, 4000)
    assert 0.70 < (drawn == "a").mean() < 0.80
    assert not (drawn == "c").any()
