"""The map: only what is whole is drawn; a city's own file wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from helpers_programme import load, small_content, text
from sigai.programme import Programme
from sigai_web.dashboards import outlines
from sigai_web.dashboards.assets import county_map, make_map
from sigai_web.dashboards.outlines import draw, find_outlines, label_point, simplified

SQUARE = [[105.0, 37.0], [106.0, 37.0], [106.0, 38.0], [105.0, 38.0], [105.0, 37.0]]


def collection(*codes: str, **more: Any) -> str:
    features = [
        {"properties": {"gb": f"156{code}"}, "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programme:
    monkeypatch.setattr(outlines, "_packaged", lambda _: collection("11"))
    return load(tmp_path / "programme", small_content())


def test_a_map_of_all_counties_is_drawn(content: Programme) -> None:
    found = find_outlines(content)
    assert found is not None
    drawn = draw(found)
    (area,) = drawn["areas"]
    assert (area["code"], drawn["approval"]) == ("11", "")
    assert area["path"].startswith("M")
    assert area["path"].endswith("Z")
    assert drawn["width"] / 2 == pytest.approx(area["x"], abs=8)
    assert drawn["height"] > drawn["width"]  # a degree of longitude is the shorter one here


def test_one_county_without_outline_and_there_is_no_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "_packaged", lambda _: collection("11"))
    more = small_content()
    more["areas"].append({"code": "12", "name": text("丙县"), "kind": "county", "parent": "1"})
    assert find_outlines(load(tmp_path, more)) is None


def test_the_city_s_own_map_wins_and_shows_its_approval(content: Programme) -> None:
    (Path(content.folder) / "map.geojson").write_text(collection("11", approval="X-1"), encoding="utf-8")
    found = find_outlines(content)
    assert found is not None
    assert found.approval == "X-1"


def test_the_map_is_that_of_the_programme_in_force(content: Programme, settings: Any, tmp_path: Path) -> None:
    settings.SIGAI_HOME = tmp_path
    assert county_map(content) is None
    make_map(content)
    assert county_map(content) is not None
    assert county_map(content.model_copy(update={"head": content.head.model_copy(update={"id": "other"})})) is None


def test_the_package_knows_counties_by_their_codes() -> None:
    features = json.loads(outlines._packaged([]))["features"]
    assert len({feature["properties"]["gb"] for feature in features}) > 2000


def test_points_within_the_tolerance_are_left_out() -> None:
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (2.0, 2.0), (0.0, 0.0)]
    assert simplified(line) == [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 0.0)]


def test_a_label_stands_inside_even_of_a_hollow_shape() -> None:
    outer = [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0)]
    hole = [(5.0, 5.0), (29.0, 5.0), (29.0, 29.0), (5.0, 29.0)]
    x, y = label_point([outer, hole])
    assert x < 5 or y < 5
