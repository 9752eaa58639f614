"""Small tables made from content: the tree of areas, parameters by month."""

from __future__ import annotations

import pyarrow as pa

from helpers_indicators import CITY, EMPTY, NORTH, PARK, SOUTH, month, programme, text
from sigai.base.periods import Period
from sigai.programme.organisation import Area
from sigai.tables import area_closure, parameter_in_force, parameters_by_month, table_of


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
    coal = content.parameter_by_id["coal"]
    in_force = [parameter_in_force(coal, month(name)) for name in ("2019-12", "2020-01", "2022-06", "2022-07")]
    assert in_force == [None, 0.5, 0.5, 0.25]
    table = parameters_by_month(content, Period.parse("2022-06"), Period.parse("2022-07"))
    assert table.to_pylist() == [
        {"parameter": "coal", "month": month("2022-06"), "value": 0.5},
        {"parameter": "coal", "month": month("2022-07"), "value": 0.25},
    ]


def test_tables_of_rows_have_their_types_even_when_empty():
    assert table_of([], a=pa.int32(), b=pa.string()).schema == pa.schema([("a", pa.int32()), ("b", pa.string())])
    assert table_of([(1, "x")], a=pa.int32(), b=pa.string()).to_pylist() == [{"a": 1, "b": "x"}]
