"""How far estimates may be off: replayed errors, drawn jointly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers_estimates import METHOD, amounts, crowd, drawn, estimated, figures, told, without
from sigai.estimates.measure import to_the_middle

JUNE = "2022-06"


def spread_of_total(estimates: Any) -> tuple[float, float]:
    """The estimated total of all missing figures, and its standard deviation over the draws."""
    totals = drawn(estimates).groupby("draw").delta.sum()
    return told(estimates).value.sum(), float(np.sqrt((totals**2).mean()))


def test_four_fifths_of_intervals_of_totals_hold_the_truth() -> None:
    hits, errors = 0, []
    for seed in range(150):
        people = crowd(40)
        full = figures(people, {"sales_flow": amounts(40, seed=seed, noise=0.2)})
        late = [str(entity) for entity in np.random.default_rng(seed).choice(people.ids, 10, replace=False)]
        truth = full[(full.month == full.month.max()) & full.entity.isin(late)].value.sum()
        total, deviation = spread_of_total(estimated(people, without(full, late, JUNE)))
        hits += abs(total - truth) <= 1.2816 * deviation
        errors.append((total - truth) / truth)
    assert 0.70 <= hits / 150 <= 0.90
    assert abs(np.mean(errors)) < 0.02, "no bias"


@pytest.mark.parametrize("noise", [0.05, 0.2, 0.6])
@pytest.mark.parametrize("count", [1, 2, 15])
def test_a_total_is_as_often_above_its_estimate_as_below(count: int, noise: float) -> None:
    people = crowd(40)
    late = [str(entity) for entity in people.ids[:count]]
    lacking = without(figures(people, {"sales_flow": amounts(40, noise=noise)}), late, JUNE)
    totals = drawn(estimated(people, lacking)).groupby("draw").delta.sum()
    assert 0.35 <= (totals > 0).mean() <= 0.65


def test_the_middle_of_one_is_its_mean_of_logarithms_that_of_many_their_mean() -> None:
    """An amount whose mean is a quarter above that of its logarithms; beside others it is worth more."""

    def factor(smear: float, *amounts: float, times: float = 1.0) -> float:
        sizes = np.array(amounts)
        found = to_the_middle(np.full(len(sizes), smear), sizes, np.full(len(sizes), times))
        assert np.ptp(found) == 0
        return float(found[0])

    assert factor(1.25, 100) == pytest.approx(1)
    assert factor(1.25, *[100] * 1000) == pytest.approx(1.25, abs=1e-3)
    assert 1 < factor(1.25, 100, 1) < factor(1.25, 100, 100) < factor(1.25, 100, 100, 100) < 1.25
    assert factor(1.25, 100, times=3) == pytest.approx(factor(1.25, 100, 100, 100)), "three months of one are three"
    assert factor(1.0, 100, 50) == 1
    assert factor(0.9, 100) == pytest.approx(1) and factor(0.9, *[100] * 1000) == pytest.approx(0.9, abs=1e-3)
    assert factor(1.25, 0) == pytest.approx(1)


def test_a_common_shock_of_the_late_makes_their_total_less_certain() -> None:
    people = crowd(40)
    random = np.random.default_rng(5)
    months = amounts(40, noise=0.05)
    late = [str(entity) for entity in people.ids[:10]]
    alone = spread_of_total(estimated(people, without(figures(people, {"sales_flow": months}), late, JUNE)))
    shaken = months.copy()
    shaken[:10] *= np.exp(0.15 * random.standard_normal(30))
    together = spread_of_total(estimated(people, without(figures(people, {"sales_flow": shaken}), late, JUNE)))
    assert together[1] / together[0] > 2.5 * alone[1] / alone[0]


def test_both_terms_of_a_ratio_err_together() -> None:
    people = crowd(40)
    output = amounts(40, noise=0.2)
    use = output * np.exp(0.02 * np.random.default_rng(9).standard_normal(output.shape))
    full = figures(people, {"sales": output, "sales_flow": use})
    draws = drawn(estimated(people, without(full, ["e001", "e002", "e003"], JUNE)))
    totals = draws.groupby(["draw", "measure"]).delta.sum().unstack()
    assert np.corrcoef(totals["sales"], totals["sales_flow"])[0, 1] > 0.85


def test_the_same_data_give_the_same_draws() -> None:
    people = crowd(20)
    lacking = without(figures(people, {"sales": amounts(20, noise=0.2)}), ["e001"], JUNE)
    first, second = (estimated(people, lacking).draws for _ in range(2))
    assert first.equals(second)
    assert [len(deltas) for deltas in first["deltas"].to_pylist()] == [METHOD.draws]


def test_the_very_entities_that_are_missing_are_left_out_of_the_replays() -> None:
    """Ten firms of one industry that only ever move with each other: without them the others say nothing about them."""
    people = crowd(30)
    random = np.random.default_rng(11)
    months = amounts(30, noise=0.02, season=0.0)
    own = np.cumsum(0.15 * random.standard_normal(30))
    months[::3] *= np.exp(own)
    full = figures(people, {"sales_flow": months})
    one = told(estimated(people, without(full, ["e000"], JUNE)))
    all_ten = told(estimated(people, without(full, [str(entity) for entity in people.ids[::3]], JUNE)))
    relative = one.deviation / one.value
    together = all_ten.deviation / all_ten.value
    assert together.mean() > 3 * relative.mean()


def test_draws_of_two_months_of_one_entity_do_not_agree() -> None:
    people = crowd(20)
    lacking = without(figures(people, {"sales_flow": amounts(20, noise=0.3)}), ["e001"], "2022-05", JUNE)
    draws = drawn(estimated(people, lacking, open_months=["2022-05", JUNE]))
    both = draws.pivot_table(index="draw", columns="month", values="delta")
    assert abs(np.corrcoef(both.to_numpy().T)[0, 1]) < 0.5


@pytest.mark.parametrize("measure", ["sales_flow", "sales"])
@pytest.mark.parametrize(("drift", "noise"), [(0.05, 0.0), (0.0, 0.25)])
def test_a_county_silent_for_half_a_year_is_as_uncertain_as_it_turns_out(
    measure: str, drift: float, noise: float
) -> None:
    """Levels that drift go on drifting unseen: one month's errors say too little of the sixth."""
    people, silent = crowd(40), [f"e{number:03d}" for number in range(8)]
    errors = []
    for seed in range(25):
        random = np.random.default_rng(seed)
        level = random.normal(5, 1, 40)[:, None] + np.cumsum(random.normal(0, drift, (40, 30)), axis=1)
        full = figures(people, {measure: np.exp(level + random.normal(0, noise, (40, 30)))})
        lacking = without(full, silent, *(f"2022-{month:02d}" for month in range(1, 7)))
        estimates = estimated(people, lacking, open_months=[JUNE])
        truth = full[(full.month == full.month.max()) & full.entity.isin(silent)].value.sum()
        draws = drawn(estimates)
        totals = draws[draws.month == full.month.max()].groupby("draw").delta.sum()
        total = told(estimates, month=JUNE).value.sum()
        errors.append((total - truth) / np.sqrt((totals**2).mean()))
    inside = np.mean(np.abs(errors) <= 1.2816)
    assert 0.6 <= inside <= 0.97
    assert np.sqrt(np.mean(np.square(errors))) < 1.5


def test_the_longer_an_entity_gives_nothing_the_less_certain_each_of_its_months_is() -> None:
    people, random = crowd(20), np.random.default_rng(3)
    level = 5 + np.cumsum(random.normal(0, 0.1, (20, 30)), axis=1)
    full = figures(people, {"employees": np.exp(level)})
    months = [f"2022-{month:02d}" for month in range(2, 7)]
    found = told(estimated(people, without(full, ["e001"], *months), open_months=months))
    relative = found.deviation / found.value
    assert relative.iloc[-1] > 1.6 * relative.iloc[0]
    assert relative.is_monotonic_increasing or relative.diff().min() > -0.01


def test_weights_are_the_last_known_amounts() -> None:
    people = crowd(12)
    months = amounts(12)
    estimates = estimated(people, without(figures(people, {"sales": months}), ["e001"], JUNE))
    given = estimates.weights.to_pandas()
    expected = pd.Series(months[:, 24:29].sum(axis=1) / 5, index=people.ids)
    june = given[given.month == given.month.max()].set_index("entity").weight
    assert june.sort_index().tolist() == pytest.approx(expected.drop("e001").sort_index().tolist())
