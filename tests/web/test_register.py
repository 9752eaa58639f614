"""The register of the store: its history, dated facts, and an earlier state read again exactly as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from helpers_web import OURS, THEIRS, web_data
from sigai.base import InternalError, Period
from sigai.tables import FACTS, Data, in_memory
from sigai_web import programme
from sigai_web.journal.inventory import take_inventory
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM
from sigai_web.store.importing import import_data
from sigai_web.store.models import Entity, EntityFact, EntityLine, RegisterMark
from sigai_web.store.reading import Marks, as_data, marks_now
from sigai_web.store.register import NewFact, record_facts

pytestmark = pytest.mark.django_db


def month(name: str) -> int:
    return Period.parse(name).last


def marks() -> Marks:
    with connection.cursor() as cursor:
        return marks_now(cursor)


def told(data: Data, entity: str = OURS) -> list[tuple[Any, ...]]:
    rows = [row for row in data.facts.to_pylist() if row["entity"] == entity]
    return [tuple(row[name] for name in ("fact", "value", "since", "until")) for row in rows]


def same(one: Data, other: Data) -> bool:
    tables = ("entities", "facts", "values", "history", "records", "record_states")
    return one.digest == other.digest and all(
        in_memory(getattr(one, name)).equals(in_memory(getattr(other, name))) for name in tables
    )


def test_without_facts_the_register_is_what_was_handed_in(filled: None) -> None:
    found = as_data(programme.current())
    assert found.entities.to_pylist() == web_data().entities.to_pylist()
    assert found.facts.equals(FACTS.empty_table())


def test_an_earlier_state_is_read_again_exactly_as_it_was(filled: None) -> None:
    """Fault 12: marks taken before the register changed give the same tables and the same digest after it."""
    before, then = as_data(programme.current()), marks()
    record_facts(
        SYSTEM, [NewFact(OURS, "area", "12", month("2021-09")), NewFact(OURS, "tag", "star", month("2021-09"))]
    )
    between, later = as_data(programme.current()), marks()
    Entity.objects.create(id="NEW", name="新厂", kind="enterprise", area="11")
    Entity.objects.filter(pk=THEIRS).update(name="改名")
    record_facts(SYSTEM, [NewFact(OURS, "area", "11", month("2021-10"))])
    assert same(as_data(programme.current(), then), before)
    assert same(as_data(programme.current(), later), between)
    now = as_data(programme.current())
    assert len({before.digest, between.digest, now.digest}) == 3
    assert now.entities["name"].to_pylist() != before.entities["name"].to_pylist()


def test_what_a_line_said_becomes_a_fact_without_a_beginning(filled: None) -> None:
    Entity.objects.filter(pk=OURS).update(above_scale_since=month("2020-01"))
    record_facts(
        SYSTEM, [NewFact(OURS, "area", "12", month("2021-09")), NewFact(OURS, "above_scale", "no", month("2021-10"))]
    )
    assert told(as_data(programme.current())) == [
        ("above_scale", "no", None, None),
        ("above_scale", "yes", month("2020-01"), None),
        ("above_scale", "no", month("2021-10"), None),
        ("area", "11", None, None),
        ("area", "12", month("2021-09"), None),
    ]
    standing = Entity.objects.get(pk=OURS)
    assert (standing.area, standing.above_scale_since) == ("12", None)


def test_a_fact_is_corrected_and_withdrawn_by_a_new_row(filled: None) -> None:
    begins = month("2021-09")
    record_facts(SYSTEM, [NewFact(OURS, "park", "111", begins), NewFact(OURS, "list", "key_energy", begins)])
    record_facts(SYSTEM, [NewFact(OURS, "list", "key_water", begins), NewFact(OURS, "park", "112", begins)])
    facts = told(as_data(programme.current()))
    assert [each for each in facts if each[0] == "park"] == [("park", None, None, None), ("park", "112", begins, None)]
    assert [each[1] for each in facts if each[0] == "list"] == ["key_energy", "key_water"]
    record_facts(SYSTEM, [NewFact(OURS, "list", "key_energy", begins, withdrawn=True)], reason="录错")
    record_facts(SYSTEM, [NewFact(OURS, "park", "112", begins, withdrawn=True)])
    facts = told(as_data(programme.current()))
    assert facts == [("list", "key_water", begins, None), ("park", None, None, None)]
    assert EntityFact.objects.filter(entity=OURS).count() == 7


def test_who_closes_has_its_last_month_in_its_line(filled: None) -> None:
    record_facts(SYSTEM, [NewFact(OURS, "closed", "yes", month("2021-07"))])
    assert Entity.objects.get(pk=OURS).active_until == month("2021-06")


def test_facts_and_lines_are_append_only_and_change_the_mark(filled: None) -> None:
    before = RegisterMark.objects.get().mark
    record_facts(SYSTEM, [NewFact(OURS, "grade", "A", month("2030-01"))])
    assert RegisterMark.objects.get().mark != before
    for table in ("entity_fact", "entity_line"):
        for action in (f"UPDATE {table} SET entity = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(action)


def test_a_fact_of_nobody_or_of_no_kind_is_our_fault_and_leaves_nothing(filled: None) -> None:
    for fact in (NewFact("nobody", "area", "11", 1), NewFact(OURS, "colour", "red", 1)):
        with pytest.raises(InternalError):
            record_facts(SYSTEM, [fact])
    assert not EntityFact.objects.exists()


def test_the_journal_tells_and_proves_facts_and_lines(filled: None) -> None:
    take_inventory(SYSTEM)
    record_facts(SYSTEM, [NewFact(OURS, "area", "12", month("2021-09"))], reason="迁址")
    entry = JournalEntry.objects.order_by("-number")[0]
    assert (entry.action, entry.about) == ("register.change", f"register:{OURS}")
    assert "迁址" in entry.after
    assert [str(fault) for fault in prove().faults] == []
    # A row that no entry tells is found: somebody wrote past the service.
    EntityFact.objects.create(entity=OURS, fact="area", value="11", since=month("2021-10"))
    assert {fault.place.file for fault in prove().faults} == {"entity_fact"}


def test_a_folder_with_facts_goes_in_and_means_the_same() -> None:
    rows = [{"entity": OURS, "fact": "area", "value": "12", "since": month("2021-09"), "file": "facts.csv", "row": 2}]
    import_data(replace(web_data(), facts=pa.Table.from_pylist(rows, schema=FACTS)))
    assert told(as_data(programme.current())) == [("area", "11", None, None), ("area", "12", month("2021-09"), None)]
    assert Entity.objects.get(pk=OURS).area == "12"


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_carries_the_register_over_and_old_marks_still_read_it(committing: None) -> None:
    """Back to a register without history, forward again: lines stand, and marks from before mean them."""
    import_data(web_data())
    before = as_data(programme.current())
    call_command("migrate", "store", "0006", verbosity=0)
    call_command("migrate", verbosity=0)
    assert list(EntityLine.objects.values_list("entity", "at")) == [(OURS, None), (THEIRS, None)]
    now = marks()
    old = Marks(now.figure, now.record, now.state, now.journal)
    assert same(as_data(programme.current(), old), before)
    mark = RegisterMark.objects.get().mark
    record_facts(SYSTEM, [NewFact(OURS, "area", "12", month("2021-09"))])
    assert same(as_data(programme.current(), old), before)
    assert RegisterMark.objects.get().mark != mark, "the triggers of the mark are back"
