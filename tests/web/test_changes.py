"""Whatever changes the database is one transaction that takes its turn first: nobody waits in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from api_cases import CASES as OPERATIONS
from helpers_api import Program
from helpers_web import browser, person
from helpers_writers import WEB, functions, uncovered
from sigai.base import InternalError, UserError
from sigai_web.accounts.models import Membership, User
from sigai_web.api.declaring import DECLARED
from sigai_web.api.interface import sections
from sigai_web.journal.changes import SERVICES, change, note
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.permissions import Role
from sigai_web.urls import urlpatterns
from view_cases import CASES as VIEWS

READING_ONE_MOMENT = {"maintenance/databases.py", "journal/snapshots.py"}
"""Transactions that write nothing: they see the store as it is at one moment."""
THROWN_AWAY = {"scenarios/trying.py"}
"""Transactions in an installation that is thrown away, rolled back after each scenario."""


def test_no_transaction_is_begun_but_by_a_service() -> None:
    begun = {
        file.relative_to(WEB).as_posix()
        for file in WEB.rglob("*.py")
        if "migrations" not in file.parts and re.search(r"\batomic\(", file.read_text(encoding="utf-8"))
    }
    assert begun == READING_ONE_MOMENT | THROWN_AWAY | {"journal/changes.py"}


def test_whatever_writes_is_a_service_or_a_part_of_one() -> None:
    """From the source: a function that writes is a service, or everything that calls it is, or is called by one."""
    assert {".".join(name): why for name, why in uncovered(functions()).items()} == {}


def test_no_view_writes() -> None:
    """What answers a request asks a service: neither a page's module nor the API's operations touch a row."""
    answering = {pattern.callback.__module__ for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    known = functions()
    routers = [router for section in sections() for router in section.routers]
    operations = {
        operation.view_func.__module__
        for router in routers
        for path in router.path_operations.values()
        for operation in path.operations
    }
    assert min(len(answering), len(operations)) > 10
    found = [one for one in known.values() if one.name[0] in answering | operations and (one.writes or one.service)]
    assert {".".join(one.name): one.writes for one in found} == {}


def test_the_services_are_known() -> None:
    """What the source marks is what is registered: no mark is written in a way that the reading misses."""
    marked = {one.name for one in functions().values() if one.service}
    for module in {module for module, _ in marked}:
        import_module(module)
    registered = {name for name in SERVICES if name.startswith("sigai_web.")}
    assert {".".join(name) for name in marked} == registered


WRITING_OPERATIONS = [name for name in OPERATIONS if DECLARED[name].method != "GET"]
WITHOUT_ENTRY = {"save_sheet", "prove_bulletin", "upload_figures", "write_bulletin_text"}
"""What keeps drafts only, or nothing."""
WRITING_VIEWS = [name for name, case in VIEWS.items() if case.method == "post"]


def blocks(statements: list[str]) -> Iterator[list[str]]:
    """What was asked within each transaction: in a test, within each outermost savepoint."""
    inside: list[str] = []
    depth = 0
    for sql in statements:
        if sql.startswith("SAVEPOINT"):
            depth += 1
        elif sql.startswith(("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            # Undoing releases the savepoint, too: one of the two counts.
            depth -= 0 if sql.startswith("ROLLBACK") else 1
            if depth == 0 and inside:
                yield inside
                inside = []
        elif depth:
            inside.append(sql)


def in_turn(asked: CaptureQueriesContext) -> int:
    """How many transactions wrote into the journal; each asked for its head before anything else."""
    count = 0
    for block in blocks([one["sql"] for one in asked]):
        if any('INSERT INTO "journal_entry"' in sql for sql in block):
            assert block[0].startswith("SELECT") and '"journal_head"' in block[0], block
            assert connection.vendor == "sqlite" or "FOR UPDATE" in block[0]
            count += 1
    return count


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITING_OPERATIONS)
def test_every_operation_takes_its_turn_first(name: str, filled: None) -> None:
    case = OPERATIONS[name]
    case.before()
    role = next(role for role in Role if case.expected(role) == case.status)
    program = Program(person(role))
    with CaptureQueriesContext(connection) as asked:
        response = program.ask(DECLARED[name].method, case.address, case.sent, kind=case.kind, **case.headers)
    assert response.status_code == case.status
    assert (in_turn(asked) > 0) == (name not in WITHOUT_ENTRY)


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITING_VIEWS)
def test_every_page_takes_its_turn_first(name: str, filled: None) -> None:
    case = VIEWS[name]
    user: User = person(Role.LEADER, name="other", granted=False)
    membership: Membership = user.memberships.get()
    client = browser(person(next(role for role in Role if role in case.who)))
    where, data = reverse(name, args=case.arguments(user, membership)), case.data()
    with CaptureQueriesContext(connection) as asked:
        response = client.post(where, data)
    assert response.status_code == case.status
    in_turn(asked)


class Broken(Exception):
    """What the driver raises."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def breaking_off(times: int, sqlstate: str) -> Any:
    """A service that the database breaks off so many times, after it wrote."""
    left = [times]

    def service(word: str) -> str:
        append(SYSTEM, "test.write", word)
        if left[0]:
            left[0] -= 1
            raise OperationalError("broken off") from Broken(sqlstate)
        return word

    return service


@pytest.mark.django_db(transaction=True)
class TestTryingAgain:
    @pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
    def test_what_was_broken_off_once_is_carried_out_once(
        self, committing: None, sqlstate: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert change(breaking_off(1, sqlstate))("x") == "x"
        assert JournalEntry.objects.count() == 1
        assert "tried again" in caplog.text

    def test_what_is_broken_off_again_is_told(self, committing: None) -> None:
        with pytest.raises(OperationalError):
            change(breaking_off(2, "40P01"))("x")
        assert not JournalEntry.objects.exists()

    def test_another_fault_is_not_tried_again(self, committing: None) -> None:
        with pytest.raises(OperationalError):
            change(breaking_off(1, "57P01"))("x")
        assert not JournalEntry.objects.exists()

    def test_what_a_part_wrote_is_undone_with_the_whole_and_the_chain_goes_on(self, committing: None) -> None:
        part = change(lambda: append(SYSTEM, "test.write", "part"))

        @change
        def whole() -> None:
            part()
            append(SYSTEM, "test.write", "whole")
            raise UserError([])

        with pytest.raises(UserError):
            whole()
        assert not JournalEntry.objects.exists()
        part()
        assert [(entry.number, entry.about) for entry in JournalEntry.objects.all()] == [(1, "part")]
        assert verify().unbroken

    def test_a_part_is_not_tried_again_by_itself(self, committing: None) -> None:
        """PostgreSQL undoes the whole transaction: only the whole can be done again."""
        part = change(breaking_off(1, "40P01"))
        begun = []

        @change
        def whole() -> None:
            begun.append(1)
            append(SYSTEM, "test.write", "whole")
            part("part")

        whole()
        assert len(begun) == 2
        assert sorted(JournalEntry.objects.values_list("about", flat=True)) == ["part", "whole"]
        assert verify().unbroken


@pytest.mark.django_db(transaction=True)
class TestNotes:
    def test_a_note_writes_nothing_into_the_journal(self, committing: None) -> None:
        with pytest.raises(InternalError, match="a note"):
            note(lambda: append(SYSTEM, "test.write", "x"))()
        assert not JournalEntry.objects.exists()

    def test_nor_does_a_change_within_it(self, committing: None) -> None:
        inner = change(lambda: None)
        with pytest.raises(InternalError, match="a note"):
            note(inner)()

    def test_within_a_change_it_is_a_part_of_that(self, committing: None) -> None:
        inner = note(lambda: None)

        @change
        def outer() -> None:
            inner()
            append(SYSTEM, "test.write", "x")

        outer()
        assert JournalEntry.objects.count() == 1

    def test_afterwards_changes_go_on(self, committing: None) -> None:
        note(lambda: None)()
        with transaction.atomic():
            append(SYSTEM, "test.write", "x")
        assert JournalEntry.objects.count() == 1
