"""The change feed: in order, within reach and scopes, and exact however many write meanwhile."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from api_cases.bulletins import published
from api_cases.records import applied
from api_cases.reporting import PERIOD, accepted
from helpers_api import Program
from helpers_web import OURS, THEIRS, person
from sigai.base import Period
from sigai_web import programme
from sigai_web.api.scopes import READ_CHANGES
from sigai_web.exchange import TABLES, checked_upload
from sigai_web.journal.models import JournalHead
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.api.scopes import READ_RECORDS
from sigai_web.ledgers.taking import take_sheet
from sigai_web.permissions import Role
from sigai_web.register.changing import ask
from sigai_web.register.handing_in import from_rows
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import FigureRevision

pytestmark = pytest.mark.django_db


def read(program: Program, after: str = "0", limit: int = 100) -> tuple[list[dict[str, Any]], str]:
    """Everything after a cursor, page by page."""
    items: list[dict[str, Any]] = []
    while True:
        found = program.get(f"/changes?after={after}&limit={limit}").json()
        items += found["items"]
        after = found["next"]
        if not found["more"]:
            return items, after


def kinds(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["kind"], item["action"]) for item in items]


def test_everything_in_its_order(filled: None) -> None:
    program = Program(person(Role.OFFICE))
    _, start = read(program)
    with transaction.atomic():
        append(Actor("x", ""), "session.end", "account:x")  # says nothing of what was or is
    accepted()
    applied()
    published()
    items, end = read(program, start)
    assert [pair for pair in kinds(items) if pair[0] != "run"] == [
        ("sheet", "sheet.submit"),
        ("sheet", "sheet.approve"),
        ("sheet", "sheet.accept"),
        ("figure", "sheet.accept"),
        ("figure", "sheet.accept"),
        ("record", "record.create"),
        ("bulletin", "bulletin.publish"),
    ]
    assert ("run", "run.finish") in kinds(items)
    numbers = [item["number"] for item in items]
    assert numbers == sorted(numbers)
    figure = next(item["figure"] for item in items if item["kind"] == "figure")
    assert (figure["entity"], figure["period"], figure["value"]) == (OURS, PERIOD, "100.0000")
    assert read(program, end) == ([], end)


@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_pages_of_any_size_tell_the_same(filled: None, limit: int) -> None:
    program = Program(person(Role.OFFICE))
    accepted()
    applied()
    items, _ = read(program)
    assert read(program, limit=limit)[0] == items


def test_only_what_one_reaches(filled: None) -> None:
    accepted()
    applied()
    ours, theirs = (Program(person(Role.ENTERPRISE_REPORTER, scope=scope)) for scope in (OURS, THEIRS))
    assert {"sheet", "figure", "record"} <= {item["kind"] for item in read(ours)[0]}
    assert {item["kind"] for item in read(theirs)[0]} == {"store"}


def test_only_what_the_token_may_read(filled: None) -> None:
    accepted()
    applied()
    office = person(Role.OFFICE)
    assert not read(Program(office, READ_CHANGES))[0]
    records = Program(office, READ_CHANGES, READ_RECORDS)
    assert {item["kind"] for item in read(records)[0]} == {"record"}


def test_a_cursor_from_elsewhere_is_refused(filled: None) -> None:
    program = Program(person(Role.OFFICE))
    head = JournalHead.objects.get().number
    for after in (str(head + 10**6), "x", "-1", "", "9" * 30):
        response = program.get(f"/changes?after={after}")
        assert response.status_code == 422, after


def test_the_number_of_queries_does_not_grow(filled: None, django_assert_max_num_queries: Any) -> None:
    program = Program(person(Role.OFFICE))
    read(program)
    for month in range(1, 9):
        figures = [figure(OURS, month), figure(THEIRS, month)]
        write_figures(Actor("x", ""), figures, action="figure.report", about="figures:test")
    with django_assert_max_num_queries(12):
        read(program)


def figure(entity: str, month: int, year: int = 2022) -> NewFigure:
    return NewFigure(entity, "power", Period.month(year, month), Decimal(month), seen=None)


@pytest.mark.django_db(transaction=True)
def test_a_reader_misses_nothing_while_many_write(committing: None, filled: None) -> None:
    program = Program(person(Role.OFFICE))
    _, start = read(program)
    writers, each = 4, 12
    before = set(FigureRevision.objects.values_list("pk", flat=True))
    done = threading.Event()
    seen: list[int] = []

    def write(number: int) -> None:
        try:
            for month in range(1, each + 1):
                figures = [figure(OURS, month, 2100 + number), figure(THEIRS, month, 2100 + number)]
                write_figures(Actor("x", ""), figures, action="figure.report", about="figures:test")
        finally:
            connection.close()

    def follow() -> None:
        after = start
        reader = Program(None)
        reader.text = program.text
        try:
            last = False
            while True:
                items, after = read(reader, after, limit=3)
                seen.extend(item["figure"]["revision"] for item in items if item["kind"] == "figure")
                if last:
                    return
                last = done.is_set()
        finally:
            connection.close()

    follower = threading.Thread(target=follow)
    follower.start()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    follower.join()
    written = set(FigureRevision.objects.values_list("pk", flat=True)) - before
    assert len(written) == writers * each * 2
    assert len(seen) == len(set(seen))
    assert set(seen) == written


def test_every_record_of_a_sheet_that_was_taken_in(filled: None) -> None:
    program, office = Program(person(Role.OFFICE)), person(Role.OFFICE, name="enterer")
    clerk = Program(person(Role.ENTERPRISE_REPORTER))
    (_, start), (_, clerks_start) = read(program), read(clerk)
    text = f"编号,主体,说明,类别\n,{OURS},n,新建\n,{THEIRS},n,新建\n"
    with checked_upload(SimpleUploadedFile("works.csv", text.encode()), TABLES) as upload:
        take_sheet(Actor(office.username, ""), office, programme.current().ledger_by_id["works"], upload)
    items = [item for item in read(program, start)[0] if item["kind"] == "record"]
    assert [item["action"] for item in items] == ["record.import"] * 2
    own = [item["record"]["number"] for item in read(clerk, clerks_start)[0] if item["kind"] == "record"]
    assert own == [items[0]["record"]["number"]]


def test_changes_of_the_register_are_told_by_entity_to_whoever_reads_it(filled: None) -> None:
    program, office = Program(person(Role.OFFICE)), person(Role.OFFICE, name="enterer")
    theirs = Program(person(Role.ENTERPRISE_REPORTER, scope=THEIRS))
    (_, start), (_, theirs_start) = read(program), read(theirs)
    new = {"id": "91640500DEMA00013W", "name": "乙县新厂", "kind": "enterprise", "area": "11", "active_from": "2021-09"}
    facts = [{"entity": one, "fact": "grade", "value": "A", "since": "2021-09"} for one in (OURS, THEIRS)]
    ask(Actor(office.username, ""), office, from_rows([new], facts, reason="评级"))
    told = [item for item in read(program, start)[0] if item["kind"] == "entity"]
    assert [item["action"] for item in told] == ["register.change"] * 3
    assert {item["entity"]["id"] for item in told} == {new["id"], OURS, THEIRS}
    assert [item["entity"]["name"] for item in told if item["entity"]["id"] == OURS] == ["乙县一厂"]
    own = [item["entity"]["id"] for item in read(theirs, theirs_start)[0] if item["kind"] == "entity"]
    assert own == [THEIRS]
