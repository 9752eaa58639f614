"""What the parts of a plan take up from each other; what cannot be measured yet."""

import copy

from helpers_findings import built, said
from helpers_programme import small_content
from sigai.programme.findings import find
from sigai.programme.findings.coverage import parts_of_plan, starting_figures, ways_to_measure
from sigai.programme.programme import Programme


def two_targets(first: str, second: str, third: str = "annex2") -> Programme:
    content = small_content()
    targets = [copy.deepcopy(content["targets"][0]) | {"id": name} for name in ("A", "B", "C")]
    for target, part in zip(targets, (first, second, third), strict=True):
        target["statements"] = [said(f"S{target['id']}", part=part)]
    return built({**content, "targets": targets})


def test_a_main_target_without_an_annex_and_annex_targets_alone() -> None:
    main, alone = find(two_targets("main", "annex1"), rules=[parts_of_plan])
    assert (main.code, main.targets, main.weight) == ("F801", ("A",), "medium")
    assert (alone.code, alone.targets, alone.weight) == ("F802", ("B", "C"), "low")
    assert "2 个目标" in alone.explanation.zh


def test_a_plan_without_annexes_has_nothing_to_take_up() -> None:
    assert not find(two_targets("main", "main", "main"), rules=[parts_of_plan])


def test_levels_on_a_line_need_a_start() -> None:
    content = small_content()
    assert not find(built(content), rules=[starting_figures])
    content["targets"][0]["tracks"][0]["trajectory"] = "linear"
    (found,) = find(built(content), rules=[starting_figures])
    assert (found.code, found.weight) == ("F803", "low")
    content["targets"][0]["tracks"][0]["baselines"] = [{"period": "2020", "value": 3, "assumed": "x"}]
    assert not find(built(content), rules=[starting_figures])


def test_a_measure_that_nobody_defined_measures_nothing() -> None:
    content = small_content()
    assert [found.code for found in find(built(content), rules=[ways_to_measure])] == ["F804"]
    content["measures"][0]["definition"] = "按统计制度"
    assert not find(built(content), rules=[ways_to_measure])
