"""A full disk: nothing is left half-written, what only reads goes on, everybody is told in words, the worker waits.

The disk is made full by what the system itself says of one: OSError(ENOSPC), SQLite's code. No real one is filled here.
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from helpers_api import Program
from helpers_web import PASSWORD, browser, person
from sigai_web.api.models import ApiToken
from sigai_web.exchange import checked_upload
from sigai_web.exchange.uploads import DOCUMENTS
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import files
from sigai_web.outages import RETRY_AFTER, no_room, passing, status_of
from sigai_web.permissions import Role
from sigai_web.runs import jobs, working
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run, WorkerBeat

pytestmark = pytest.mark.django_db


def full_disk(*_given: Any, **_named: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_database() -> OperationalError:
    error = OperationalError("database or disk is full")
    cause = sqlite3.OperationalError("x")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    error.__cause__ = cause
    return error


class _Writes:
    """Refuses what writes, as a database without room does."""

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            raise full_database()
        return execute(sql, *rest)


def test_a_full_disk_is_told_from_a_database_that_is_away() -> None:
    assert status_of(OSError(errno.ENOSPC, "x")) == status_of(OSError(errno.EDQUOT, "x")) == 507
    assert status_of(full_database()) == 507
    assert status_of(OperationalError("x")) == 503
    assert status_of(OSError(errno.ENOENT, "x")) == status_of(None) == 500
    assert no_room(full_database()) and passing(full_database())
    postgresql = OperationalError("x")
    postgresql.__cause__ = type("DiskFull", (Exception,), {"sqlstate": "53100"})()
    assert status_of(postgresql) == 507


def test_a_refused_upload_leaves_nothing_behind(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIGAI_HOME = tmp_path
    given = SimpleUploadedFile("a.pdf", b"%PDF-1.7 " + b"x" * 3000)
    monkeypatch.setattr(files.os, "fsync", full_disk)
    with checked_upload(given, DOCUMENTS) as upload, pytest.raises(OSError, match="No space"):
        files.write_file(upload)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_reading_by_token_goes_on(filled: None) -> None:
    program = Program(person(Role.LEADER))
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(days=1))
    with connection.execute_wrapper(_Writes()):
        assert program.get("/own").status_code == 200
        refused = program.ask("post", "/own", {})
    assert refused.status_code in (404, 405)
    assert program.get("/own").status_code == 200
    assert ApiToken.objects.get().last_used_at > timezone.now() - timedelta(hours=2)


def test_a_program_that_writes_is_told(filled: None, caplog: pytest.LogCaptureFixture) -> None:
    """The log names it no fault of ours."""
    program = Program(person(Role.OFFICE))
    with connection.execute_wrapper(_Writes()), caplog.at_level(logging.WARNING, "sigai_web.api"):
        response = program.ask("post", "/runs", {"as_of": "2021-09"})
    logged = [(one.levelname, vars(one)["status_code"]) for one in caplog.records if one.message == "failed"]
    assert logged == [("WARNING", 507)]
    assert (response.status_code, response["Retry-After"]) == (507, str(RETRY_AFTER))
    assert response.json()["type"] == "urn:sigai:problem:W330"


def test_signing_in_says_so() -> None:
    person(Role.LEADER)
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(_Writes()):
        response = client.post("/sign-in", {"username": "leader", "password": PASSWORD})
    assert (response.status_code, response["Retry-After"]) == (507, str(RETRY_AFTER))
    page = response.content.decode()
    assert "磁盘已满" in page and "disk is full" in page


def test_a_page_that_was_open_is_read_on(filled: None) -> None:
    client = browser(person(Role.OFFICE))
    assert client.get("/targets").status_code == 200
    with connection.execute_wrapper(_Writes()):
        assert client.get("/targets").status_code == 200


def test_a_run_waits_and_loses_no_attempt(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run = request_run(SYSTEM, because="test")
    monkeypatch.setattr("sigai_web.runs.computing.keep_run", full_disk)
    for _ in range(4):
        jobs._attempt(Run.objects.get(pk=run.pk))
        found = Run.objects.get(pk=run.pk)
        assert (found.state, found.attempts, found.fault) == (Run.State.QUEUED, 0, "")
    monkeypatch.undo()
    jobs._attempt(Run.objects.get(pk=run.pk))
    assert Run.objects.get(pk=run.pk).state == Run.State.DONE


def test_the_worker_waits_and_goes_on(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its loop ends with an error of the database twice; then the disk has room."""
    run = request_run(SYSTEM, because="test")
    Run.objects.update(state=Run.State.RUNNING, attempts=2)
    done: list[str] = []

    def command(*_given: Any, **_named: Any) -> None:
        done.append("worked")
        if done.count("worked") < 3:
            raise full_database()

    monkeypatch.setattr(working, "call_command", command)
    monkeypatch.setattr(working.time, "sleep", lambda _seconds: done.append("waited"))
    monkeypatch.setattr(working.connection, "close", lambda: None)
    working._work_on(batch=False)
    assert done == ["worked", "waited", "worked", "waited", "worked"]
    assert Run.objects.get(pk=run.pk).state == Run.State.QUEUED


def test_a_sign_of_life_that_finds_no_room_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = iter([full_database(), None])

    def say() -> None:
        if error := next(beats):
            raise error
        WorkerBeat.objects.create(at=timezone.now())

    class Twice:
        def __init__(self) -> None:
            self.asked = 0

        def wait(self, _seconds: float) -> bool:
            self.asked += 1
            return self.asked == 2

    monkeypatch.setattr(working, "_say_alive", say)
    monkeypatch.setattr(working.connection, "close", lambda: None)
    working._beat(Twice())  # type: ignore[arg-type]
    assert WorkerBeat.objects.count() == 1
