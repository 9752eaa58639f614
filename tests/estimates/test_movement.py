"""The movement of the others, against loops written by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigai.estimates.experts import last_known, mean_of_last, same_last_year
from sigai.estimates.movement import Groups, movement_of_others

THIRD = 1 / 3


def groups(number: int, *, size: float = 1.0) -> Groups:
    place = np.arange(number)
    return Groups.of(place % 3, place % 2, np.full(number, size))


def moved(signal: np.ndarray, members: Groups, *, least: int = 10, share: float = THIRD, present=None) -> np.ndarray:  # type: ignore[no-untyped-def, type-arg]
    there = np.ones(signal.shape, dtype=np.bool_) if present is None else present
    return movement_of_others(signal, there, members, least=least, largest_share=share)


def test_where_all_move_alike_everybody_is_given_that_movement() -> None:
    assert moved(np.full((12, 3), 0.08), groups(12)) == pytest.approx(np.full((12, 3), 0.08))


def test_too_few_respondents_say_nothing() -> None:
    assert (moved(np.full((9, 2), 0.08), groups(9)) == 0).all()


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_without_differences_between_cells_it_is_the_mean_of_the_others(seed: int) -> None:
    signal = 0.01 * np.random.default_rng(seed).standard_normal((30, 1))
    signal = np.clip(signal, -0.02, 0.02)
    everybody = Groups.of(np.zeros(30, dtype=np.int64), np.zeros(30, dtype=np.int64), np.ones(30))
    expected = [np.delete(signal[:, 0], place).mean() for place in range(30)]
    assert moved(signal, everybody)[:, 0] == pytest.approx(expected, abs=1e-3)


def test_a_cell_with_many_respondents_goes_its_own_way() -> None:
    number = 60
    signal = np.where(np.arange(number) % 3 == 0, 0.30, 0.0)[:, None] + 0.01 * np.random.default_rng(1).standard_normal(
        (number, 6)
    )
    found = moved(signal, groups(number))
    assert found[0] == pytest.approx(np.full(6, 0.30), abs=0.03)
    assert found[1] == pytest.approx(np.full(6, 0.0), abs=0.03)


def test_a_single_respondent_of_a_cell_is_believed_a_third_at_most() -> None:
    area = np.zeros(31, dtype=np.int64)
    industry = np.r_[np.zeros(29, dtype=np.int64), 1, 1]
    signal = np.zeros((31, 1))
    signal[29] = 0.3
    present = np.ones(signal.shape, dtype=np.bool_)
    present[30] = False
    found = moved(signal, Groups.of(industry, area, np.ones(31)), present=present)
    assert 0 <= found[30, 0] <= 0.3 * THIRD + 0.01


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), leap=st.floats(0.5, 5.0))
def test_no_single_giant_carries_the_city(seed: int, leap: float) -> None:
    signal = 0.02 * np.random.default_rng(seed).standard_normal((20, 1))
    sizes = np.ones(20)
    sizes[0] = 1000.0
    everybody = Groups.of(np.zeros(20, dtype=np.int64), np.zeros(20, dtype=np.int64), sizes)
    present = np.ones(signal.shape, dtype=np.bool_)
    present[19] = False
    before = moved(signal, everybody, present=present)
    signal[0] += leap
    after = moved(signal, everybody, present=present)
    assert np.abs(after - before)[19, 0] <= THIRD * leap + 0.05


def test_experts_look_back_only() -> None:
    levels = np.array([[1.0, np.nan, 3.0, 5.0]])
    assert last_known(levels)[0].tolist() == pytest.approx([np.nan, 1, 1, 3], nan_ok=True)
    assert mean_of_last(levels, 2)[0].tolist() == pytest.approx([np.nan, 1, 1, 3], nan_ok=True)
    assert mean_of_last(levels, 3)[0].tolist() == pytest.approx([np.nan, 1, 1, 2], nan_ok=True)
    assert same_last_year(levels, 2)[0].tolist() == pytest.approx([np.nan, np.nan, 1, np.nan], nan_ok=True)
