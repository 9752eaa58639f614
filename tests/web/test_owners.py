"""Whose a record is: the units that it and its ledger name, worked out from those names and not from all units."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from sigai.programme import Programme
from sigai_web.store.owners import Parties, ledgers_of_unit, names_of_unit, record_subject

NAMES = ("U1", "U2", "U3", "ALL", "SOME")
some = st.frozensets(st.sampled_from(NAMES))
areas = st.sampled_from([None, "11", "12"])


def content(members: dict[str, frozenset[str]], places: dict[str, str | None], keepers: frozenset[str]) -> Any:
    """Units, some of which stand for others, and a ledger with its keepers."""
    units = [SimpleNamespace(id=name, members=tuple(sorted(members[name])), area=places[name]) for name in NAMES]
    ledger = SimpleNamespace(id="book", keepers=tuple(sorted(keepers)))
    return SimpleNamespace(
        units=units, unit_by_id={one.id: one for one in units}, ledgers=[ledger], ledger_by_id={"book": ledger}
    )


@given(
    st.fixed_dictionaries(dict.fromkeys(NAMES, some)),
    st.fixed_dictionaries(dict.fromkeys(NAMES, areas)),
    some,
    st.frozensets(st.sampled_from([*NAMES, "unknown"])),
)
def test_the_owners_are_those_whose_own_names_it_has(
    members: dict[str, frozenset[str]], places: dict[str, str | None], keepers: frozenset[str], named: frozenset[str]
) -> None:
    """The definition asks every unit under which names it goes; the answer is the same."""
    known = cast(Programme, content(members, places, keepers))
    keeping = {one.id for one in known.units if "book" in ledgers_of_unit(known, one.id)}
    meant = {one.id for one in known.units if named & names_of_unit(known, one.id)}
    subject = record_subject(known, "book", Parties(units=named, places=frozenset({"x"})), frozenset({"13"}))
    assert subject.units == keeping | meant
    assert subject.around == {"13"} | {places[name] for name in meant if places[name]}
    assert subject.places == {"x"}


def test_a_record_s_owners_are_found_without_going_through_all_units() -> None:
    known = content({name: frozenset() for name in NAMES}, dict.fromkeys(NAMES), frozenset({"U2"}))
    del known.units, known.ledgers
    assert record_subject(known, "book", Parties(units=frozenset({"U1"}))).units == {"U1", "U2"}
    assert record_subject(known, "lost", Parties()).units == frozenset()
