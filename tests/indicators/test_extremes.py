"""The smallest, the largest, and rounded numbers: at an area, within totals, in conditions."""

from __future__ import annotations

import pytest

from helpers_formulas import checked, formula
from helpers_indicators import CITY, MEASURES, data, entity, measure, programme, value
from sigai.base.periods import Period
from sigai.formulas import describe, formula_text
from sigai.formulas import nodes as n
from sigai.indicators import compute

AT = "2022-03"
FACTS = data(
    [entity("a"), entity("b"), entity("c")],
    [
        value("a", "sales", AT, 10.25),
        value("b", "sales", AT, 40.75),
        value("a", "profit", AT, 4),
        value("b", "profit", AT, "-3.5"),
        value("c", "sales", AT, 1),
    ],
)


class _Names:
    def name(self, kind: n.NameKind, path: tuple[str, ...], language: str) -> str:
        return path[-1]

    def accumulation(self, measure: str) -> str:
        return "stock"


NUMBERS: dict[tuple[str, str], float | None] = {
    ("min(total(sales), 50 万元)", "万元"): 50,
    ("max(total(sales), 50 万元)", "万元"): 52,
    ("max(total(sales), 0.0001 亿元, total(profit))", "万元"): 52,
    ("min(0.003 亿元, total(sales))", "万元"): 30,
    ("min(total(sales), total(profit), 1 万元)", "万元"): 0.5,
    ("max(total(profit) - total(sales), 0)", "万元"): 0,
    ("min(total(sales) / total(profit), 3)", "%"): 300,
    ("min(total(sales) / (total(sales) - total(sales)), 3)", "%"): None,
    ("round(total(sales) / 3)", "万元"): 17,
    ("round(total(sales) / 3, places: 2)", "万元"): 17.33,
    ("round(total(profit))", "万元"): 1,
    ("round(-total(profit))", "万元"): -1,
    ("total(max(profit, 0 万元))", "万元"): 4,
    ("total(min(sales, 20 万元), where: profit < 10 万元)", "万元"): 30.25,
    ("total(round(profit) * 1)", "万元"): 0,
    ("mean(max(sales, profit))", "万元"): 25.5,
    ("entities(where: max(profit, 0 万元) = 0)", "个"): 1,
    ("entities(where: min(sales, profit) > 0)", "个"): 1,
    ("entities(where: max(sales / profit, profit / sales) > 2)", "个"): 1,
}


def test_numbers() -> None:
    formulas = {f"f{number}": written for number, written in enumerate(NUMBERS)}
    content = programme(formulas, measures=(*MEASURES, measure("profit")))
    at = Period.parse(AT)
    rows = compute(content, FACTS, first=at, last=at, terms=False).results.to_pylist()
    found = {formulas[row["indicator"]]: row["value"] for row in rows if row["area"] == CITY}
    assert found == {
        written: expected if expected is None else pytest.approx(expected) for written, expected in NUMBERS.items()
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("min(total(output), total(employees))", ["E050"]),
        ("max(total(output), total(profit), 3)", ["E050"]),
        ("max(total(output), 0)", []),
        ("min(growth(total(output)), growth(growth(total(profit))))", ["E061"]),
        ("entities(where: round(output) > 3 万元)", []),
        ("entities(where: round(output) > 3 人)", ["E051"]),
        ("entities(where: max(output, profit) > 3 万元)", []),
        ("entities(where: max(output, employees) > 3 万元)", ["E050"]),
    ],
)
def test_what_measures_the_same_can_be_set_side_by_side(text: str, codes: list[str]) -> None:
    assert checked(text)[1] == codes


@pytest.mark.parametrize(
    "text",
    [
        "min(total(output), total(profit), 3 万元) / 2",
        "max(total(output) - 1 万元, 0)",
        "round(total(output))",
        "round(mean(max(output, profit)), places: 3)",
        "total(min(output * $coal_tce, profit))",
    ],
)
def test_the_text_means_the_same_when_it_is_read_again(text: str) -> None:
    assert formula_text(formula(text)) == text
    assert formula(formula_text(formula(text))) == formula(text)


def test_words() -> None:
    found = formula("round(max(total(output), total(profit)), places: 1)")
    assert describe(found, _Names(), "zh") == "“output（时点数）合计、profit（时点数）合计中最大的一个”保留 1 位小数"
    assert describe(found, _Names(), "en") == (
        "[[the largest of total output (as it stands), total profit (as it stands)]] rounded to 1 decimals"
    )
