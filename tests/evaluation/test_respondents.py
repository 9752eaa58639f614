"""Who owes a figure, by hand and against what coverage counts."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from helpers_programme import load, small_content, text
from sigai.base import Period
from sigai.evaluation import required_of
from sigai.programme import Programme
from sigai.tables import ENTITIES

JUNE = Period.parse("2022-06")
REGISTER: list[dict[str, Any]] = [
    {"id": "A", "industry": "C3240", "above_scale_since": JUNE.last},
    {"id": "B", "industry": "C3240", "above_scale_since": JUNE.last + 1},
    {"id": "C", "industry": "D4411", "above_scale_since": 0},
    {"id": "D", "industry": None, "above_scale_since": 0},
    {"id": "E", "industry": "C2613", "above_scale_since": 0, "active_from": JUNE.last + 1},
    {"id": "F", "industry": "C2613", "above_scale_since": 0, "active_until": JUNE.last - 1},
    {"id": "G", "industry": "C2613", "above_scale_since": 0, "tags": ["small"]},
]
OWED = {
    "everybody": ("", "ABCDG"),
    "above": ("above_scale", "ACDG"),
    "makers": ("above_scale and industry in manufacturing", "AG"),
    "others": ("above_scale and industry not in manufacturing", "C"),
    "tagged": ("tag = small", "G"),
}


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    content = small_content()
    for name, (condition, _) in OWED.items():
        content["measures"].append(
            {"id": name, "name": text(name), "unit": "万元", "accumulation": "flow", "owed_by": condition}
        )
        content["indicators"].append(
            {"id": f"i_{name}", "name": text(name), "unit": "万元", "formula": f"total({name})"}
        )
    content["measures"].append(
        {"id": "county", "name": text("县"), "unit": "万元", "accumulation": "flow", "subject": "county"}
    )
    return load(tmp_path_factory.mktemp("owing"), content)


@pytest.fixture(scope="module")
def entities() -> pa.Table:
    rows = [{"name": row["id"], "kind": "enterprise", "area": "11", "tags": [], **row} for row in REGISTER]
    return pa.Table.from_pylist(rows, schema=ENTITIES)


@pytest.mark.parametrize("name", OWED)
def test_who_owes_it(programme: Programme, entities: pa.Table, name: str) -> None:
    owers = required_of(programme, entities)
    mask = owers.owing(programme.measure_by_id[name], JUNE)
    assert "".join(owers.ids[mask]) == OWED[name][1]


def test_areas_owe_what_is_about_them(programme: Programme, entities: pa.Table) -> None:
    owers = required_of(programme, entities)
    assert list(owers.ids[owers.owing(programme.measure_by_id["county"], JUNE)]) == ["11"]


def test_no_january_where_it_is_told_with_february(programme: Programme, entities: pa.Table) -> None:
    owers, output = required_of(programme, entities), programme.measure_by_id["output"]
    assert not owers.owing(output, Period.parse("2022-01")).any()
    assert owers.owing(output, Period.parse("2022-02")).any()
    assert not owers.owing(output, Period.parse("2022Q1")).any()


def test_an_empty_register_owes_nothing(programme: Programme) -> None:
    owers = required_of(programme, ENTITIES.empty_table())
    assert list(owers.ids) == ["1", "11"]
    assert not owers.owing(programme.measure_by_id["above"], JUNE).any()
