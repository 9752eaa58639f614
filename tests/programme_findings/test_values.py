"""Different numbers for one target, and what only looks like it."""

import pytest

from helpers_findings import found_by, said
from sigai.programme.findings.values import differing_values


def test_two_numbers_for_one_year_are_found_with_their_places() -> None:
    (found,) = found_by(differing_values, said("S1", value=15), said("S2", "附件4", part="annex", value=10))
    assert (found.code, found.kind.about, found.weight, found.settled) == ("F101", "value", "high", False)
    assert found.statements == {"S1", "S2"}
    assert "≥ 15亿元" in found.explanation.zh and "≥ 10亿元" in found.explanation.zh
    assert found.as_dict()["statements"][1]["section"] == "附件4"


def test_the_same_amount_in_another_unit_is_no_difference() -> None:
    assert not found_by(differing_values, said("S1", value=5, unit="亿元"), said("S2", value=50000, unit="万元"))


@pytest.mark.parametrize(
    "other",
    [
        {"period_end": 2022, "value": 4},
        {"kind": "annual_growth", "period_start": 2021, "value": 10, "unit": "%"},
        {"comparator": "<=", "value": 8},
        {"qualifier": {"name": "投资", "comparator": ">=", "value": 2, "unit": "亿元"}, "value": 9},
        {"level_scope": "自治区领先", "value": 9},
    ],
    ids=["another year", "another kind", "upper end of a range", "another size of project", "another level"],
)
def test_other_things_never_compare(other: dict[str, object]) -> None:
    assert not found_by(differing_values, said("S1", level_scope="国内领先"), said("S2", **other))


def test_two_things_in_one_paragraph_were_only_taken_for_one_target() -> None:
    place = {"source": {"paragraph": "P9"}}
    assert not found_by(differing_values, said("S1", **place), said("S2", indicator="产值利润", value=2, **place))
    assert found_by(
        differing_values, said("S1", **place), said("S2", value=2, source={"paragraph": "P9", "span": [20, 30]})
    )


def test_a_single_year_does_not_contradict_the_average() -> None:
    rate = {"kind": "annual_growth", "unit": "%"}
    assert not found_by(
        differing_values,
        said("S1", value=15, period_start=2021, **rate),
        said("S2", value=10, period_start=2023, **rate),
    )


@pytest.mark.parametrize(
    ("one", "other", "weights"),
    [
        ({}, {"indicator": "国家级绿色工厂", "value": 9}, []),
        ({"scope": "东湖区"}, {"value": 9}, []),
        ({"scope": "全市"}, {"value": 9}, ["high"]),
        ({"comparator": ">="}, {"value": 9, "soft": True}, []),
        ({"comparator": "=="}, {"value": 9, "soft": True}, ["medium"]),
        ({"kind": "level"}, {"kind": "cumulative_count", "value": 2}, ["medium"]),
        ({"kind": "level", "value": 2}, {"kind": "cumulative_count", "value": 9}, ["high"]),
        ({"indicator": "重点行业绿色工厂"}, {"value": 9}, ["medium"]),
        ({"kind": "cumulative_count"}, {"readings": ["annual_count", "cumulative_count"], "value": 9}, []),
    ],
)
def test_how_sure_it_is_that_two_numbers_are_of_one_thing(
    one: dict[str, object], other: dict[str, object], weights: list[str]
) -> None:
    name: dict[str, object] = {"indicator": "绿色工厂", "value": 5, "unit": "家", "kind": "cumulative_count"}
    found = found_by(differing_values, said("S1", **{**name, **one}), said("S2", **{**name, **other}))
    assert [finding.weight for finding in found] == weights
