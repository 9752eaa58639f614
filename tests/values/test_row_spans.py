"""What says of whole rows which figures they are: a column, a row between the rows, the sheet's name, the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv
from helpers_values import codes, read
from sigai.tables.files.spans import plain_span

case = Cases()
CODE, NAME, MONTH, MEASURE = "统一社会信用代码", "企业名称", "时期", "指标"
OUT, WASTE = "工业总产值", "固废产生量"
O1, O2, O3 = ((n, "output", J) for n in (1, 2, 3))
W1 = (1, "waste_made", J)
WIDE = [CODE, MONTH, OUT]

for head in ("口径", "类型", "数据类别", "统计口径", "kind", "取数"):
    rows = [["E1", OUT, "累计", J, 5], ["E2", OUT, "上年同期", J, 6], ["E3", OUT, "本月", J, 7]]
    case("column", head, csv([CODE, MEASURE, head, MONTH, "数值"], *rows), {O1: 5}, [O2, O3], says=("V035",))
case(
    "column",
    "wide",
    book([*WIDE, "口径"], ["E1", J, 5, "本年累计"], ["E2", J, 6, "计划"]),
    {O1: 5},
    [O2],
    says=("V035",),
)
case(
    "column",
    "only-month",
    csv([*WIDE, "口径"], ["E1", J, 5, "本月"], ["E2", J, 6, "本月"]),
    asked=[O1, O2],
    says=("V037",),
)
case(
    "column",
    "flow",
    csv([CODE, MONTH, WASTE, "口径"], ["E1", J, 5, "本月"], ["E2", J, 6, "累计"]),
    {W1: 5},
    [(2, "waste_made", J)],
)
case("column", "blank", csv([*WIDE, "口径"], ["E1", J, 5, ""], ["E2", J, 6, "上年同期"]), {O1: 5}, [O2])
case("column", "both-of-one", csv([*WIDE, "口径"], ["E1", J, 1, "本月"], ["E1", J, 6, "累计"]), {O1: 6}, says=("V035",))
case(
    "column",
    "months",
    csv([CODE, MEASURE, "口径", J], ["E1", OUT, "累计", 5], ["E2", OUT, "上年同期", 6]),
    {O1: 5},
    [O2],
)
case("column", "this", csv([*WIDE, "口径"], ["E1", J, 5, "实际"], ["E2", J, 6, "实际"]), {O1: 5, O2: 6})
case("column", "note", csv([*WIDE, "备注"], ["E1", J, 5, "累计"], ["E2", J, 6, "上年同期"]), {O1: 5, O2: 6})
case(
    "column",
    "remarks",
    csv([*WIDE, "情况"], ["E1", J, 5, "同比增长较快"], ["E2", J, 6, "预计下月投产"]),
    {O1: 5, O2: 6},
)
case("column", "other-words", csv([*WIDE, "口径"], ["E1", J, 5, "规上"], ["E2", J, 6, "累计"]), {O1: 5, O2: 6})

for words in ("上年同期", "去年同期数", "计划", "预计数", "本月", "同比", "增速(%)"):
    case("row", words, book([NAME, MONTH, OUT], ["企业1", J, 5], [words], ["企业2", J, 6]), {O1: 5}, [O2])
    case("sheet", words, book(WIDE, ["E1", J, 5], name=words), asked=[O1])
    case("title", words, book([f"2022年6月工业（{words.removesuffix('(%)')}）"], WIDE, ["E1", J, 5]), asked=[O1])
rows = [["企业1", J, 5], ["上年同期"], ["企业2", J, 6], ["本期"], ["企业3", J, 7]]
case("row", "and-back", book([NAME, MONTH, OUT], *rows), {O1: 5, O3: 7}, [O2])
case(
    "row",
    "group",
    book([NAME, MONTH, OUT], ["一、甲县"], ["企业1", J, 5], ["目标企业"], ["企业2", J, 6]),
    {O1: 5, O2: 6},
)
case("row", "total-below", book([NAME, MONTH, OUT], ["企业1", J, 5], ["累计"], ["企业2", J, 6]), {O1: 5, O2: 6})
for words in ("累计", "本年累计", "本期数", "6月", "目标企业", "产值", "增长分析", "Sheet1"):
    case("sheet", f"plain-{words}", book(WIDE, ["E1", J, 5], name=words), {O1: 5})
case("sheet", "head-is-nearer", book([CODE, MONTH, f"累计{OUT}"], ["E1", J, 5], name="本月"), {O1: 5})
case(
    "sheet",
    "two",
    book(WIDE, ["E1", J, 5], name="本月", more={"累计": [WIDE, ["E1", J, 30]]}),
    {O1: 30},
    says=("V037",),
)
for words in ("元", "千元", "产值（元）", "产值 亿元"):
    case("sheet-unit", words, book(WIDE, ["E1", J, 5], name=words), asked=[O1], says=("V062",))
case("sheet-unit", "same", book(WIDE, ["E1", J, 5], name="万元"), {O1: 5})
case("sheet-unit", "head-has-one", book([CODE, MONTH, f"{OUT}（千元）"], ["E1", J, 50], name="元"), {O1: 5})
case("title", "plain", book(["2022年6月工业（快报）（累计）"], WIDE, ["E1", J, 5]), {O1: 5})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


def test_a_column_that_is_understood_is_not_called_unknown(tmp_path: Path) -> None:
    assert codes(read(tmp_path, f"E1,output,{J},5,累计", header="entity,measure,period,value,口径")) == []


@pytest.mark.parametrize(
    "text", ["", "目标企业", "增长点", "本公司", "上海", "年", "x" * 500, "预计下月投产", "1", "本"]
)
def test_other_words_say_nothing(text: str) -> None:
    assert plain_span(text) == ""
