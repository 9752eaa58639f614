"""Whom lists of duties ask, against what a run counts as owing: every measure, month and area."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from helpers_indicators import NORTH, PARK, SOUTH, data, entity, measure, programme
from sigai.base import Period
from sigai.evaluation import Respondents, required_of
from sigai.indicators import compute
from sigai.programme import Programme
from sigai.programme.calendar import periods_of
from sigai.programme.measures import Measure

FIRST, LAST = Period.parse("2021-01"), Period.parse("2022-12")
CONDITIONS = (
    "",
    "above_scale",
    "above_scale and industry in metals",
    "above_scale and industry not in metals",
    "not above_scale or tag = small",
)
KINDS: dict[str, dict[str, Any]] = {
    "ytd": {"accumulation": "ytd", "first_two_together": True},
    "flow": {"accumulation": "flow"},
    "stock": {"accumulation": "stock"},
    "quarter": {"accumulation": "ytd", "frequency": "quarter"},
    "year": {"accumulation": "ytd", "frequency": "year"},
}
MEASURES = (
    *(
        measure(f"{kind}_{number}", owed_by=condition, **more)
        for (kind, more), (number, condition) in product(KINDS.items(), enumerate(CONDITIONS))
    ),
    measure("of_county", accumulation="ytd", subject="county"),
    measure("of_park", accumulation="stock", subject="park"),
    measure("of_city", accumulation="ytd", frequency="quarter", subject="city"),
)
TIMES: tuple[dict[str, str], ...] = (
    {},
    {"active_from": "2021-06"},
    {"active_until": "2022-03"},
    {"active_from": "2021-12", "active_until": "2022-01"},
)
SCALES: tuple[dict[str, str], ...] = (
    {},
    {"above_scale_since": "2020-01"},
    {"above_scale_since": "2021-12"},
    {"above_scale_since": "2022-07"},
)
PLACES: tuple[dict[str, str], ...] = ({"area": NORTH}, {"area": NORTH, "park": PARK}, {"area": SOUTH})
KINDS_OF_WORK: tuple[dict[str, Any], ...] = (
    {"industry": "C3110"},
    {"industry": "D4411", "tags": ["small"]},
    {"industry": None},
)
ENTITIES = [
    entity(f"e{number:03}", **{**time, **scale, **place, **work})
    for number, (time, scale, place, work) in enumerate(product(TIMES, SCALES, PLACES, KINDS_OF_WORK))
]


@pytest.fixture(scope="module")
def content() -> Programme:
    totals = {f"total_{each.id}": (f"total({each.id})", each.unit) for each in MEASURES}
    return programme(totals, measures=MEASURES)


def within(owers: Respondents, area: str, content: Programme) -> list[bool]:
    """Who counts under an area: by where they lie, by their park, or as the area itself."""
    below, parks = set(content.areas_under(area)), {row["id"]: row.get("park") for row in ENTITIES}
    return [place in below or parks.get(name) in below for name, place in zip(owers.ids, owers.areas, strict=True)]


def asked(owers: Respondents, one: Measure, month: int, inside: list[bool]) -> int:
    """How many figures are owed up to a month: of a flow those of its year, else those of the period that ends then."""
    first = month - month % 12 if one.accumulation == "flow" else Period.parse("2020-01").first
    periods = [each for each in periods_of(one, first, month) if one.accumulation == "flow" or each.last == month]
    return sum(int((owers.owing(one, period) & inside).sum()) for period in periods)


def test_what_a_list_says_is_owed_coverage_counts(content: Programme) -> None:
    facts = data(ENTITIES)
    owers = required_of(content, facts.entities)
    found = compute(content, facts, first=FIRST, last=LAST, terms=False).results.to_pylist()
    inside = {area.code: within(owers, area.code, content) for area in content.areas}
    differing, counted = [], dict.fromkeys((each.id for each in MEASURES), 0)
    for row in found:
        one = content.measure_by_id[row["indicator"].removeprefix("total_")]
        expected = asked(owers, one, Period.parse(row["period"]).last, inside[row["area"]])
        counted[one.id] += expected
        if (row["owing"] or 0) != expected:
            differing.append((one.id, row["area"], row["period"], row["owing"], expected))
    assert differing == []
    assert len(found) == len(MEASURES) * len(content.areas) * 24
    assert min(counted.values()) > 0
