"""The operator's page and what a program that watches reads: everything that can come to a stop, with what to do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpers_web import browser, person
from sigai import __version__
from sigai_web.journal.writing import SYSTEM
from sigai_web.maintenance import tidying, watching, words
from sigai_web.maintenance.models import BACKUP, TIDIED, KeepingNote
from sigai_web.maintenance.noting import keep_note
from sigai_web.messages.models import Delivery, Message
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run, WorkerBeat

pytestmark = pytest.mark.django_db
KEY = "k" * 40


@pytest.fixture(autouse=True)
def _all_is_well(filled: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    settings.SIGAI_MONITOR = KEY
    monkeypatch.setattr(watching, "LITTLE_SPACE", 1)
    WorkerBeat.objects.create(at=timezone.now())
    keep_note(BACKUP, file="2026-11-25.tar.gz", mb=1.5, readable=True)


def said() -> list[str]:
    return sorted(issue.code for issue in watching.issues(watching.readings()))


def older(name: str, **ago: int) -> None:
    KeepingNote.objects.filter(name=name).update(at=timezone.now() - timedelta(**ago))


def test_all_is_well() -> None:
    assert said() == []


def test_a_worker_that_is_silent() -> None:
    WorkerBeat.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert said() == ["W332"]
    WorkerBeat.objects.all().delete()
    assert said() == ["W332"]


def test_a_calculation_that_waits_or_failed() -> None:
    run = request_run(SYSTEM, because="test")
    assert said() == []
    Run.objects.update(requested_at=timezone.now() - timedelta(hours=1))
    assert said() == ["W333"]
    Run.objects.update(state=Run.State.FAILED, fault="a secret path", finished_at=timezone.now())
    assert said() == ["W334"]
    page = browser(person(Role.SYSTEM_ADMINISTRATOR)).get("/operation").content.decode()
    assert f"第 {run.pk} 次" in page and "secret path" not in page


def test_a_backup_that_is_missing_old_or_unreadable(settings: Any) -> None:
    older(BACKUP, hours=25)
    assert said() == []
    older(BACKUP, hours=27)
    assert said() == ["W337"]
    settings.SIGAI_BACKUP_HOURS = 200
    assert said() == []
    keep_note(BACKUP, file="x.tar.gz", mb=1.5, readable=False)
    assert said() == ["W338"]
    KeepingNote.objects.all().delete()
    assert said() == ["W336"]


def test_messages_that_are_not_handed_over(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    user = person(Role.ENTERPRISE_REPORTER)
    message = Message.objects.create(user=user, kind="?", key="?", address="/", by="office", day=date(2021, 11, 7))
    one = Delivery.objects.create(message=message, way="mail", goes_at=timezone.now())
    assert said() == []
    Delivery.objects.update(outcome="ConnectionRefusedError")
    assert said() == ["W335"], "tried once, in vain"
    Delivery.objects.update(outcome="")
    assert said() == []
    Delivery.objects.update(goes_at=timezone.now() + timedelta(hours=3), at=timezone.now() - timedelta(hours=3))
    assert said() == [], "it waits for the digest of the day"
    Delivery.objects.update(goes_at=timezone.now() - timedelta(hours=3))
    assert said() == ["W335"]
    one.state = Delivery.State.FAILED
    one.at = timezone.now()
    one.save()
    assert said() == ["W335"]


def test_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LITTLE_SPACE", 1 << 62)
    assert said() == ["W340"]


def test_a_night_that_was_not_tidied() -> None:
    keep_note(TIDIED, sessions=1)
    assert said() == []
    older(TIDIED, hours=37)
    assert said() == ["W339"]


def test_a_site_of_some_days_that_was_never_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    KeepingNote.objects.filter(name=TIDIED).delete()
    assert said() == []
    monkeypatch.setattr(watching, "_TIDIED_WITHIN", timedelta(seconds=-1))
    assert said() == ["W348"]


def test_a_program_reads_the_same_with_its_key_only(settings: Any) -> None:
    def asked(key: str) -> Any:
        return Client().get("/health/operation", headers={"Authorization": key})

    answer = asked(f"Bearer {KEY}")
    page = answer.json()
    assert (answer.status_code, page["healthy"], page["issues"], page["version"]) == (200, True, [], __version__)
    assert {one.name for one in watching.readings()} < set(page)
    for wrong in ("", "Bearer ", f"Bearer {KEY}x", KEY, f"bearer {KEY}", "Bearer \u00e9"):
        assert asked(wrong).status_code == 404
    settings.SIGAI_MONITOR = ""
    assert asked("Bearer ").status_code == 404


def test_an_error_is_503_for_a_program_and_a_warning_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LITTLE_SPACE", 1 << 62)
    program = {"Authorization": f"Bearer {KEY}"}
    assert Client().get("/health/operation", headers=program).status_code == 200
    KeepingNote.objects.all().delete()
    answer = Client().get("/health/operation", headers=program)
    assert answer.status_code == 503
    shown = browser(person(Role.SYSTEM_ADMINISTRATOR)).get("/operation?format=json")
    assert shown.status_code == 200, "a page of the site answers a person"
    for said_by in (answer, shown):
        assert [(one["code"], one["severity"]) for one in said_by.json()["issues"]] == [
            ("W336", "error"),
            ("W340", "warning"),
        ]


def test_every_figure_has_its_words() -> None:
    tidying.tidy_up()
    shown = {name for one in watching.readings() for name in one.figures}
    assert shown <= set(words.FIGURES)


def test_tidying_forgets_what_ended_and_nothing_else() -> None:
    now = timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    run = request_run(SYSTEM, because="test")
    before = DBTaskResult.objects.ready().count()
    for days in (1, 8):
        DBTaskResult.objects.create(
            task_path="x",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            status="SUCCESSFUL",
            finished_at=now - timedelta(days=days),
        )
    counts = tidying.tidy_up()
    assert (counts["sessions"], counts["tasks"]) == (1, 1)
    assert [one.session_key for one in Session.objects.exclude(session_key__startswith="x")][:1] == ["new"]
    assert DBTaskResult.objects.ready().count() == before
    assert Run.objects.get() == run
