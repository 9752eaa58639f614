"""A unit beside words for what figures are, in one head or one cell: neither is dropped for the other."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv

case = Cases()
CODE, MONTH, NAME = "统一社会信用代码", "时期", "指标"
OUT = "工业总产值"
O1 = (1, "output", J)

BOTH = (
    "（千元，累计）", "（累计，千元）", "（累计、千元）", "（1-6月，千元）",
    "（本年累计 千元）", "（千元/累计）", "（累计/千元）", "累计（千元）",
    "（2022年累计，千元）", "（千元）累计", "（累计千元）", "（千元累计）",
    "（累计：千元）", "累计千元", "_累计_千元", "（累计，单位：千元）",
    "（累计 千 元）", "（1—6月 千元）",
)  # fmt: skip
for words in BOTH:
    case("head", words, csv([CODE, MONTH, f"{OUT}{words}"], ["E1", J, 60]), {O1: 6})
    case("cell", words, csv([CODE, NAME, MONTH, "数值"], ["E1", f"{OUT}{words}", J, 60]), {O1: 6})
for words in (
    "（千元，本月）",
    "（本月，千元）",
    "（本月千元）",
    "（上年同期，千元）",
    "（千元）计划",
    "（千元，5月）",
    "（千元，万元，累计）",
):
    case("head-asked", words, csv([CODE, MONTH, f"{OUT}{words}"], ["E1", J, 60]), asked=[O1])
    case("cell-asked", words, csv([CODE, NAME, MONTH, "数值"], ["E1", f"{OUT}{words}", J, 60]), asked=[O1])
for words in ("千元，累计", "累计，千元", "累计千元", "累计（千元）", "千元/累计"):
    case("row-under", words, book([CODE, MONTH, OUT], ["", "", words], ["E1", J, 60]), {O1: 6})
    case("row-over", words, book(["", "", words], [CODE, MONTH, OUT], ["E1", J, 60]), {O1: 6})
case(
    "two",
    "columns",
    csv([CODE, MONTH, f"{OUT}（千元，累计）", f"{OUT}（千元，本月）"], ["E1", J, 60, 10]),
    {O1: 6},
    says=("V035",),
)
case("plain", "of-this-year", csv([CODE, MONTH, f"{OUT}（本年度）"], ["E1", J, 60]), {O1: 60})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
