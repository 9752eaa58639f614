"""Spells: stretches of months in which all facts of an entity stay the same, worked by hand."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest

from sigai.base.periods import Period
from sigai.tables import ENTITIES, FACTS, entities_at, spells_of
from sigai.tables.spells import BEGINNING, FOREVER


def month(name: str | None) -> int | None:
    return None if name is None else Period.parse(name).last


def entities(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([{"kind": "enterprise", "area": "N", **row} for row in rows], schema=ENTITIES)


def fact(who: str, kind: str, value: str, since: str | None = None, until: str | None = None) -> dict[str, Any]:
    return {"entity": who, "fact": kind, "value": value, "since": month(since), "until": month(until)}


def facts(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=FACTS)


def told(table: pa.Table, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in ("id", "holds_from", "holds_until", *columns)) for row in table.to_pylist()]


def test_without_facts_everybody_has_one_spell_with_its_columns():
    register = entities({"id": "a", "above_scale_since": 5, "tags": ["x"]}, {"id": "b", "active_until": 9})
    found = spells_of(register, facts())
    assert found.select(ENTITIES.names).equals(register)
    assert told(found) == [("a", BEGINNING, FOREVER), ("b", BEGINNING, FOREVER)]


def test_a_move_ends_one_spell_and_begins_another():
    found = spells_of(entities({"id": "a"}, {"id": "b"}), facts(fact("a", "area", "S", "2022-06")))
    june = month("2022-06")
    assert told(found, "area") == [
        ("a", BEGINNING, june - 1, "N"),
        ("a", june, FOREVER, "S"),
        ("b", BEGINNING, FOREVER, "N"),
    ]


def test_what_began_last_holds_and_nothing_is_known_after_an_end():
    found = spells_of(
        entities({"id": "a", "park": "P"}),
        facts(fact("a", "park", "Q", "2022-01", "2022-12"), fact("a", "park", "R", "2022-03", "2022-04")),
    )
    parks = {Period.of_index(row["holds_from"]): row["park"] for row in found.to_pylist() if row["holds_from"]}
    assert {str(period): park for period, park in parks.items()} == {
        "2022-01": "Q",
        "2022-03": "R",
        "2022-05": "Q",
        "2023-01": None,
    }
    assert found["park"][0].as_py() == "P"


def test_of_two_facts_that_begin_together_the_later_told_holds():
    found = spells_of(
        entities({"id": "a"}), facts(fact("a", "name", "old", "2022-01"), fact("a", "name", "new", "2022-01"))
    )
    assert found["name"].to_pylist() == [None, "new"]


@pytest.mark.parametrize(
    "dated",
    [
        (fact("a", "above_scale", "no", "2023-01"),),
        (fact("a", "above_scale", "yes", "2019-01", "2022-12"),),
    ],
)
def test_who_leaves_the_list_is_above_scale_until_then(dated):
    """退库: said as `no` from a month on, or as `yes` with an end."""
    register = entities({"id": "a", "above_scale_since": month("2019-01")})
    for name, above in (("2018-12", False), ("2019-01", True), ("2022-12", True), ("2023-01", False)):
        since = entities_at(register, facts(*dated), month(name))["above_scale_since"][0].as_py()
        assert (since is not None and since <= month(name)) == above, name
    assert entities_at(register, facts(*dated), month("2023-01"))["above_scale_since"].to_pylist() == [None]
    assert entities_at(register, facts(*dated), month("2022-06"))["above_scale_since"].to_pylist() == [month("2019-01")]


def test_a_closed_entity_is_active_in_no_month_of_its_spell_until_it_opens_again():
    register = entities({"id": "a", "active_from": month("2020-03")})
    dated = facts(fact("a", "closed", "yes", "2022-07", "2023-03"))
    active = [(row["active_from"], row["active_until"]) for row in spells_of(register, dated).to_pylist()]
    assert active == [(month("2020-03"), None), (FOREVER, -1), (None, None)]
    closed = entities_at(register, dated, month("2022-12")).to_pylist()[0]
    assert (closed["active_from"], closed["active_until"]) == (month("2020-03"), month("2022-06"))
    assert entities_at(register, dated, month("2022-06"))["active_until"].to_pylist() == [None]


def test_tags_and_lists_hold_side_by_side_and_facts_alone_tell_of_what_they_name():
    register = entities({"id": "a", "tags": ["green", "star"]}, {"id": "b", "tags": ["star"]})
    dated = facts(
        fact("a", "tag", "star", "2022-01", "2022-06"),
        fact("a", "tag", "smart", "2022-03"),
        fact("a", "tag", "green", None, "2021-12"),
        fact("a", "list", "key_energy", "2022-01"),
    )
    found = [(row["id"], row["tags"], row["lists"]) for row in spells_of(register, dated).to_pylist()]
    assert found == [
        ("a", ["green"], []),
        ("a", ["star"], ["key_energy"]),
        ("a", ["smart", "star"], ["key_energy"]),
        ("a", ["smart"], ["key_energy"]),
        ("b", ["star"], []),
    ]


def test_facts_of_nobody_on_the_register_are_left_out_and_attributes_have_columns_of_their_own():
    assert spells_of(entities({"id": "a"}), facts(fact("z", "area", "S", "2022-01"))).num_rows == 1
    painted = facts(fact("a", "colour", "red"), fact("a", "colour", "blue", "2022-01"))
    assert spells_of(entities({"id": "a"}), painted)["of_colour"].to_pylist() == ["red", "blue"]


def test_what_belongs_to_another_is_cut_where_that_ones_spells_are():
    register = entities({"id": "l", "area": "X", "tags": ["own"]}, {"id": "a", "tags": ["firm"]}, {"id": "b"})
    dated = facts(
        fact("l", "parent", "a"),
        fact("l", "parent", "b", "2022-06"),
        fact("a", "area", "S", "2022-03"),
        fact("a", "list", "key", "2022-05"),
        fact("b", "closed", "yes", "2022-08"),
    )
    found = [row for row in told(spells_of(register, dated), "area", "tags", "lists", "active_until") if row[0] == "l"]
    both = ["firm", "own"]
    assert found == [
        ("l", BEGINNING, month("2022-02"), "N", both, [], None),
        ("l", month("2022-03"), month("2022-04"), "S", both, [], None),
        ("l", month("2022-05"), month("2022-05"), "S", both, ["key"], None),
        ("l", month("2022-06"), month("2022-07"), "N", ["own"], [], None),
        ("l", month("2022-08"), FOREVER, "N", ["own"], [], -1),
    ]
    standing = {row["id"]: row for row in entities_at(register, dated, month("2022-04")).to_pylist()}
    assert (standing["l"]["area"], standing["a"]["area"]) == ("S", "S")


def test_a_circle_of_parents_and_a_parent_that_is_not_there_leave_things_as_they_are():
    register = entities({"id": "x", "area": "X"}, {"id": "y", "area": "Y"}, {"id": "z", "area": "Z"})
    dated = facts(fact("x", "parent", "y"), fact("y", "parent", "x"), fact("z", "parent", "gone"))
    assert told(spells_of(register, dated), "area") == [
        (who, BEGINNING, FOREVER, area) for who, area in (("x", "X"), ("y", "Y"), ("z", "Z"))
    ]


def test_the_register_of_a_month_without_facts_is_the_register_itself():
    register = entities({"id": "a", "above_scale_since": month("2030-01"), "tags": ["x"]})
    assert entities_at(register, facts(), month("2022-01")) is register
    other = facts(fact("a", "area", "S", "2022-06"))
    assert entities_at(register, other, month("2022-05")).equals(register)


@pytest.mark.parametrize("seed", range(20))
def test_every_month_has_one_spell_and_says_what_the_facts_say_one_by_one(seed):
    """Against the rule as it is written, asked for each month and fact alone."""
    dice = random.Random(seed)
    register = entities(*({"id": f"e{n}", "park": "P", "grade": None} for n in range(3)))
    rows = [
        fact(
            f"e{dice.randrange(3)}",
            dice.choice(["park", "area", "above_scale", "closed", "tag"]),
            dice.choice(["yes", "no"]),
            dice.choice([None, "2022-01", "2022-03", "2022-05"]),
            dice.choice([None, "2022-04", "2022-06", "2022-08"]),
        )
        for _ in range(dice.randrange(1, 12))
    ]
    rows = [row for row in rows if row["since"] is None or row["until"] is None or row["since"] <= row["until"]]
    found = spells_of(register, facts(*rows)).to_pylist()
    for who in ("e0", "e1", "e2"):
        for at in range(month("2021-12"), month("2022-10")):
            (spell,) = [row for row in found if row["id"] == who and row["holds_from"] <= at <= row["holds_until"]]
            for kind, column in (("park", "P"), ("area", "N")):
                assert spell[kind] == _by_hand(rows, who, kind, at, column)
            above, closed = (_by_hand(rows, who, kind, at, None) for kind in ("above_scale", "closed"))
            assert (spell["above_scale_since"] is not None) == (above == "yes")
            assert (spell["active_from"] == FOREVER) == (closed == "yes")
            assert (spell["tags"] or []) == sorted(
                {row["value"] for row in rows if row["fact"] == "tag" and row["entity"] == who and _holds(row, at)}
            )


def _by_hand(rows: list[dict[str, Any]], who: str, kind: str, at: int, column: str | None) -> str | None:
    own = [row for row in rows if row["entity"] == who and row["fact"] == kind]
    if not any((row["since"] or 0) <= at for row in own):
        return column
    holding = [row for row in own if _holds(row, at)]
    latest = max((row["since"] or 0 for row in holding), default=None)
    return next((row["value"] for row in reversed(holding) if (row["since"] or 0) == latest), None)


def _holds(row: dict[str, Any], at: int) -> bool:
    return (row["since"] or 0) <= at <= (row["until"] if row["until"] is not None else FOREVER)
