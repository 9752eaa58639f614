"""Small tables made from content: the tree of areas, parameters by month."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pyarrow as pa

from helpers_indicators import CITY, EMPTY, NORTH, PARK, SOUTH, month, programme, text
from sigai.formulas import nodes as n
from sigai.programme.organisation import Area
from sigai.tables import area_closure, table_of


def closure(content) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in area_closure(content).to_pylist():
        found.setdefault(row["ancestor"], set()).add(row["area"])
    return found


def test_every_area_lies_in_itself_and_in_all_above():
    assert closure(programme({})) == {
        CITY: {CITY, NORTH, SOUTH, EMPTY, PARK},
        NORTH: {NORTH, PARK},
        SOUTH: {SOUTH},
        EMPTY: {EMPTY},
        PARK: {PARK},
    }


def test_areas_above_the_programmes_own_are_left_out():
    content = programme({})
    province = Area(code="90", name=text("Province"), kind="province")
    city = Area(code=CITY, name=text("City"), kind="city", parent="90")
    wider = programme({}, areas=(province, city, *content.areas[1:]))
    assert set(closure(wider)) == set(closure(content))


def test_the_parameter_in_force():
    content = programme({})
    coal = content.numbers_of(n.Parameter("coal"))
    rows = [coal.at(month(name)) for name in ("2019-12", "2020-01", "2022-06", "2022-07")]
    assert [row and row.value for row in rows] == [
        None,
        Decimal("0.5"),
        Decimal("0.5"),
        Decimal("0.25"),
    ]
    assert coal.months == ((month("2020-01"), Fraction(1, 2)), (month("2022-07"), Fraction(1, 4)))
    assert content.months_of_change("coal") == {month("2020-01"), month("2022-07")}


def test_tables_of_rows_have_their_types_even_when_empty():
    assert table_of([], a=pa.int32(), b=pa.string()).schema == pa.schema([("a", pa.int32()), ("b", pa.string())])
    assert table_of([(1, "x")], a=pa.int32(), b=pa.string()).to_pylist() == [{"a": 1, "b": "x"}]
