"""Figures whose size tells of another unit: fractions among percentages, a figure ten thousand times its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from helpers_unseen import Case, Cases, X, book, check, csv, judge
from helpers_values import PROGRAMME, code
from sigai.base import Period
from sigai.tables import ENTITIES
from sigai.values import Cell, check_cells

case = Cases()
YEAR = "2022"
HEAD = ["企业名称", "时期", "评分"]


WRITERS: tuple[tuple[str, Callable[..., bytes | str]], ...] = (("workbook", book), ("text", csv))


def k(number: int, period: str = YEAR) -> tuple[int, str, str]:
    return number, "score", period


def column(*figures: Any, head: str = "评分") -> list[list[Any]]:
    return [[*HEAD[:2], head], *([f"企业{at}", YEAR, figure] for at, figure in enumerate(figures, 1))]


for name, write in WRITERS:
    case(name, "fraction", write(*column(0.85, 85, 92)), {k(2): 85, k(3): 92}, either={k(1): 85})
    case(name, "headed", write(*column(0.85, 85, 92, head="评分（%）")), {k(2): 85, k(3): 92}, [k(1)])
    case(name, "small", write(*column(0.078, 7.8, 8.2)), {k(2): 7.8, k(3): 8.2}, [k(1)])
    case(name, "most", write(*column(0.85, 0.91, 0.78, 85)), {k(4): 85}, [k(1), k(2), k(3)])
    case(name, "whole", write(*column(1, 85, 92)), {k(2): 85, k(3): 92}, [k(1)])
    case(name, "all", write(*column(0.85, 0.91, 0.78)), asked=[k(1), k(2), k(3)], says=("V182",))
    case(name, "all-headed", write(*column(0.85, 0.91, 0.78, head="评分（%）")), {k(1): 0.85, k(2): 0.91, k(3): 0.78})
    case(name, "two", write(*column(0.85, 0.91)), {k(1): 0.85, k(2): 0.91})
    case(name, "written", write(*column("0.85%", 85, 92)), {k(1): 0.85, k(2): 85, k(3): 92})
    case(name, "nothing", write(*column(0, 85, 92)), {k(1): 0, k(2): 85, k(3): 92})
    case(name, "ordinary", write(*column(0.5, 3.2, 8.1, 12)), {k(1): 0.5, k(2): 3.2, k(3): 8.1, k(4): 12})
    case(name, "far-off", write(*column(0.01, 85, 92)), {k(1): 0.01, k(2): 85, k(3): 92})
case("workbook", "formats", book(*column(X(0.85, "0%"), X(0.9, "0.0%"), 78)), {k(1): 85, k(2): 90, k(3): 78})
case(
    "text",
    "across",
    csv(["企业名称", "指标", "2021年", "2022年", "2023年"], ["企业1", "评分", 85, 0.86, 87]),
    {k(1, "2021"): 85, k(1, "2023"): 87},
    [k(1)],
)


def slips(
    name: str, figures: list[float], *, told: bool, head: str = "固废产生量", measure: str = "waste_made"
) -> None:
    rows = [["企业1", f"2022-{at:02}", figure] for at, figure in enumerate(figures, 1)]
    right = {(1, measure, row[1]): row[2] for row in rows}
    case("slip", name, csv([*HEAD[:2], head], *rows), right, says=("V181",) if told else ())


slips("middle", [120, 135, 1_280_000, 150, 160], told=True)
slips("last", [120, 135, 128, 150, 1_600_000], told=True)
slips("first", [1_200_000, 135, 128, 150, 160], told=True)
slips("low", [1200, 1350, 0.128, 1500, 1600], told=True)
slips("thousand", [120, 135, 128_000, 150, 160], told=True)
slips("since-january", [100, 210, 3_300_000, 420, 540], told=True, head="利润总额", measure="profit")


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_may_be_another_unit_is_asked_about(each: Case) -> None:
    check(each)


@pytest.mark.parametrize(
    "figures",
    [[120, 0, 130, 50, 200], [120, 1300, 120, 140], [1, 500, 900, 1100], [100, 1_000_000, 1_100_000], [5, 900_000]],
    ids=str,
)
def test_what_grows_or_stands_still_is_not(figures: list[float]) -> None:
    rows = [["企业1", f"2022-{at:02}", figure] for at, figure in enumerate(figures, 1)]
    plain = Case(
        "slip",
        "none",
        {"values.csv": csv([*HEAD[:2], "固废产生量"], *rows)},
        {(1, "waste_made", row[1]): row[2] for row in rows},
        frozenset(),
        {},
    )
    verdict, said = judge(plain)
    assert (verdict, "V181" in said) == ("right", False)


@pytest.mark.parametrize(("text", "taken"), [("0.85", False), ("0.85%", True), ("85", True)])
def test_cells_of_a_form_are_held_against_each_other(text: str, taken: bool) -> None:
    register = [
        {"id": code(at), "name": f"企业{at}", "kind": "enterprise", "area": "990100", "industry": "C3240", "tags": []}
        for at in range(1, 4)
    ]
    cells = [Cell(code(at), "score", figure) for at, figure in enumerate((text, "86", "91"), 1)]
    none = pa.table({name: pa.array([], pa.string()) for name in ("entity", "measure", "period", "value")})
    entities = pa.Table.from_pylist(register, schema=ENTITIES)
    found = check_cells(PROGRAMME, entities, Period.parse(YEAR), cells, none)
    assert ((code(1), "score") in found.values) is taken
    assert (code(2), "score") in found.values
    assert ("V180" in {one.issue.code for one in found.issues}) is not taken
