"""Parameters as content: days, keys, bands, decimals; which number holds where and when."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from helpers_indicators import NORTH, SOUTH, month, programme, text
from helpers_programme import load, small_content
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.explanations import numbers_taken
from sigai.formulas import nodes as n
from sigai.programme.common import Reference
from sigai.programme.dated import NumbersOverTime, last_day
from sigai.programme.ledgers import Choice
from sigai.programme.parameters import Band, DatedNumber, Parameter, ParameterKey
from sigai.programme.programme import Programme

PERCENT = MeasureUnit.parse("%")


def number(value: object, start: str, end: str | None = None, **where: Any) -> DatedNumber:
    return DatedNumber(
        start=start, end=end, where=where, value=value, source=Reference(title="rule", locator=str(value))
    )


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=name, name=text(name)) for name in names)


LIMIT = Parameter(
    id="limit",
    name=text("limit"),
    unit="kWh/t",
    keys=(
        ParameterKey(id="product", name=text("product"), type="choice", choices=choices("zinc", "lead")),
        ParameterKey(id="grade", name=text("grade"), type="number", unit="%"),
    ),
    values=(
        number(3100, "2020", "2022-03-14", product="zinc", grade={"below": 45}),
        number(2900, "2020", "2022-03-14", product="zinc", grade={"at_least": 45}),
        number(3000, "2022-03-15", product="zinc", grade={"at_most": 50}),
        number("2800.0000000000000001", "2022-03-15", product="zinc", grade={"above": 50}),
        number(900, "2021", "2021", product="lead", grade={"above": 0, "below": 100}),
    ),
)
CONTENT = programme({}, parameters=(LIMIT,))


def limit(product: str, grade: float, content: Programme = CONTENT) -> NumbersOverTime:
    place = (("product", n.Word(product)), ("grade", n.Number(grade, PERCENT)))
    return content.numbers_of(n.Parameter("limit", place))


@pytest.mark.parametrize(
    ("product", "grade", "day", "value"),
    [
        ("zinc", 44.9, "2019-12-31", None),
        ("zinc", 44.9, "2020-01-01", 3100),
        ("zinc", 44.9, "2022-03-14", 3100),
        ("zinc", 45.0, "2022-03-14", 2900),
        ("zinc", 44.9, "2022-03-15", 3000),
        ("zinc", 45.0, "2022-03-15", 3000),
        ("zinc", 50.0, "2022-03-15", 3000),
        ("zinc", 50.1, "2022-03-15", Decimal("2800.0000000000000001")),
        ("lead", 50.0, "2020-12-31", None),
        ("lead", 50.0, "2021-01-01", 900),
        ("lead", 50.0, "2021-12-31", 900),
        ("lead", 50.0, "2022-01-01", None),
        ("lead", 0.0, "2021-06-30", None),
        ("lead", 100.0, "2021-06-30", None),
        ("tin", 50.0, "2021-06-30", None),
    ],
)
def test_the_number_of_a_day_and_a_place(product: str, grade: float, day: str, value: object) -> None:
    found = limit(product, grade).on(dt.date.fromisoformat(day))
    assert (found and found.value) == value


def test_at_a_months_end_that_of_its_last_day_holds() -> None:
    over_time = limit("zinc", 44.0)
    rows = [over_time.at(month(name)) for name in ("2022-02", "2022-03", "2022-04")]
    assert [row and row.value for row in rows] == [3100, 3000, 3000]
    assert over_time.months == ((month("2020-01"), 3100), (month("2022-03"), 3000))
    assert limit("lead", 44.0).months == ((month("2021-01"), 900), (month("2022-01"), None))
    assert limit("lead", 44.0).spans == ((dt.date(2021, 1, 1), dt.date(2021, 12, 31)),)
    assert CONTENT.vocabulary.changes["limit"] == {month("2021-01"), month("2022-01"), month("2022-03")}


@given(st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 10)), min_size=1, max_size=6))
def test_every_day_has_the_number_that_began_last_and_has_not_ended(drawn: list[tuple[int, int | None]]) -> None:
    begin = dt.date(2022, 1, 20)
    days = {begin + dt.timedelta(days=start): length for start, length in drawn}
    rows = [
        number(place, day.isoformat(), None if length is None else (day + dt.timedelta(days=length)).isoformat())
        for place, (day, length) in enumerate(days.items())
    ]
    over_time = NumbersOverTime.of(rows)
    for offset in range(-1, 60):
        day = begin + dt.timedelta(days=offset)
        begun = [row for row in rows if row.start <= day]
        last = max(begun, key=lambda row: row.start, default=None)
        expected = None if last is None or (last.end is not None and last.end < day) else last
        assert over_time.on(day) == expected
    assert over_time.at(month("2022-02")) == over_time.on(last_day(month("2022-02")))


def test_content_is_read_with_days_periods_and_exact_decimals(tmp_path: Path) -> None:
    content = small_content()
    (power,) = content["parameters"]
    first = power["values"][0]
    power["values"] = [{**first, "start": 2020, "end": "2021Q2"}, {**first, "start": "2021-07-15", "value": 0.1}]
    values = load(tmp_path, content).parameters[0].values
    assert [(each.start, each.end) for each in values] == [
        (dt.date(2020, 1, 1), dt.date(2021, 6, 30)),
        (dt.date(2021, 7, 15), None),
    ]
    assert [each.value for each in values] == [Decimal("0.1229"), Decimal("0.1")]


@pytest.mark.parametrize(
    "band",
    [
        {},
        {"at_least": 1, "above": 2},
        {"at_most": 1, "below": 2},
        {"at_least": 5, "below": 5},
        {"above": 6, "at_most": 5},
    ],
)
def test_a_band_is_bounded_once_on_a_side_and_not_upside_down(band: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Band(**band)
    assert Band(at_least=5, at_most=5).at_most == 5


def test_a_what_if_has_its_own_numbers_by_place() -> None:
    assert limit("zinc", 60.0).at(month("2023-01")) is not None
    other = LIMIT.model_copy(update={"values": (number(1, "2020", product="zinc", grade={"below": 100}),)})
    copy = CONTENT.with_parameters([other])
    found = limit("zinc", 60.0, copy).at(month("2023-01"))
    assert found is not None
    assert found.value == 1
    assert limit("lead", 60.0, copy).days == ()
    assert len(CONTENT.vocabulary.keyed["limit"].places) == 4
    assert len(copy.vocabulary.keyed["limit"].places) == 1


def test_what_a_term_took_is_told_with_its_source() -> None:
    share = Parameter(
        id="share",
        name=text("share"),
        unit="%",
        keys=(ParameterKey(id="area", name=text("area"), type="area"),),
        values=(number(10, "2020", area=NORTH), number(20, "2020", "2021-12", area=SOUTH)),
    )
    content = programme({}, parameters=(LIMIT, share))
    at = Period.parse("2022-03")

    def told(term: str, area: str = NORTH) -> list[str]:
        return [words.en for words in numbers_taken(content, term, area, at)]

    assert told("total(sales)") == []
    assert told("param(share, area: area)") == ["share (area) 10 % (from 2020-01-01; rule 10)"]
    assert told("param(share, area: area)", SOUTH) == []
    assert told('param(limit, product: "zinc", grade: 50 %)') == [
        "limit (zinc, 50 %) 3000 kWh/t (from 2022-03-15; rule 3000)"
    ]
    assert told("count(titles, state: recognised, where: grant > param(limit, product: title, grade: 3 %) * 1)") == [
        "limit (zinc, 3 %) 3000 kWh/t (from 2022-03-15; rule 3000)"
    ]
    assert told('param(share, area: "9102", on: 2021-12-31)') == [
        "share (South) 20 % (from 2020-01-01 to 2021-12-31; rule 20)"
    ]
