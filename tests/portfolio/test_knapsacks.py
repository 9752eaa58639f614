"""Published knapsacks to their proven optima, and the invented reserve of the bench in small."""

from pathlib import Path

import pytest

from sigai.portfolio import choose
from sigai.portfolio.invented import invented_reserve
from sigai.portfolio.knapsacks import Knapsack, read_or_library, read_sac94
from sigai.portfolio.programme import programme_of
from sigai.portfolio.solving import solve

MATERIAL = Path("../shared/data/mkp")
SMALL = "1\n 3 2 0\n 10 7 4\n 5 4 3\n 2 1 1\n 7 3\n"


def best(knapsack: Knapsack) -> float:
    return solve(programme_of(knapsack.reserve()), gap=0.0, seconds=60).worth


def test_a_file_of_the_library_is_read_as_it_is_laid_out(tmp_path: Path) -> None:
    file, known = tmp_path / "mknapcb0.txt", tmp_path / "best.txt"
    file.write_text(SMALL)
    known.write_text("Best Feasible\n2.3-00   11\n\nProblem Name  LP optimal\n2.3-00  1.5e+01\n")
    (knapsack,) = read_or_library(file, known)
    assert knapsack.weights.tolist() == [[5, 4, 3], [2, 1, 1]]
    assert (knapsack.optimum, knapsack.best) == (None, 11)
    assert best(knapsack) == 11


@pytest.mark.shared
def test_published_optima_are_reached() -> None:
    sac94 = [MATERIAL / "sac94" / name for name in ("weing/weing1.dat", "pet/pet5.dat", "weish/weish10.dat")]
    knapsacks = [*read_or_library(MATERIAL / "mknap1.txt"), *map(read_sac94, sac94)]
    assert [knapsack.optimum for knapsack in knapsacks[:3]] == [3800, 8706.1, 4015]
    assert [best(knapsack) for knapsack in knapsacks] == pytest.approx([knapsack.optimum for knapsack in knapsacks])


def test_an_invented_reserve_is_the_same_from_the_same_seed_and_is_chosen_from_to_its_bound() -> None:
    reserve = invented_reserve(60, 3, 3, targets=4, seed=7)
    assert reserve == invented_reserve(60, 3, 3, targets=4, seed=7)
    assert reserve != invented_reserve(60, 3, 3, targets=4, seed=8)
    found = choose(reserve, gap=0.01)
    assert found.greedy_worth is not None
    assert found.greedy_worth <= found.solved.worth <= found.solved.bound <= found.solved.worth * 1.0101
