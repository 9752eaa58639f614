"""What things are called."""

import pytest

from helpers_findings import built, found_by, said
from helpers_programme import small_content, text
from sigai.programme.findings import find
from sigai.programme.findings.naming import target_names, unit_names


@pytest.mark.parametrize(
    ("name", "alias", "expected"),
    [
        ("市银保监分局", "银监局分会", 1),
        ("市发展和改革委员会", "发展改革委", 0),
        ("市工业和信息化局", "市工信局", 0),
        ("市科学技术局", "科技局", 0),
    ],
)
def test_short_forms_are_no_other_name(name: str, alias: str, expected: int) -> None:
    content = small_content()
    content["units"] = [{"id": "U1", "name": text(name), "kind": "department", "aliases": [alias]}]
    assert len(find(built(content), rules=[unit_names])) == expected
    content["units"][0]["note"] = "两种写法，同一单位"
    assert all(found.settled for found in find(built(content), rules=[unit_names]))


def test_a_target_called_by_two_names() -> None:
    (found,) = found_by(target_names, said("S1", indicator="水资源利用效率"), said("S2", indicator="用水产出水平"))
    assert (found.code, found.weight) == ("F912", "low")


def test_shorter_forms_of_one_name_are_the_same() -> None:
    assert not found_by(
        target_names, said("S1", indicator="一般工业固体废物综合利用率"), said("S2", indicator="固废综合利用率")
    )
