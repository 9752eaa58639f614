"""The database being away is no fault of ours: 503, with when to ask again, on pages and in the API."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection

from api_cases import CASES
from helpers_api import MEDIA_TYPE, Program
from helpers_web import browser, person
from sigai_web.api.declaring import DECLARED
from sigai_web.outages import RETRY_AFTER, broken_off, passing
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


class OfDriver(Exception):
    """As PostgreSQL's driver raises it; `sqlstate` is None where no server answered."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def caused(kind: type[DatabaseError] | type[InterfaceError], cause: Exception | None) -> Exception:
    error = kind("x")
    error.__cause__ = cause
    return error


BUSY = caused(OperationalError, of_sqlite(sqlite3.SQLITE_BUSY))
GONE = caused(OperationalError, OfDriver(None))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BUSY, True),
        (caused(OperationalError, of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT)), True),
        (caused(OperationalError, of_sqlite(sqlite3.SQLITE_FULL)), True),
        (caused(OperationalError, of_sqlite(sqlite3.SQLITE_IOERR_WRITE)), True),
        (caused(OperationalError, of_sqlite(sqlite3.SQLITE_CANTOPEN)), True),
        (caused(OperationalError, of_sqlite(sqlite3.SQLITE_ERROR)), False),  # no such table
        (GONE, True),
        (caused(OperationalError, OfDriver("57P01")), True),  # the server was told to stop
        (caused(OperationalError, OfDriver("53300")), True),  # too many connections
        (caused(OperationalError, OfDriver("40P01")), True),
        (caused(InterfaceError, OfDriver(None)), True),
        (caused(ProgrammingError, OfDriver("42P01")), False),
        (RuntimeError("x"), False),
        (None, False),
    ],
)
def test_what_passes_is_told_from_what_stays(error: Exception | None, expected: bool) -> None:
    assert passing(error) is expected


@pytest.mark.parametrize(("sqlstate", "expected"), [("40P01", True), ("40001", True), ("57P01", False), (None, False)])
def test_what_was_broken_off_is_told_from_the_rest(sqlstate: str | None, expected: bool) -> None:
    error = OperationalError("x")
    error.__cause__ = OfDriver(sqlstate)
    assert broken_off(error) is expected


@contextmanager
def failing(error: Exception, *, on: str = "") -> Iterator[None]:
    """Every question to the database, or every one that names a table, ends in an error."""

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if on in sql:
            raise error
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        yield


def patient(client: Any) -> Any:
    """A browser that gets the answer where the test client would raise."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("error", [BUSY, GONE])
@pytest.mark.parametrize("address", ["/targets", "/reporting", "/account", "/nowhere"])
def test_a_page_says_when_to_come_again(filled: None, error: Exception, address: str) -> None:
    client = patient(browser(person(Role.OFFICE)))
    with failing(error):
        response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, str(RETRY_AFTER))
    page = response.content.decode()
    assert "暂时不能用" in page and "not available" in page
    assert "Traceback" not in page


def test_so_does_a_form(filled: None) -> None:
    client = patient(browser(person(Role.OFFICE)))
    with failing(BUSY, on="journal_head"):
        response = client.post("/runs/start", {"as_of": "2021-09"})
    assert (response.status_code, response["Retry-After"]) == (503, str(RETRY_AFTER))


def test_a_fault_of_ours_stays_one(filled: None) -> None:
    client = patient(browser(person(Role.OFFICE)))
    with failing(caused(OperationalError, of_sqlite(sqlite3.SQLITE_ERROR)), on="FROM"):
        response = client.get("/targets")
    assert (response.status_code, response.has_header("Retry-After")) == (500, False)
    assert "已记录" in response.content.decode()


@pytest.mark.parametrize("where", ["api_token", "run", "journal_head"])
def test_a_program_is_told_in_the_one_shape(filled: None, where: str) -> None:
    program = Program(person(Role.OFFICE))
    with failing(GONE, on=f'"{where}"'):
        response = program.ask("post", "/runs", {"as_of": "2021-09"})
    assert (response.status_code, response["Content-Type"]) == (503, MEDIA_TYPE)
    assert response["Retry-After"] == str(RETRY_AFTER)
    assert response.json()["type"] == "urn:sigai:problem:W268"


@pytest.mark.parametrize("name", list(CASES))
def test_no_operation_calls_it_a_fault(name: str, filled: None) -> None:
    """The database goes away after the token was looked up, at the first question of the operation itself."""
    case = CASES[name]
    case.before()
    program = Program(person(next(role for role in Role if case.expected(role) == case.status)))
    program.get("/own")  # the hour of the token's use is noted once
    address, body, asked = case.address, case.sent, []

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if 'FROM "api_token"' in sql or 'FROM "account' in sql:
            return execute(sql, *rest)
        asked.append(sql)
        raise GONE

    with connection.execute_wrapper(fail):
        response = program.ask(DECLARED[name].method, address, body, kind=case.kind, **case.headers)
    assert response.status_code == (503 if asked else case.status)
    assert not asked or response["Retry-After"] == str(RETRY_AFTER)
