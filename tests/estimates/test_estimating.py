"""What is estimated for whom, and what is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_estimates import AS_OF, amounts, crowd, drawn, estimated, figures, told, without
from helpers_indicators import MEASURES
from sigai.base.periods import Period
from sigai.tables import Estimates

JUNE = "2022-06"


@pytest.mark.parametrize("measure", ["sales", "sales_flow", "employees", "output", "together", "research"])
def test_who_moves_as_all_others_is_estimated_exactly(measure: str) -> None:
    people, month = crowd(24), "2021-12" if measure == "research" else JUNE
    full = figures(people, {measure: amounts(24)}, last=Period.parse(month))
    found = told(estimated(people, without(full, ["e003", "e010"], month), as_of=Period.parse(month)), month=month)
    truth = full[(full.month == Period.parse(month).last) & full.entity.isin(["e003", "e010"])]
    assert found.entity.tolist() == ["e003", "e010"]
    assert found.value.tolist() == pytest.approx(truth.value.tolist(), rel=1e-3 if measure == "employees" else 1e-5)
    assert set(found.basis) == {"movement"}


def test_a_year_to_date_figure_goes_on_from_the_last_one_given() -> None:
    people = crowd(20)
    full = figures(people, {"sales": amounts(20, noise=0.2)})
    silent = without(full, ["e004"], "2022-05", JUNE)
    found = told(estimated(people, silent, open_months=["2022-05", JUNE]))
    april = full[(full.entity == "e004") & (full.month == Period.parse("2022-04").last)].value.item()
    assert (found.value - found.part).tolist() == pytest.approx([april, april])
    assert found.part[0] < found.part[1]
    assert found.deviation[0] < found.deviation[1], "two months missing are less certain than one"
    assert found.last_period.tolist() == ["2022-04", "2022-04"]


def test_a_new_year_begins_from_nothing() -> None:
    people = crowd(20)
    full = figures(people, {"sales": amounts(20)}, last=Period.parse("2022-01"))
    found = told(estimated(people, without(full, ["e001"], "2022-01"), as_of=Period.parse("2022-01")))
    assert found.part.tolist() == pytest.approx(found.value.tolist())
    truth = full[(full.entity == "e001") & (full.month == 2022 * 12)].value.item()
    assert found.value.item() == pytest.approx(truth, rel=1e-5)


def test_nobody_reported_nothing_is_estimated() -> None:
    people = crowd(20)
    full = figures(people, {"sales": amounts(20)})
    assert not estimated(people, without(full, list(people.ids), JUNE)).values.num_rows


def test_who_does_not_owe_is_not_estimated() -> None:
    june = Period.parse(JUNE)
    people = crowd(20, owes=lambda entity, _measure, period: entity != "e005" or period.last < june.last)
    full = figures(people, {"sales": amounts(20)})
    found = told(estimated(people, without(full, ["e005", "e006"], JUNE)))
    assert found.entity.tolist() == ["e006"]


def test_january_that_comes_with_february_is_not_missing() -> None:
    people = crowd(20)
    january = Period.parse("2022-01")
    assert not estimated(people, figures(people, {"output": amounts(20)}, last=january), as_of=january).values.num_rows


def test_an_entity_without_history_is_given_the_size_of_others_while_it_is_new() -> None:
    begins = Period.parse("2022-05").last
    people = crowd(30, owes=lambda entity, _measure, period: entity != "e007" or period.last >= begins)
    full = figures(people, {"sales_flow": amounts(30)})
    never = full[full.entity != "e007"]
    found = told(estimated(people, never, open_months=["2022-05", JUNE]))
    assert set(found.basis) == {"size_of_others"}
    assert found.last_period.isna().all()
    others = never[never.month == begins].value
    assert found.value[0] == pytest.approx(others.mean(), rel=1e-6)
    assert found.deviation[0] == pytest.approx(others.std(), rel=0.25), "as uncertain as entities differ in size"


def test_who_never_reported_though_it_owed_for_long_stays_missing() -> None:
    people = crowd(30)
    full = figures(people, {"sales_flow": amounts(30)})
    found = told(estimated(people, full[full.entity != "e007"]))
    assert set(found.month) == {2020 * 12, 2020 * 12 + 1, 2020 * 12 + 2}, "only while it was new"


def test_with_few_respondents_only_the_own_history_counts() -> None:
    people = crowd(3)
    months = amounts(3, season=0.0)
    months[1:, -1] *= 5
    found = told(estimated(people, without(figures(people, {"sales_flow": months}), ["e000"], JUNE)))
    assert found.basis.tolist() == ["own_history"]
    assert found.value.item() == pytest.approx(months[0, -2], rel=0.15), "the others' leap says nothing"


def test_one_firm_that_is_half_of_its_industry_is_late() -> None:
    people = crowd(30)
    months = amounts(30, noise=0.1)
    months[0] *= months[3::3].sum() / months[0].sum()
    found = told(estimated(people, without(figures(people, {"sales": months}), ["e000"], JUNE)))
    assert found.value.item() == pytest.approx(months[0, 24:].sum(), rel=0.1)
    assert found.weight.item() == pytest.approx(months[0, 24:29].sum() / 5)
    assert 0 < found.deviation.item() < 0.1 * found.value.item()


@pytest.mark.parametrize("kind", ["always negative", "changes sign", "some zeros"])
def test_what_is_not_positive_is_estimated_by_differences(kind: str) -> None:
    people = crowd(24)
    random = np.random.default_rng(3)
    months = amounts(24, noise=0.05, season=0.0)
    if kind == "always negative":
        months = -months
    elif kind == "changes sign":
        months = months * np.where(random.random(months.shape) < 0.4, -1, 1)
    else:
        months[random.random(months.shape) < 0.2] = 0.0
    found = told(estimated(people, without(figures(people, {"sales_flow": months}), ["e002"], JUNE)))
    typical = np.abs(months[2]).mean()
    assert np.isfinite(found.value.item())
    assert abs(found.value.item()) <= 3 * typical
    assert found.deviation.item() > 0
    if kind == "always negative":
        assert found.value.item() == pytest.approx(months[2, -1], rel=0.25)


def test_who_always_gave_zero_is_taken_to_have_given_it() -> None:
    people = crowd(20)
    months = amounts(20)
    months[4] = 0
    found = told(estimated(people, without(figures(people, {"sales": months}), ["e004"], JUNE)))
    assert found.value.tolist() == [0.0]
    assert found.deviation.tolist() == [0.0]


def test_no_shock_reaches_who_always_gave_zero() -> None:
    """Ten firms that err together leave a shock; the eleventh has nothing that it could move."""
    people = crowd(30)
    months = amounts(30, noise=0.02)
    months[:10] *= np.exp(0.2 * np.random.default_rng(3).standard_normal(30))
    months[10] = 0
    late = [str(entity) for entity in people.ids[:11]]
    found = told(estimated(people, without(figures(people, {"sales_flow": months}), late, JUNE))).set_index("entity")
    assert (found.deviation.drop("e010") > 0).all()
    assert found.loc["e010", ["value", "deviation"]].tolist() == [0.0, 0.0]


def test_closing_a_month_makes_nothing_more_certain() -> None:
    """Ten firms err together, in two measures: closed, totals and their ratio are as uncertain."""
    people = crowd(30)
    random = np.random.default_rng(4)
    output, use = (amounts(30, seed=seed, noise=0.1) for seed in (1, 2))
    output[:10] *= np.exp(0.15 * random.standard_normal(30))
    use[:10] *= np.exp(0.15 * random.standard_normal(30))
    late = [str(entity) for entity in people.ids[:10]]
    lacking = without(figures(people, {"sales": output, "sales_flow": use}), late, JUNE)
    opened = estimated(people, lacking)
    closed = estimated(people, lacking, as_of=Period.parse("2022-06"), open_months=["2022-07"], kept=opened.values)

    def spread(estimates: Estimates) -> list[float]:
        draws = drawn(estimates)
        totals = draws[draws.month == AS_OF.last].groupby(["draw", "measure"]).delta.sum().unstack()
        middle = told(estimates, month=JUNE).groupby("measure").value.sum()
        relative = totals / middle
        return [*relative.std(), (relative["sales"] - relative["sales_flow"]).std()]

    np.testing.assert_allclose(spread(closed), spread(opened), rtol=0.1)


def test_a_figure_that_foretells_another_is_preferred_to_the_movement_of_others() -> None:
    people = crowd(24)
    output = amounts(24, seed=2, noise=0.3)
    use = output * 0.4
    measures = tuple(
        one.model_copy(update={"related": ("sales_flow",)}) if one.id == "energy" else one for one in MEASURES
    )
    full = figures(people, {"sales_flow": output, "energy": use})
    lacking = without(full, ["e001", "e002"], JUNE, measures=["energy"])
    lacking = without(lacking, ["e002"], JUNE, measures=["sales_flow"])
    found = told(estimated(people, lacking, only=["energy"]))
    related = told(estimated(people, lacking, only=["energy"], measures=measures))
    assert found.basis.tolist() == ["movement", "movement"]
    assert related.basis.tolist() == ["other_figure", "movement"], "e002 gave neither"
    assert related.value[0] == pytest.approx(use[1, -1], rel=1e-3)
    assert related.deviation[0] < found.deviation[0] / 3
    assert related.deviation[1] == pytest.approx(found.deviation[1], rel=0.3), "no credit for what it did not give"


def test_a_closed_month_keeps_its_estimates_until_the_figure_comes() -> None:
    people, months = crowd(20), amounts(20, 31, noise=0.2)
    full = figures(people, {"sales": months}, last=Period.parse("2022-07"))
    lacking = without(full, ["e004", "e005"], JUNE)
    closing = estimated(people, lacking[lacking.month <= AS_OF.last])
    changed = lacking.copy()
    changed.loc[(changed.month == AS_OF.last) & (changed.entity != "e001"), "value"] *= 1.3
    july = Period.parse("2022-07")
    later = told(estimated(people, changed, as_of=july, kept=closing.values), month=JUNE)
    pd.testing.assert_frame_equal(
        later[["entity", "value", "part"]], told(closing, month=JUNE)[["entity", "value", "part"]]
    )
    assert later.deviation.tolist() == pytest.approx(told(closing, month=JUNE).deviation.tolist())
    late = pd.concat([changed, full[(full.entity == "e004") & (full.month == AS_OF.last)]])
    assert told(estimated(people, late, as_of=july, kept=closing.values), month=JUNE).entity.tolist() == ["e005"]


def test_what_goes_on_from_a_kept_estimate_begins_there() -> None:
    people, months = crowd(20), amounts(20, 31)
    full = figures(people, {"sales": months}, last=Period.parse("2022-07"))
    lacking = without(full, ["e004"], JUNE, "2022-07")
    closing = estimated(people, lacking[lacking.month <= AS_OF.last])
    later = told(estimated(people, lacking, as_of=Period.parse("2022-07"), kept=closing.values))
    assert later.value[1] - later.value[0] == pytest.approx(months[4, 30], rel=1e-4)
    assert later.part[1] - later.part[0] == pytest.approx(months[4, 30], rel=1e-4)


def test_a_sum_goes_on_over_a_month_that_nobody_reported() -> None:
    people, months = crowd(20), amounts(20, season=0.0)
    full = figures(people, {"sales": months})
    lacking = without(without(full, list(people.ids), "2022-04"), ["e004"], "2022-05")
    found = told(estimated(people, lacking, open_months=["2022-04", "2022-05", JUNE]))
    assert found.month.tolist() == [Period.parse("2022-05").last]
    assert found.part.item() == pytest.approx(months[4, 27:29].sum(), rel=0.05), "April's amount is in it, too"


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), measure=st.sampled_from(["sales", "sales_flow", "employees", "output"]))
def test_whoever_gave_a_figure_is_estimated_from_then_on_however_full_of_holes_its_past_is(
    seed: int, measure: str
) -> None:
    people, random = crowd(12), np.random.default_rng(seed)
    full = figures(people, {measure: amounts(12, noise=0.1, seed=seed)})
    kept = random.random(len(full)) < np.where(full.entity == "e005", 0.06, random.choice([0.1, 0.5, 0.9]))
    given = full[kept & ~((full.month == AS_OF.last) & (full.entity == "e005"))]
    found = told(estimated(people, given))
    assert np.isfinite(found.value).all() and np.isfinite(found.deviation).all()
    missing = full.merge(given, how="left", indicator=True)
    missing = missing[(missing._merge == "left_only") & missing.month.isin(given.month)]
    missing = missing[missing.month > missing.entity.map(given.groupby("entity").month.min())]
    assert set(zip(missing.entity, missing.month, strict=True)) <= set(zip(found.entity, found.month, strict=True))


def test_who_gives_year_to_date_figures_now_and_then_goes_on_from_them() -> None:
    people, month = crowd(20), amounts(20, season=0.0)
    full = figures(people, {"sales": month})
    quarters = full.month % 12 % 3 == 2
    lacking = without(full[quarters | (full.entity != "e004")], ["e004"], JUNE)
    found = told(estimated(people, lacking), month=JUNE)
    truth = full[(full.entity == "e004") & (full.month == AS_OF.last)].value.item()
    march = full[(full.entity == "e004") & (full.month == Period.parse("2022-03").last)].value.item()
    assert found.value.item() == pytest.approx(truth, rel=0.03)
    assert (found.value - found.part).item() == pytest.approx(march)


def test_two_months_in_a_row_in_an_open_month_change_nothing_of_the_closed_ones() -> None:
    people, may = crowd(20), Period.parse("2022-05")
    full = figures(people, {"sales": amounts(20, noise=0.1)})
    now_and_then = full[(full.month % 12 % 3 == 1) | (full.entity != "e004")]
    closed = without(now_and_then, [], "2022-04")
    more = pd.concat([closed, full[(full.entity == "e004") & (full.month == AS_OF.last)]])
    assert not set(more[(more.entity == "e004")].month) & {AS_OF.last - 2}
    before, after = (told(estimated(people, given), month=str(may)) for given in (closed, more))
    pd.testing.assert_frame_equal(before, after)


def test_what_is_estimated_of_a_measure_does_not_depend_on_what_else_is_asked_for() -> None:
    people = crowd(24)
    full = figures(people, {"sales": amounts(24, noise=0.1), "sales_flow": amounts(24, seed=2, noise=0.1)})
    lacking = without(full, ["e001", "e002", "e009"], JUNE)
    whole, part = estimated(people, lacking), estimated(people, lacking, only=["sales_flow"])
    mine = whole.values.filter(pc.equal(whole.values["measure"], "sales_flow"))
    assert part.values.equals(mine)
    assert (
        part.draws["deltas"].to_pylist()
        == whole.draws.filter(pc.equal(whole.draws["measure"], "sales_flow"))["deltas"].to_pylist()
    )


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), factor=st.sampled_from([1000.0, 0.01]))
def test_another_unit_changes_nothing_but_the_unit(seed: int, factor: float) -> None:
    people = crowd(18)
    months = 1000 * amounts(18, seed=seed, noise=0.2)
    late = [str(entity) for entity in np.random.default_rng(seed).choice(people.ids, 4, replace=False)]
    once, scaled = (
        told(estimated(people, without(figures(people, {"sales_flow": size * months}), late, JUNE)))
        for size in (1, factor)
    )
    assert scaled.value.tolist() == pytest.approx((once.value * factor).tolist(), rel=1e-4)
    assert scaled.deviation.tolist() == pytest.approx((once.deviation * factor).tolist(), rel=1e-3)


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    people = crowd(15)
    lacking = without(figures(people, {"sales": amounts(15, seed=seed, noise=0.2)}), ["e003", "e004"], JUNE)
    mixed = lacking.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(told(estimated(people, lacking)), told(estimated(people, mixed)))
