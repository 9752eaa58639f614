"""K3: a unit without a scale in the words of a title, a foot, or the name of a sheet or file: `元产值表`."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv
from sigai.tables.files.bare_units import bare_units

case = Cases()
HEAD = ["企业名称", "时期", "工业总产值"]
ROWS = (["企业1", J, 1234], ["企业2", J, 567])
O1, O2 = (1, "output", J), (2, "output", J)
IN_YUAN = {O1: "0.1234", O2: "0.0567"}
"""What they are where the unit is believed; else they are asked about."""

for words in (
    "元产值表",
    "中卫市产值（元）",
    "中卫市工业产值元",
    "规上企业元产值表",
    "2022年6月工业总产值（元）统计表",
    "产值表（元，%）",
    "产值(元)月报",
    "产值-元",
    "产值 元 月报",
    "2022年6月产值表（元版）",
    "产值表（按元）",
    "产值（精确到元）",
    "用元作单位",
    "表3元产值",
    "产值（人民币元）月报",
):
    case("K3", f"title-{words}", book([words], HEAD, *ROWS), either=IN_YUAN)
    case("K3", f"foot-{words}", book(HEAD, *ROWS, [f"注：{words}"]), either=IN_YUAN)
    case("K3", f"sheet-{words}", book(HEAD, *ROWS, name=words), either=IN_YUAN)
    case("K3", f"file-{words}", {f"values/{words}.csv": csv(HEAD, *ROWS)}, either=IN_YUAN)
for words in (
    "元件厂产值表",
    "开元镇产值表",
    "2022年元月产值表",
    "2022年元月报表",
    "三元材料产值",
    "单元产值",
    "公元2022年产值表",
    "广元市产值表",
    "庆元县产值",
    "固原市元丰公司产值表",
    "元谋县产值表",
    "多元化产值",
    "还原产值表",
    "元旦期间产值",
    "万元产值表",
    "每万元产值能耗表",
):
    case("K3", f"none-{words}", book([words], HEAD, *ROWS), {O1: 1234, O2: 567})
for words in ("吨产量表", "固废产生量（吨）统计表", "产量_吨_6月"):
    head = ["企业名称", "时期", "固废产生量（万吨）"]
    case("K3", f"head-says-{words}", book([words], head, ["企业1", J, 3]), {(1, "waste_made", J): 30000})
    case("K3", f"alike-{words}", book([words], [*head[:2], "固废产生量"], ["企业1", J, 3]), {(1, "waste_made", J): 3})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_a_unit_without_a_scale_is_believed_or_asked_about(each: Case) -> None:
    check(each)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("产值（元）、用电（千瓦时）情况", ["元", "千瓦时"]),
        ("2022年6月", []),
        ("年", []),
        ("元/吨", []),
        ("吨钢综合能耗", []),
        ("规上企业家数", []),
        ("单位产品能耗", []),
        ("甲公司-6-月", []),
    ],
)
def test_what_stands_around_it_decides(text: str, units: list[str]) -> None:
    assert bare_units(text) == units
