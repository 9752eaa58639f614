"""Plans written by hand apart from the rules: the bars of the reading hold on them."""

from pathlib import Path

import pytest

import helpers_held_out as held_out
from sigai.compiling.bench import load_judge
from sigai.compiling.bench_named import score_named

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.shared
def test_targets_are_detected_and_exact() -> None:
    judge = load_judge(SHARED / "tools" / "score_targets.py")
    detected, exact = [], []
    for name in held_out.gold():
        gold = held_out.targets(name)
        ours = [{**target.record(), "doc": ""} for target in held_out.read(name).targets]
        pairs = judge.pair(gold, ours)
        paired = {id(one) for pair in pairs for one in pair}
        extra = sum(id(row) not in paired and not row["qualitative"] for row in ours)
        counted = [pair for pair in pairs if not pair[0]["optional"]]
        right = sum(not judge.wrong_attributes(*pair) for pair in counted)
        required, given = sum(not row["optional"] for row in gold), len(counted) + extra
        detected.append(judge.rates(len(counted), required, given)["f1"])
        exact.append(judge.rates(right, required, given)["f1"])
    assert sum(detected) / len(detected) >= 0.95
    assert sum(exact) / len(exact) >= 0.93
    assert min(exact) >= 0.8


def test_statements_of_owners_have_a_task_of_their_own_with_the_right_units() -> None:
    found = [pair for name in held_out.gold() for pair in held_out.owners(name)]
    assert sum(bool(have) for _, have in found) >= 0.9 * len(found)
    given = sum(len(have) for _, have in found)
    assert sum(len(wanted & have) for wanted, have in found) >= 0.95 * given


def test_what_is_named_is_a_name() -> None:
    scores = [
        score_named(held_out.read(name).named, [{"name": one} for one in gold["named"]])
        for name, gold in held_out.gold().items()
    ]
    assert sum(len(one["extra"]) for one in scores) <= 0.15 * sum(one["found"] for one in scores)
