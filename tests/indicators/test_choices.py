"""One number or another by a condition: at an area, for each entity within a total, in bands."""

from __future__ import annotations

import pytest

from helpers_formulas import checked, formula
from helpers_indicators import CITY, MEASURES, data, entity, measure, programme, text, value
from sigai.base.periods import Period
from sigai.formulas import describe, formula_text
from sigai.formulas import nodes as n
from sigai.indicators import compute
from sigai.programme.common import Reference
from sigai.programme.parameters import DatedNumber, Parameter

DATED = DatedNumber(start="2020", value=0.5, source=Reference(title="x"))
HALF = Parameter(id="half", name=text("half"), unit="", values=(DATED,))
FACTS = data(
    [
        entity("a", industry="C3110"),
        entity("b", industry="D4411", above_scale_since="2022-02"),
        entity("c", industry=None),
    ],
    [
        *(value("a", "sales", month, amount) for month, amount in (("2022-01", 10), ("2022-02", 30), ("2022-03", 40))),
        *(
            value("b", "sales", month, amount)
            for month, amount in (("2022-01", 100), ("2022-02", 150), ("2022-03", 250))
        ),
        value("c", "sales", "2022-03", 7),
    ],
)
NUMBERS: dict[tuple[str, str], list[float | None]] = {
    # by January, February, March: 110, 180, 297
    ("if(total(sales) > 150 万元, total(sales), 0)", "万元"): [0, 180, 297],
    ("if(total(sales) > 0.015 亿元 and total(sales) < 200 万元, 1, 2)", "%"): [200, 100, 200],
    ("if(not total(sales) > 150 万元, 1 亿元, total(sales))", "万元"): [10000, 180, 297],
    ("case(total(sales) >= 297 万元, 3, total(sales) >= 180 万元, 2, 1)", "%"): [100, 200, 300],
    ("if(total(sales) / (total(sales) - total(sales)) > 1, 1, 2)", "%"): [None, None, None],
    # month by month: a 10, 20, 10; b 100, 50, 100; c 7 in March
    ("total(if(sales >= 20 万元, sales, 0 万元))", "万元"): [100, 170, 270],
    ("total(if(industry in metals, sales * $half, sales))", "万元"): [105, 165, 270],
    ("total(if(above_scale, sales, 0 万元))", "万元"): [0, 50, 150],
    ("total(case(sales >= 100 万元, sales * 0.1, sales >= 15 万元, sales * 0.5, 0 万元))", "万元"): [10, 45, 55],
    # year to date: a 10, 30, 40; b 100, 150, 250; c 7 in March
    ("mean(if(sales >= 40 万元, sales, 0 万元))", "万元"): [50, 75, pytest.approx(290 / 3)],
}


def test_numbers() -> None:
    written = {f"f{number}": one for number, one in enumerate(NUMBERS)}
    content = programme(written, measures=(*MEASURES, measure("profit")), parameters=(HALF,))
    months = [Period.parse(f"2022-0{number}") for number in (1, 2, 3)]
    rows = compute(content, FACTS, first=months[0], last=months[-1], terms=False).results.to_pylist()
    found = {(row["indicator"], row["month"]): row["value"] for row in rows if row["area"] == CITY}
    answers = {one: [found[id_, month.last] for month in months] for id_, one in written.items()}
    for one, expected in answers.items():
        assert expected == [each if each is None else pytest.approx(each) for each in NUMBERS[one]], one


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("if(total(output) > 2 亿元, total(profit), 0 亿元)", []),
        ("if(total(output) > 2 亿元, total(profit), total(employees))", ["E050"]),
        ("if(total(output) > 2 人, total(profit), 0)", ["E051"]),
        ("total(if(industry in manufacturing, output, profit))", []),
        ("total(if(industry in unheard, output, profit))", ["E092"]),
        ("total(if(output > 2 人, output, profit))", ["E051"]),
        ("entities(where: if(above_scale, output, profit) > 3 万元)", []),
        ("entities(where: if(above_scale, output, profit) > 3 人)", ["E051"]),
        ("entities(where: if(above_scale, output, employees) > 3 万元)", ["E050"]),
        ("entities(where: round(output, places: 1) > 3 万元)", []),
        ("mean(if(above_scale, 1, 0))", ["E070"]),
        ("growth(if(total(output) > 0, growth(total(output)), 0))", ["E061"]),
    ],
)
def test_conditions_and_numbers_are_typed(written: str, codes: list[str]) -> None:
    assert checked(written)[1] == codes


@pytest.mark.parametrize(
    "written",
    [
        "if(total(output) > 2 亿元 and not total(profit) < 0, total(profit), 0 亿元)",
        "case(total(output) > 2 亿元, 1, total(output) > 1 亿元, 0.8, 0.5) * 2",
        "total(if(industry in [C26] or output / profit > 3, output, profit * 2), where: above_scale)",
    ],
)
def test_the_text_means_the_same_when_it_is_read_again(written: str) -> None:
    assert formula_text(formula(written)) == written
    assert formula(formula_text(formula(written))) == formula(written)


class _Names:
    def name(self, kind: n.NameKind, path: tuple[str, ...], language: str) -> str:
        return path[-1]

    def accumulation(self, measure: str) -> str:
        return "stock"


def test_words() -> None:
    found = formula("case(total(output) > 2 亿元, 1, total(output) > 1 亿元, 0.8, 0.5)")
    assert describe(found, _Names(), "zh") == (
        "〔output（时点数）合计 > 2 亿元时为1、output（时点数）合计 > 1 亿元时为0.8、其余为0.5〕"
    )
    assert describe(found, _Names(), "en") == (
        "[1 if total output (as it stands) > 2 亿元, 0.8 if total output (as it stands) > 1 亿元, else 0.5]"
    )
