"""A choice of projects: held against trying everything, and what is said about it against the reserve itself."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigai.base.issues import Place, UserError
from sigai.portfolio import AreaShare, Budget, Candidate, Effect, Need, Reserve, TargetGap, choose
from sigai.portfolio.choosing import step_of
from sigai.portfolio.greedy import greedy
from sigai.portfolio.programme import programme_of
from sigai.portfolio.reserve import worth_of
from sigai.portfolio.valuing import ByCandidate

MONEY = Budget("money", "万元", {2023: 10, 2024: 4}, place=Place("budgets.csv", row=2))


def reserve(**other: object) -> Reserve:
    plain = {
        "candidates": (
            Candidate("a", "甲", "x", (2023,)),
            Candidate("b", "乙", "x", (2023, 2024)),
            Candidate("c", "丙", "y", (2023,), after=("b",)),
            Candidate("d", "丁", "y", (2023,), excludes=("a",)),
            Candidate("e", "戊", "y", (2023,)),
            Candidate("f", "己", "y", (2024,)),
        ),
        "needs": (
            Need("a", "money", 0, 5),
            Need("b", "money", 0, 3),
            Need("c", "money", 0, 1),
            Need("d", "money", 0, 1),
            Need("e", "money", 0, 99),
        ),
        "effects": (
            Effect("a", "t", 0, 10),
            Effect("b", "t", 0, 1),
            Effect("c", "t", 1, 6),
            Effect("d", "t", 0, 1),
            Effect("e", "t", 0, 1),
            Effect("f", "t", 1, 5),
        ),
        "budgets": (MONEY,),
        "gaps": (TargetGap("t", "家", 20, 2024),),
    }
    return Reserve(**{**plain, **other})  # type: ignore[arg-type]


def test_what_is_in_and_out_says_why() -> None:
    found = choose(reserve(), gap=0.0)
    assert found.begun == {"a": 2023, "b": 2023, "c": 2023}
    assert {each.candidate.id: (each.why.kind, each.why.of) for each in found.judged} == {
        "a": ("brings", ("t",)),
        "b": ("brings", ("t",)),
        "c": ("brings", ("t",)),
        "d": ("excluded", ("a",)),
        "e": ("too_large", ("money",)),
        "f": ("nothing", ()),  # it brings something only after the target is due
    }
    assert [each.rank for each in found.judged] == [1, 2, 3, None, None, None]
    # Without b, c cannot be either: the choice would lose both.
    assert found.judged[1].lost == pytest.approx(worth_of(17 / 20) - worth_of(10 / 20))


def test_a_project_for_which_no_room_is_left_says_of_what() -> None:
    tight = replace(reserve(), budgets=(replace(MONEY, amounts={2023: 5.5}),))
    found = {each.candidate.id: each.why for each in choose(tight, gap=0.0).judged}
    assert (found["b"].kind, found["b"].of) == ("no_room", ("money",))
    assert (found["c"].kind, found["c"].of) == ("waits", ("b",))


def test_one_more_step_of_what_binds_is_solved_again() -> None:
    tight = replace(reserve(), budgets=(replace(MONEY, amounts={2023: 8.5}),))
    left = choose(tight, gap=0.0, steps=True).budgets[0]
    assert left.binds
    assert left.step == step_of(8.5) == 0.8
    assert left.gain == pytest.approx(worth_of(17 / 20) - worth_of(11 / 20))
    assert left.gain_at_most == pytest.approx(left.gain)


@pytest.mark.parametrize(("amount", "step"), [(0, 1), (84_300, 8000), (10_000, 1000), (9.5, 0.9), (0.4, 0.04)])
def test_a_step_is_a_tenth_on_one_digit(amount: float, step: float) -> None:
    assert step_of(amount) == pytest.approx(step)


def test_a_target_that_stays_open_whatever_is_chosen_is_named() -> None:
    found = choose(reserve(), gap=0.0).gaps[0]
    assert found.closed == 17
    assert found.open_whatever
    assert 17 <= found.most_alone <= found.most_without_budgets == 18  # a or d; e costs more than there is
    reachable = choose(replace(reserve(), gaps=(TargetGap("t", "家", 17, 2024),)), gap=0.0).gaps[0]
    assert not reachable.open_whatever


def test_an_effect_counts_as_far_as_it_is_certain_and_in_time() -> None:
    unsure = replace(reserve(), effects=(Effect("a", "t", 1, 10, certainty=0.4), Effect("b", "t", 2, 9)))
    found = choose(unsure, gap=0.0)
    assert found.begun == {"a": 2023}
    assert found.gaps[0].closed == 4


def test_a_project_that_widens_a_gap_pays_for_it() -> None:
    two = (TargetGap("t", "家", 20, 2024), TargetGap("u", "tce", 10, 2024))
    costs = (Effect("a", "t", 0, 10), Effect("a", "u", 0, -6))
    assert choose(replace(reserve(), effects=costs, gaps=two), gap=0.0).begun == {}
    less = (Effect("a", "t", 0, 10), Effect("a", "u", 0, -4))
    assert choose(replace(reserve(), effects=less, gaps=two), gap=0.0).begun == {"a": 2023}


def test_a_budget_for_one_area_is_taken_by_its_projects_alone() -> None:
    own = replace(reserve(), budgets=(replace(MONEY, area="x", amounts={2023: 6}),))
    assert set(choose(own, gap=0.0).begun) == {"a", "e"}  # e of area y takes nothing of it


def test_what_is_taken_of_a_budget_in_a_year_that_it_does_not_name_is_too_much() -> None:
    late = replace(reserve(), needs=(Need("a", "money", 3, 1),))
    assert "a" not in choose(late, gap=0.0).begun


def test_an_area_gets_its_least_share_and_no_more_than_its_most() -> None:
    equal = replace(
        reserve(),
        candidates=tuple(Candidate(name, name, area, (2023,)) for name, area in zip("abcd", "xxyy", strict=True)),
        needs=tuple(Need(name, "money", 0, 5) for name in "abcd"),
        effects=tuple(Effect(name, "t", 0, amount) for name, amount in zip("abcd", (9, 8, 2, 1), strict=True)),
    )
    assert set(choose(equal, gap=0.0).begun) == {"a", "b"}
    for share in (AreaShare("y", "money", at_least=0.4), AreaShare("x", "money", at_most=0.6)):
        assert set(choose(replace(equal, shares=(share,)), gap=0.0).begun) == {"a", "c"}


def pinned(*names: str, out: str = "") -> tuple[Candidate, ...]:
    return tuple(
        replace(each, pinned=True if each.id in names else False if each.id in out else None)
        for each in reserve().candidates
    )


@pytest.mark.parametrize(
    ("asked", "demands"),
    [
        (reserve(candidates=pinned("a", "d")), ("“甲”必须入选", "“丁”与“甲”不能并存", "“丁”必须入选")),
        (reserve(candidates=pinned("e")), ("2023 年money不超过 10 万元 (budgets.csv 第 2 行)", "“戊”必须入选")),
        (reserve(candidates=pinned("c", out="b")), ("“丙”须在“乙”之后", "“乙”不得入选", "“丙”必须入选")),
        (
            reserve(candidates=pinned("a", out="cde"), shares=(AreaShare("y", "money", at_least=0.5),)),
            ("“甲”必须入选", "y 占money不少于 50%", "2023 年money不超过 10 万元 (budgets.csv 第 2 行)"),
        ),
    ],
)
def test_demands_that_contradict_each_other_are_named_and_no_others(asked: Reserve, demands: tuple[str, ...]) -> None:
    with pytest.raises(UserError) as refused:
        choose(asked)
    (issue,) = refused.value.issues
    assert issue.code == "F020"
    assert set(issue.facts["demands_zh"].split("；")) == set(demands)


@pytest.mark.parametrize(
    ("money", "chosen", "worth"), [(10, {"A", "C"}, 0.65), (11, {"A", "C"}, 0.65), (15, {"A", "B", "C"}, 0.87)]
)
def test_the_worked_example_of_the_page(money: int, chosen: set[str], worth: float) -> None:
    example = Reserve(
        tuple(Candidate(name, name, "", (2023,)) for name in "ABC"),
        (Need("A", "money", 0, 6), Need("B", "money", 0, 5), Need("C", "money", 0, 4)),
        (Effect("A", "saving", 0, 40), Effect("B", "saving", 0, 30), Effect("C", "workshops", 0, 1)),
        (Budget("money", "万元", {2023: money}),),
        (TargetGap("saving", "tce", 100, 2023), TargetGap("workshops", "个", 4, 2023)),
    )
    found = choose(example, gap=0.0)
    assert set(found.begun) == chosen
    assert found.solved.worth == pytest.approx(worth)


@st.composite
def small_reserves(draw: st.DrawFn) -> Reserve:
    names = "abcdef"[: draw(st.integers(1, 6))]
    amounts = st.integers(0, 9)
    return Reserve(
        tuple(
            Candidate(
                name,
                name,
                draw(st.sampled_from("xy")),
                draw(st.sampled_from([(1,), (2,), (1, 2)])),
                after=tuple(other for other in names[:at] if draw(st.integers(0, 4)) == 0),
                excludes=tuple(other for other in names[:at] if draw(st.integers(0, 5)) == 0),
            )
            for at, name in enumerate(names)
        ),
        tuple(Need(name, budget, draw(st.integers(0, 1)), draw(amounts)) for name in names for budget in "mw"),
        tuple(Effect(name, gap, draw(st.integers(0, 1)), draw(st.integers(-2, 9))) for name in names for gap in "tu"),
        tuple(Budget(budget, "", {1: draw(st.integers(0, 20)), 2: draw(st.integers(0, 20)), 3: 9}) for budget in "mw"),
        (TargetGap("t", "", 12, 2, weight=2), TargetGap("u", "", 7, 3)),
    )


def allowed(asked: Reserve, begun: dict[str, int]) -> bool:
    """Whether a choice keeps everything, said once more and plainly."""
    there = {(budget.id, year): amount for budget in asked.budgets for year, amount in budget.amounts.items()}
    taken = ByCandidate.of(asked).taken(begun)
    return all(amount <= there.get(key, 0) for key, amount in taken.items()) and all(
        all(other in begun and begun[other] <= begun[each.id] for other in each.after)
        and not any(other in begun for other in each.excludes)
        for each in asked.candidates
        if each.id in begun
    )


@settings(max_examples=60, deadline=None)
@given(small_reserves())
def test_nothing_that_is_allowed_is_worth_more(asked: Reserve) -> None:
    ledger = ByCandidate.of(asked)
    worths = [
        ledger.worth(ledger.closed(dict(zip((each.id for each in chosen), starts, strict=True))))
        for count in range(len(asked.candidates) + 1)
        for chosen in combinations(asked.candidates, count)
        for starts in product(*(each.starts for each in chosen))
        if allowed(asked, dict(zip((each.id for each in chosen), starts, strict=True)))
    ]
    found = choose(asked, gap=0.0)
    assert allowed(asked, found.begun)
    assert found.solved.worth == pytest.approx(max(worths), abs=1e-6)
    assert ledger.worth(ledger.closed(found.begun)) == pytest.approx(max(worths), abs=1e-6)
    assert found.solved.bound == pytest.approx(max(worths), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(small_reserves())
def test_the_list_by_hand_keeps_everything_and_is_never_worth_more(asked: Reserve) -> None:
    programme = programme_of(asked)
    begun = programme.begun(greedy(programme))
    assert allowed(asked, begun)
    found = choose(asked, gap=0.0)
    assert found.greedy_worth is not None
    assert found.greedy_worth <= found.solved.worth + 1e-6
