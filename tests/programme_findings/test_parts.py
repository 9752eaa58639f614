"""Parts and wholes."""

import copy

from helpers_findings import built, found_by, said
from helpers_programme import small_content
from sigai.programme.findings import find
from sigai.programme.findings.parts import areas_against_whole, parts_against_totals

COUNT = {"kind": "cumulative_count", "unit": "家"}


def test_national_ones_beyond_all_of_them() -> None:
    content = small_content()
    part = copy.deepcopy(content["targets"][0]) | {
        "id": "N",
        "statements": [said("S2", indicator="国家级绿色工厂", value=9, **COUNT)],
    }
    content["targets"][0]["statements"] = [said("S1", indicator="绿色工厂", value=8, **COUNT)]
    content["targets"].append(part)
    (found,) = find(built(content), rules=[parts_against_totals])
    assert (found.weight, found.targets, found.arithmetic.zh) == ("high", ("N", "T"), "9家 > 8家（2023）")


def test_a_smaller_part_is_right() -> None:
    whole = said("S1", indicator="绿色工厂", value=8, **COUNT)
    assert not found_by(parts_against_totals, whole, said("S2", indicator="国家级绿色工厂", value=3, **COUNT))


def test_areas_that_do_not_reach_the_city() -> None:
    track = {
        "id": "main",
        "indicator": "out",
        "unit": "亿元",
        "direction": "up",
        "trajectory": "linear",
        "steps": [{"due": "2023", "comparator": ">=", "value": 5, "statements": ["S1"]}],
        "areas": {"policy": "allocated", "numbers": {"11": {"2023": 4}}},
    }
    (found,) = found_by(areas_against_whole, said("S1"), tracks=[track])
    assert "4 < 5亿元" in found.arithmetic.zh
    enough = {**track, "areas": {"policy": "allocated", "numbers": {"11": {"2023": 6}}}}
    assert not found_by(areas_against_whole, said("S1"), tracks=[enough])
