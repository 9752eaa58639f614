"""A new edition against the old."""

import pytest

from helpers_plans import PLAN, compiled
from sigai.compiling.comparing import EditionChange, compare


def changes(old: str, new: str) -> list[EditionChange]:
    return list(compare(compiled(old).draft.programme, compiled(new).draft.programme))


def test_the_same_text_has_not_changed() -> None:
    assert changes(PLAN, PLAN) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("强度达到2%以上", "强度达到3%以上", "raised"),
        ("强度达到2%以上", "强度达到1%以上", "lowered"),
        ("到2026年，规模以上工业企业研发投入强度", "到2025年，规模以上工业企业研发投入强度", "date"),
        ("，绿色工厂达到20家。", "，绿色工厂达到20家，新产品产值占比达到25%。", "added"),
        ("规模以上工业企业研发投入强度达到2%以上，", "", "dropped"),
        ("（责任单位：市工业和信息化局）", "（责任单位：市科学技术局）", "owner"),
    ],
)
def test_what_changed_and_how(before: str, after: str, kind: str) -> None:
    assert before in PLAN
    found = changes(PLAN, PLAN.replace(before, after))
    assert kind in {change.kind for change in found}
    row = found[0].as_dict("en")
    assert {"change", "target", "name", "before", "after", "place"} == row.keys()


def test_a_lower_ceiling_is_harder() -> None:
    old = "方案\n一、目标\n到2026年，单位产品能耗降到50千克标准煤以下。\n"
    assert [change.kind for change in changes(old, old.replace("50", "40"))] == ["raised"]
