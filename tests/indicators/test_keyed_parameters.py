"""Numbers of parameters that differ by product, grade and area, in indicators; from a day to a day."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_indicators import (
    CITY,
    EMPTY,
    MEASURES,
    NORTH,
    SOUTH,
    TITLES,
    data,
    entity,
    measure,
    programme,
    record,
    text,
    value,
)
from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.programme.common import Reference
from sigai.programme.ledgers import Choice
from sigai.programme.parameters import DatedNumber, Parameter, ParameterKey


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=name, name=text(name)) for name in names)


def number(value: object, start: str = "2020", end: str | None = None, **where: Any) -> DatedNumber:
    return DatedNumber(start=start, end=end, where=where, value=value, source=Reference(title=f"rule {value}"))


PRICE = Parameter(
    id="price",
    name=text("price"),
    unit="元/人",
    keys=(ParameterKey(id="grade", name=text("grade"), type="number", unit="万元"),),
    values=(
        number(1, grade={"below": 20}),
        number(2, end="2022-02-14", grade={"at_least": 20, "below": 50}),
        number(3, start="2022-02-15", grade={"at_least": 20, "below": 50}),
        number(5, grade={"at_least": 50}),
    ),
)
SHARE = Parameter(
    id="share",
    name=text("share"),
    unit="%",
    keys=(ParameterKey(id="area", name=text("area"), type="area"),),
    values=(
        number(10, area=CITY),
        number(20, area=NORTH),
        number(30, start="2022-03", area=NORTH),
        number(40, area=SOUTH, end="2022-02"),
    ),
)
FLOOR = Parameter(
    id="floor",
    name=text("floor"),
    unit="万元",
    keys=(ParameterKey(id="title", name=text("title"), type="choice", choices=choices("green", "smart")),),
    values=(number(100, title="green"), number(300, start="2022-02-20", title="green"), number(50, title="smart")),
)
FACTS = data(
    [entity("a"), entity("b"), entity("c", area=SOUTH)],
    [
        *(value("a", "employees", f"2022-0{month}", 100) for month in (1, 2, 3)),
        *(value("b", "employees", f"2022-0{month}", 10) for month in (1, 2, 3)),
        *(value("c", "employees", f"2022-0{month}", 1) for month in (1, 2, 3)),
        *(value("a", "worth", f"2022-0{month}", amount) for month, amount in ((1, 19), (2, 20), (3, 50))),
        *(value("b", "worth", f"2022-0{month}", 49) for month in (1, 2, 3)),
        *(value("c", "worth", f"2022-0{month}", 0) for month in (1, 2, 3)),
    ],
    [
        record(f"{title}{grant}", "titles", [("recognised", "2021-05", None)], entity="a", fields=fields)
        for title, grant, fields in (
            ("green", 200, '{"title": "green", "grant": 200}'),
            ("green", 400, '{"title": "green", "grant": 400}'),
            ("smart", 60, '{"title": "smart", "grant": 60}'),
            ("untitled", 900, '{"grant": 900}'),
        )
    ],
)
TERM = "total(employees * param(price, grade: worth))"
NUMBERS: dict[str, tuple[str, dict[str, list[float | None]]]] = {
    # a 19, 20, 50 万元; b 49; c 0; the price of the middle band rises in the middle of February
    TERM: ("元", {CITY: [121, 331, 531], NORTH: [120, 330, 530], SOUTH: [1, 1, 1]}),
    "total(employees * param(price, grade: 20 万元))": ("元", {CITY: [222, 333, 333]}),
    "total(employees) * param(price, grade: total(worth))": ("元", {NORTH: [550, 550, 550], SOUTH: [1, 1, 1]}),
    "param(price, grade: 30 万元)": ("元/人", {CITY: [2, 3, 3], EMPTY: [2, 3, 3]}),
    'param(price, grade: 30 万元, on: "2022-02-14")': ("元/人", {CITY: [2, 2, 2]}),
    "param(share, area: area)": (
        "%",
        {CITY: [10, 10, 10], NORTH: [20, 20, 30], SOUTH: [40, 40, None], EMPTY: [None, None, None]},
    ),
    'param(share, area: area) - param(share, area: "9100")': ("%", {NORTH: [10, 10, 20], SOUTH: [30, 30, None]}),
    "total(employees * param(share, area: area))": ("人", {NORTH: [22, 22, 33], SOUTH: [0.4, 0.4, None]}),
    "entities(where: employees * param(price, grade: worth) >= 30 元)": ("家", {NORTH: [1, 2, 2], SOUTH: [0, 0, 0]}),
    "count(titles, state: recognised, where: grant > param(floor, title: title))": ("家", {NORTH: [3, 2, 2]}),
}


def test_numbers() -> None:
    written = {f"f{place}": (one, unit) for place, (one, (unit, _)) in enumerate(NUMBERS.items())}
    content = programme(
        written,
        measures=(*MEASURES, measure("worth", accumulation="stock")),
        parameters=(PRICE, SHARE, FLOOR),
        ledgers=(TITLES,),
    )
    months = [Period.parse(f"2022-0{number}") for number in (1, 2, 3)]
    rows = compute(content, FACTS, first=months[0], last=months[-1], terms=False).results.to_pylist()
    found = {(row["indicator"], row["area"], row["month"]): row["value"] for row in rows}
    for id_, (one, _) in written.items():
        for area, expected in NUMBERS[one][1].items():
            answers = [found[id_, area, month.last] for month in months]
            assert answers == [each if each is None else pytest.approx(each) for each in expected], (one, area)
