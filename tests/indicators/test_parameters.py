"""Dated parameters: every number uses the one in force in its own month, whatever the run's last month is."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_indicators import CITY, data, entity, month, programme, record, text, value
from sigai.base.periods import Period
from sigai.indicators import compute, evidence
from sigai.programme.common import Reference
from sigai.programme.parameters import DatedNumber, Parameter

BEFORE, AFTER = "2021-06", "2022-03"
LEAST = Parameter(
    id="least",
    name=text("least"),
    unit="万元",
    values=(
        DatedNumber(start="2020", value=100, source=Reference(title="x")),
        DatedNumber(start="2022-01", value=500, source=Reference(title="x")),
    ),
)
FACTS = data(
    [entity(f"e{number}") for number in range(3)],
    [value(f"e{n}", "sales", when, amount) for n, amount in enumerate((50, 200, 600)) for when in (BEFORE, AFTER)],
    [
        record(
            f"r{amount}",
            "titles",
            [("recognised", "2021-05", None)],
            fields=f'{{"grant": {amount}, "title": "t{amount}"}}',
            entity=f"e{number}",
        )
        for number, amount in enumerate((50, 200, 600))
    ],
)
TERMS = {
    "count(titles, state: recognised, where: grant >= $least)": ("家", [2, 1]),
    "count(titles, state: recognised, where: not grant < $least)": ("家", [2, 1]),
    "count(titles, state: recognised, where: grant * 2 >= $least + $least and entity.industry in metals)": (
        "家",
        [2, 1],
    ),
    "distinct(titles.title, state: recognised, where: grant >= $least)": ("个", [2, 1]),
    "total(titles.grant, state: recognised, where: grant >= $least)": ("万元", [800, 600]),
    "total(sales, where: sales >= $least)": ("万元", [800, 600]),
    "entities(where: sales >= $least)": ("家", [2, 1]),
    "mean(sales - $least)": ("万元", [(50 + 200 + 600) / 3 - 100, (50 + 200 + 600) / 3 - 500]),
}


CONTENT = programme(
    {
        **{f"x{number}": (formula, unit) for number, (formula, (unit, _)) in enumerate(TERMS.items())},
        "change": ("change(count(titles, state: recognised, where: grant >= $least), since: 2021)", "%"),
    },
    parameters=(LEAST,),
)


def _city(last: str, at: str) -> dict[str, float | None]:
    """The numbers of all formulas at a month, from a run to `last`."""
    run = compute(CONTENT, FACTS, first=Period.parse("2021-01"), last=Period.parse(last), terms=False)
    rows: list[dict[str, Any]] = run.results.to_pylist()
    return {row["indicator"]: row["value"] for row in rows if row["area"] == CITY and row["month"] == month(at)}


@pytest.mark.parametrize("last", [BEFORE, "2021-12", "2022-01", AFTER])
def test_a_month_says_the_same_in_every_run(last: str) -> None:
    found = _city(last, BEFORE)
    for number, (_, (before, _)) in enumerate(TERMS.values()):
        assert found[f"x{number}"] == pytest.approx(before)


def test_a_month_after_the_change_uses_the_new_number() -> None:
    found = _city(AFTER, AFTER)
    for number, (_, (_, after)) in enumerate(TERMS.values()):
        assert found[f"x{number}"] == pytest.approx(after)


def test_a_change_takes_each_end_with_its_own_parameter() -> None:
    assert _city(AFTER, AFTER)["change"] is None  # nothing stood in 2021-03
    assert _city("2022-06", "2022-06")["change"] == pytest.approx(-50)


@pytest.mark.parametrize(("at", "number"), [(BEFORE, 2), (AFTER, 1)])
def test_evidence_lists_as_many_as_the_run_counted(at: str, number: int) -> None:
    found = evidence(CONTENT, FACTS, "x0", CITY, Period.parse(at))
    assert (found.value, found.terms[0].records.count) == (number, number)
