"""Units in English, and in two languages, wherever a unit may stand."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv
from sigai.base.units import MeasureUnit, is_unit

case = Cases()
CODE, MONTH, OUT = "统一社会信用代码", "时期", "工业总产值"
H, ROW = [CODE, MONTH, OUT], ["E1", J, 50]
O1 = (1, "output", J)

READ = {
    **dict.fromkeys(("RMB'000", "RMB ’000", "RMB000", "CNY'000", "¥'000", "￥000", "yuan'000", "k RMB"), 5),
    **dict.fromkeys(("RMB in thousands", "RMB thousand", "千元/thousand yuan", "thousand yuan/千元"), 5),
    **dict.fromkeys(("千元 thousand yuan", "千元 (RMB'000)", "千元（thousand yuan）"), 5),
    **dict.fromkeys(("RMB mn", "RMB million", "RMB m", "RMBmn", "¥ million", "RMB'000,000", "百万元/RMB mn"), 5000),
    **dict.fromkeys(("RMB hundred million", "RMB 100 million"), 500_000),
    **dict.fromkeys(("万元/ten thousand yuan", "RMB ten thousand"), 50),
}
OPEN = ("'000", "’000", "000's", "in thousands", "US$'000", "USD mn", "HK$'000", "×1000", "x1000元", "'000元", "JPY m")
for unit in (*READ, *OPEN):
    places = {
        "head": book([*H[:2], f"{OUT}（{unit}）"], ROW),
        "row": book(H, ["", "", unit], ROW),
        "title": book([unit], H, ROW),
        "stated": book([f"Unit: {unit}"], H, ROW),
        "brackets": book([f"Industry report ({unit})"], H, ROW),
        "in": book([f"Industry report, in {unit.removeprefix('in ')}"], H, ROW),
        "column": book([*H, "单位"], [*ROW, unit]),
        "text": csv([*H[:2], f"{OUT} {unit}"], ROW),
    }
    for place, content in places.items():
        if unit in READ:
            case(place, unit, content, either={O1: READ[unit]})
        else:
            case(place, unit, content, asked=[O1])


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


@pytest.mark.parametrize("text", ["m", "mm", "000", "'000", "RMB", "¥", "RMB 1000", "¥500", "000 yuan", "m yuan", "mn"])
def test_a_scale_or_a_currency_alone_is_no_unit_of_money(text: str) -> None:
    assert not is_unit(text) or MeasureUnit.parse(text).dimension != (("[money]", 1),)


@pytest.mark.parametrize("text", ["千元/t", "吨/h", "元/吨", "kWh/吨", "万元/人"])
def test_a_ratio_of_two_units_stays_one(text: str) -> None:
    assert len(MeasureUnit.parse(text).dimension) == 2
