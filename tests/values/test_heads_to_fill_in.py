"""Heads that say how to fill them in, names spelled apart, figures in brackets, notes that say whose they are."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from helpers_unseen import Case, Cases, J, book, check, csv

case = Cases()
NAME, MONTH, OUT = "企业名称", "时期", "工业总产值"
O1 = (1, "output", J)

for head, figure in {
    "工业总产值，单位：千元": "123.4",
    "工业总产值 单位：千元": "123.4",
    "工业总产值单位:千元": "123.4",
    "*工业总产值（必填）": 1234,
    "工业总产值（千元）（必填）": "123.4",
    "工业总产值（必填）（千元）": "123.4",
    "工业总产值（保留两位小数）": 1234,
    "工业总产值【选填】": 1234,
    "工业总产值（自动计算）": 1234,
}.items():
    case("K3", head, book(["*企业名称（必填）", "*时期（必填）", head], ["企业1", J, 1234]), {O1: figure})
case(
    "names",
    "apart",
    csv([NAME, MONTH, OUT], ["企 业 1", J, 100], ["企　业　2", J, 200], ["企业 3", J, 5]),
    {O1: 100, (2, "output", J): 200, (3, "output", J): 5},
)
case("names", "area", csv(["地区", MONTH, "工业投资"], ["甲 县", J, 100]), {("990100", "investment", J): 100})
case(
    "K19",
    "brackets",
    csv([NAME, MONTH, "利润总额"], ["企业1", J, "(123.4)"], ["企业2", J, "（5）"], ["企业3", J, "(1,234.50)"]),
    asked=[(number, "profit", J) for number in (1, 2, 3)],
    says=("V183",),
)


def noted(note: str) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in ([NAME, MONTH, OUT], ["企业1", J, 1234]):
        sheet.append(row)
    sheet["C2"].comment = Comment(note, "a")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


for words in ("这是去年的数", "去年的", "暂用上月数", "此数为计划数", "企业没报，暂用上月数代替", "按上年同期数填报"):
    case("note", words, noted(words), asked=[O1])
for words in (
    "主要是上年同期基数低",
    "比上年增长20%",
    "因去年停产",
    "同比增长较大，原因是新投产",
    "去年停产检修，今年恢复",
):
    case("note", words, noted(words), {O1: 1234})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
