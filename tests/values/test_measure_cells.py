"""Words beside the name of a measure in a cell are read as those of a head: units, periods, what the figures are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv
from helpers_values import PROGRAMME, code, codes, only, read, values_of, write_folder
from sigai.tables.files import read_sheets
from sigai.values import read_values, register_of
from sigai.values.mapping import MappingReaders, mapping_yaml, propose_mapping
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import SaidWords

case = Cases()
LONG = ["统一社会信用代码", "指标", "时期", "数值"]
OUT, WASTE, PEOPLE = "工业总产值", "固废产生量", "从业人员"
O1, O2 = (1, "output", J), (2, "output", J)
W1 = (1, "waste_made", J)


def one(name: str, figure: float = 5) -> str:
    return csv(LONG, ["E1", name, J, figure])


OTHER = (
    "上年同期",
    "上年同月",
    "增速",
    "同比",
    "计划",
    "预计",
    "排名",
    "去年",
    "上月",
    "年初预测",
    "比上年增减",
    "占比",
)
MISMATCH = ("本月", "当月", "6月", "2022年6月", "二季度", "本月，千元", "千元，本月", "本月 千元", "本月/千元", "期末")
UNCLEAR = ("其中：国有", "不变价", "税前", "万元，亿元", "累计，本月", "B101", "规上", "1-5月，1-6月")
APART = ("1-5月", "2021年", "2021年1-6月", "1—7月", "一季度", "2022年1-5月")
for words in OTHER:
    case("other", words, one(f"{OUT}（{words}）"), asked=[O1], says=("V035",))
for words in MISMATCH:
    case("mismatch", words, one(f"{OUT}（{words}）"), asked=[O1], says=("V037",))
for words in UNCLEAR:
    case("unclear", words, one(f"{OUT}（{words}）"), asked=[O1], says=("V036",))
for words in APART:
    case("apart", words, one(f"{OUT}（{words}）"), asked=[O1], says=("V102",))

RIGHT = ("累计", "1-6月", "1—本月", "2022年1-6月", "上半年", "今年", "2022年", "万元", "累计，万元", "output")
for words in RIGHT:
    case("right", words, one(f"{OUT}（{words}）"), {O1: 5})
for words in (
    "千元",
    "单位：千元",
    "累计，千元",
    "千元、累计",
    "累计 千元",
    "累计/千元",
    "1-6月，单位：千元",
    "千 元",
    "累计：千元",
):
    case("unit", words, one(f"{OUT}（{words}）", 50), {O1: 5})
for name in (f"累计{OUT}", f"{OUT}累计", f"{OUT}-累计", f"{OUT}：累计", f"{OUT}（累计）（万元）", f"{OUT}[累计]"):
    case("without-brackets", name, one(name), {O1: 5})
for name in (f"本月{OUT}", f"{OUT} 本月", f"{OUT}_上年同期", f"{OUT}（上年同期）（万元）", f"计划{OUT}（万元）"):
    case("without-brackets", name, one(name), asked=[O1])
for words in ("6月", "本月", "当月数", "2022年6月", "万吨，本月"):
    case("flow", words, one(f"{WASTE}（{words}）"), {W1: 50000 if "万吨" in words else 5})
for words in ("累计", "1-6月", "上年同期", "5月", "危险废物"):
    case("flow", words, one(f"{WASTE}（{words}）"), asked=[W1])
case("stock", "end", csv(LONG, ["E1", f"{PEOPLE}（期末）", "2022Q2", 5]), {(1, "employees", "2022Q2"): 5})
case("stock", "total", csv(LONG, ["E1", f"{PEOPLE}（累计）", "2022Q2", 5]), asked=[(1, "employees", "2022Q2")])

case(
    "beside",
    "month-and-total",
    csv(LONG, ["E1", f"{OUT}（6月）", J, 1], ["E1", f"{OUT}（1-6月）", J, 6], ["E2", f"{OUT}（6月）", J, 1]),
    {O1: 6},
    asked=[O2],
    says=("V035",),
)
case(
    "beside",
    "last-year",
    book(LONG, ["E1", OUT, J, 6], ["E1", f"{OUT}（上年同期）", J, 5], ["E2", f"{OUT}（上年同期）", J, 5]),
    {O1: 6},
    asked=[O2],
    says=("V035",),
)
case(
    "beside",
    "a-twin-says-more",
    csv(
        [LONG[0], "指标代码", "指标名称", *LONG[2:]],
        ["E1", "output", f"{OUT}（上年同期）", J, 5],
        ["E2", "output", OUT, J, 6],
    ),
    {O2: 6},
    asked=[O1],
    says=("V035",),
)
case(
    "beside",
    "a-twin-has-the-unit",
    csv(
        [LONG[0], "指标代码", "指标名称", *LONG[2:]],
        ["E1", "output", f"{OUT}（千元）", J, 50],
        ["E2", "output", OUT, J, 6],
    ),
    {O1: 5, O2: 6},
)
case(
    "beside",
    "months-as-columns",
    book(
        ["统一社会信用代码", "指标", "2022年5月", "2022年6月"],
        ["E1", f"{OUT}（计划）", 4, 5],
        ["E1", f"{WASTE}（万吨）", 4, 5],
    ),
    {W1: 50000, (1, "waste_made", "2022-05"): 40000},
    asked=[O1, (1, "output", "2022-05")],
    says=("V035",),
)
case("unit", "of-another-kind", one(f"{OUT}（%）"), asked=[O1], says=("V031",))
case("unit", "two-ways", csv([*LONG, "单位"], ["E1", f"{OUT}（千元）", J, 5, "万元"]), asked=[O1], says=("V032",))


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


def test_every_row_with_such_a_word_says_which_it_is(tmp_path: Path) -> None:
    intake = read(tmp_path, f"E1,{OUT}（其中：国有）,{J},5", f"E2,{OUT},{J},6")
    issue = only(intake, "V036")
    assert (issue.place.row, issue.place.column) == (2, "measure")
    assert "工业总产值(其中:国有)" in issue.what("zh")
    assert list(values_of(intake).values()) == ["6"]


def test_plain_names_say_nothing(tmp_path: Path) -> None:
    assert codes(read(tmp_path, f"E1,output,{J},5", f"E2,{OUT},{J},5", f"E3,{OUT}（万元）,{J},5")) == []


@pytest.mark.parametrize(
    ("word", "position"),
    [
        ("工业总产值", 0),
        ("工业总产值（亿元）", 0),
        ("累计工业总产值", 0),
        ("工业总产值（上年同期）", -1),
        ("工业总产值（本月）", -1),
        ("固废产生量（本月）", 2),
        ("固废产生量（其中：危废）", -1),
        ("工业", -1),
        ("", -1),
    ],
)
def test_a_name_is_of_a_measure_where_its_words_say_the_wanted_figures(word: str, position: int) -> None:
    assert MeasureNames.of(PROGRAMME).position(word) == position


def test_words_are_read_part_by_part() -> None:
    names = MeasureNames.of(PROGRAMME)
    assert names.named("工业总产值（1-6月，单位：千元）").said == SaidWords("千元", "total", "1-6月")
    assert names.named("工业总产值").said == SaidWords()
    assert names.named("x" * 5000).position == -1


def test_a_mapping_does_not_drop_them_either(tmp_path: Path) -> None:
    """Made of a file with plain names; a later file brings others."""
    head = [["企业名称", "指标", "时期", "本期"], ["企业1", OUT, J, "1"], ["企业2", OUT, J, "2"]]
    path = write_folder(tmp_path, {"first.csv": csv(*head)}) / "first.csv"
    entities, _ = register_of(tmp_path, PROGRAMME)
    mapping = propose_mapping(read_sheets(path, path.name), MappingReaders.of(PROGRAMME, entities), name="报表")
    odd = [f"{OUT}（{words}）" for words in ("上年同期", "本月", "计划", "千元，本月", "其中：国有")]
    rows = [[f"企业{at}", name, J, "7"] for at, name in enumerate(odd, start=1)]
    files = {
        "mappings/a.yaml": mapping_yaml(mapping),
        "values/a.csv": csv(head[0], *rows, ["企业1", f"{OUT}（千元）", J, "50"]),
    }
    intake = read_values(write_folder(tmp_path / "later", files), PROGRAMME)
    assert "V123" in codes(intake)
    found = {row["entity"]: row["value"] for row in intake.data.values.to_pylist()}
    assert found in ({}, {code(1): Decimal(5)})
    assert len([issue for issue in intake.issues if issue.code != "V123"]) >= len(odd)
