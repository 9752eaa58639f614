"""Whose figure is worth chasing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.base.periods import Period
from sigai.programme.method import EstimateMethod
from sigai.progress.chasing import Chase, chase
from sigai.tables import INDICATOR_EFFECTS, INDICATOR_RESULTS, PROGRESS

AS_OF = Period.parse("2022-06")
METHOD = EstimateMethod()


def table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def chased(lines: dict[str, tuple[float, float | None, bool]], effects: dict[tuple[str, str], float]) -> Chase:
    """TargetLines: target → (spread, tipping point, held); a target's indicator has its name; slope 1 for a tenth."""
    progress = [
        {
            "target": name,
            "indicator": name,
            "area": "9100",
            "as_of": "2022-06",
            "current": True,
            "main": True,
            "tipping_point": tipping,
            "open_status": "behind" if held else None,
        }
        for name, (_, tipping, held) in lines.items()
    ]
    results = [
        {
            "indicator": name,
            "area": "9100",
            "month": AS_OF.last,
            "spread_down": spread,
            "spread_up": spread,
            "slope": 1.0,
        }
        for name, (spread, _, _) in lines.items()
    ]
    rows = [
        {"indicator": name, "area": "9100", "month": AS_OF.last, "entity": entity, "effect": effect}
        for (name, entity), effect in effects.items()
    ]
    return chase(
        table(PROGRESS, progress),
        table(INDICATOR_RESULTS, results),
        table(INDICATOR_EFFECTS, rows),
        as_of=AS_OF,
        method=METHOD,
    )


def test_nothing_is_worth_chasing_where_all_is_settled() -> None:
    assert chased({"t": (1.0, 0.1, False)}, {("t", "a"): 1.0}) == Chase((), (), (), ())


def test_the_one_that_carries_the_doubt_is_enough() -> None:
    # Spread 1, reach 1.96; a change of 9 % turns the verdict, so the interval has to shrink to 0.9.
    found = chased({"t": (1.0, -0.09, True)}, {("t", "large"): 0.95, ("t", "small"): 0.3, ("t", "tiny"): 0.1})
    assert found.shortest == ("large",)
    assert [one.entity for one in found.missing] == ["large", "small", "tiny"]
    assert found.missing[0].narrows == pytest.approx(0.95**2 / (0.95**2 + 0.3**2 + 0.1**2))
    assert found.settles == (("t", "9100"),)


def test_where_the_tipping_point_is_near_more_are_needed() -> None:
    effects = {("t", "a"): 0.8, ("t", "b"): 0.5, ("t", "c"): 0.33}
    assert chased({"t": (1.0, 0.15, True)}, effects).shortest == ("a",)
    assert chased({"t": (1.0, 0.10, True)}, effects).shortest == ("a", "b")
    assert chased({"t": (1.0, 0.01, True)}, effects).shortest == ("a", "b", "c")


def test_one_who_helps_two_verdicts_comes_first() -> None:
    effects = {("t", "both"): 0.7, ("u", "both"): 0.7, ("t", "one"): 0.71, ("u", "other"): 0.71}
    found = chased({"t": (1.0, 0.14, True), "u": (1.0, 0.14, True)}, effects)
    assert found.shortest == ("both",)
    assert found.missing[0].targets == ("t", "u")


def test_without_a_tipping_point_all_are_needed() -> None:
    found = chased({"t": (1.0, None, True)}, {("t", "a"): 0.9, ("t", "b"): 0.2})
    assert set(found.shortest) == {"a", "b"}


def test_a_verdict_that_nobody_can_settle_is_said_so() -> None:
    found = chased({"t": (1.0, 0.1, True), "u": (1.0, 0.1, True)}, {("t", "a"): 0.9})
    assert found.settles == (("t", "9100"),)
    assert found.stays_open == (("u", "9100"),)
    assert found.shortest == ("a",)


def test_who_has_next_to_no_part_in_the_doubt_is_not_on_the_list() -> None:
    """A list of calls to make: names with 0 % beside them are not worth one, and the list says what it settles less."""
    effects = {("t", "a"): 0.998, ("t", "tiny"): 0.05, ("u", "b"): 1.0}
    found = chased({"t": (1.0, 0.001, True), "u": (1.0, 0.1, True)}, effects)
    assert found.shortest == ("b",)
    assert (found.settles, found.stays_open) == ((("u", "9100"),), (("t", "9100"),))
    assert [one.entity for one in found.missing if round(100 * one.narrows / 2) == 0] == ["tiny"]


@given(
    shares=st.lists(st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5), min_size=1, max_size=4),
    tipping=st.floats(0.02, 0.19),
)
def test_the_list_settles_what_it_says_and_nobody_on_it_is_superfluous(
    shares: list[list[float]], tipping: float
) -> None:
    lines = {f"t{place}": (1.0, tipping, True) for place in range(len(shares))}
    effects = {(f"t{place}", f"e{name}"): effect for place, row in enumerate(shares) for name, effect in enumerate(row)}
    found = chased(lines, effects)
    squares = np.array(shares) ** 2
    part = squares / squares.sum(axis=1, keepdims=True)
    needed = 1 - (tipping / 0.1 / 1.959964) ** 2

    said = [int(target[1:]) for target, _ in found.settles]
    worth = tuple(f"e{name}" for name in range(5) if part[:, name].sum() >= 0.005 * len(part))
    assert set(found.shortest) <= set(worth)

    def settled(names: tuple[str, ...], rows: list[int] = said) -> bool:
        return bool((part[np.ix_(rows, [int(name[1:]) for name in names])].sum(axis=1) >= needed - 1e-6).all())

    assert settled(found.shortest)
    assert not any(settled(worth, [int(target[1:])]) for target, _ in found.stays_open)
    for name in found.shortest:
        others = tuple(other for other in found.shortest if other != name)
        assert not settled(others) or needed < 1e-6
