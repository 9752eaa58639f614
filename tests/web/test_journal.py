"""The journal in the database: nobody changes it, tampering is named, parallel writers make one chain."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from helpers_web import browser, person
from sigai.base import FIRST_PREVIOUS, Fault, InternalError
from sigai_web.journal import triggers
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import Role

ACTOR = Actor("office", "10.0.0.1")


def write(number: int) -> None:
    for index in range(number):
        with transaction.atomic():
            append(ACTOR, "figure.accept", f"figure:{index}", before={"value": "1"}, after={"value": "甲"})


@pytest.mark.django_db
def test_an_empty_journal_is_unbroken() -> None:
    assert verify().unbroken
    assert verify().head == FIRST_PREVIOUS


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_change(committing: None) -> None:
    with pytest.raises(InternalError):
        append(ACTOR, "figure.accept", "figure:1")


@pytest.mark.django_db
def test_a_change_that_fails_leaves_no_entry() -> None:
    write(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        append(ACTOR, "figure.accept", "figure:9")
        raise RuntimeError
    write(1)
    assert verify().unbroken
    assert JournalEntry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'nobody'",
        "DELETE FROM journal_entry",
        "DELETE FROM journal_entry WHERE number = 2",
        "UPDATE journal_entry SET number = number + 10",
    ],
)
def test_the_database_itself_refuses_changes(statement: str) -> None:
    write(3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().unbroken


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")
@pytest.mark.parametrize("number", [2, 9])
def test_no_row_is_replaced_either(number: int) -> None:
    """Under its own number, or under another one with the link of the row that it would take the place of."""
    write(3)
    columns = "at, actor, origin, action, about, before, after, previous, digest"
    statement = (
        f"INSERT OR REPLACE INTO journal_entry (number, {columns}) "
        f"SELECT {number}, {columns.replace('actor', chr(39) + 'x' + chr(39))} FROM journal_entry WHERE number = 2"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().unbroken


TAMPERING: dict[str, tuple[str, int, Fault]] = {
    "a text": ('UPDATE journal_entry SET after = \'{"value":"2"}\' WHERE number = 3', 3, Fault.CHANGED),
    "a name": ("UPDATE journal_entry SET actor = 'x' WHERE number = 1", 1, Fault.CHANGED),
    "a seal": (f"UPDATE journal_entry SET digest = '{'a' * 64}' WHERE number = 2", 2, Fault.CHANGED),
    "a link": (f"UPDATE journal_entry SET previous = '{'a' * 64}' WHERE number = 4", 4, Fault.UNLINKED),
    "one taken out": ("DELETE FROM journal_entry WHERE number = 2", 2, Fault.MISSING),
    "the first taken out": ("DELETE FROM journal_entry WHERE number = 1", 1, Fault.MISSING),
    "the tail cut off": ("DELETE FROM journal_entry WHERE number > 3", 4, Fault.CUT_OFF),
    "all taken out": ("DELETE FROM journal_entry", 1, Fault.CUT_OFF),
    "the head moved back": ("UPDATE journal_head SET number = 3", 4, Fault.CUT_OFF),
    "the head taken out": ("DELETE FROM journal_head", 1, Fault.CUT_OFF),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", list(TAMPERING))
def test_tampering_past_the_triggers_is_named(what: str) -> None:
    statement, broken, fault = TAMPERING[what]
    write(5)
    triggers.remove(connection, "journal_entry")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    found = verify()
    assert (found.broken, found.fault) == (broken, fault)


@pytest.mark.django_db
def test_a_printed_digest_is_found_or_missed() -> None:
    write(3)
    printed = JournalHead.objects.get().digest
    write(2)
    assert verify(printed).unbroken
    assert verify("b" * 64).fault is Fault.NOT_FOUND


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_make_one_chain(committing: None) -> None:
    writers, each = 6, 12
    faults: list[BaseException] = []

    def work() -> None:
        try:
            write(each)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    found = verify()
    assert (found.unbroken, found.entries) == (True, writers * each)


@pytest.mark.django_db
def test_the_auditor_filters_and_verifies() -> None:
    write(3)
    client = browser(person(Role.AUDITOR))
    page = client.get("/journal", {"action": "figure", "actor": "office"}).content.decode()
    assert page.count(">figure.accept</td>") == 3
    assert client.get("/journal", {"actor": "nobody"}).content.decode().count(">figure.accept</td>") == 0
    assert "完整" in client.post("/journal/verify").content.decode()
    triggers.remove(connection, "journal_entry")
    JournalEntry.objects.filter(number=2).update(actor="x")
    page = client.post("/journal/verify").content.decode()
    assert "已被破坏" in page
    assert "第 2" in page
    assert "整体改写" in client.post("/journal/verify", {"digest": "c" * 64}).content.decode() or "已被破坏" in page


@pytest.mark.django_db
def test_what_stands_in_the_journal_is_shown_as_text(settings: Any) -> None:
    with transaction.atomic():
        append(Actor("<b>x</b>", ""), "figure.accept", "f", after={"note": "<script>"})
    page = browser(person(Role.AUDITOR)).get("/journal").content.decode()
    assert "<b>x</b>" not in page
    assert "<script>" not in page
