"""The health page: what it asks, and that each fault is named without a word too many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers_repository import ROOT
from sigai import __version__
from sigai_web.journal import triggers
from sigai_web.maintenance import health
from sigai_web.runs.models import WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker() -> None:
    cache.clear()
    WorkerBeat.objects.create(at=timezone.now())


def asked() -> tuple[int, set[str]]:
    response = Client().get("/health")
    answer = response.json()
    assert set(answer) == {"healthy", "notes", *health.CHECKS}
    assert set(answer["notes"]) == set(health.NOTES)
    return response.status_code, {name for name in health.CHECKS if not answer[name]}


def test_all_is_well() -> None:
    assert asked() == (200, set())


def test_a_worker_that_is_silent_for_two_minutes() -> None:
    WorkerBeat.objects.update(at=timezone.now() - timedelta(seconds=121))
    assert asked() == (503, {"worker"})


def test_a_missing_trigger() -> None:
    triggers.remove(connection, "figure_revision")
    assert asked() == (503, {"append_only"})


def test_a_trigger_of_the_same_name_that_refuses_nothing() -> None:
    triggers.remove(connection, "figure_revision")
    triggers.install(connection, "figure_revision")
    assert asked() == (200, set())
    table, name = "figure_revision", "figure_revision_refuse_update"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute("CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION idle()")
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT 1; END")
    assert asked() == (503, {"append_only"})


def test_a_step_of_migration_that_was_not_taken() -> None:
    recorder = MigrationRecorder(connection)
    name = recorder.migration_qs.filter(app="runs").last().name
    recorder.record_unapplied("runs", name)
    cache.clear()
    assert asked() == (503, {"migrated"})


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_SPACE", 1 << 62)
    assert asked() == (503, {"disk"})


def test_a_database_that_answers_but_takes_no_write() -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE")):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        assert asked() == (503, {"database"})
    assert asked() == (200, set())


def test_asking_often_writes_seldom() -> None:
    asked()
    with CaptureQueriesContext(connection) as queries:
        asked()
    assert not [each for each in queries.captured_queries if each["sql"].startswith(("INSERT", "UPDATE"))]


def test_a_folder_that_takes_no_file(settings: Any, tmp_path: Any) -> None:
    settings.SIGAI_HOME = tmp_path / "gone"
    assert asked() == (503, {"disk"})


def test_little_room_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LITTLE_SPACE", 1 << 62)
    assert asked() == (200, set())
    assert Client().get("/health").json()["notes"]["little_room"] is True


def test_nothing_that_a_stranger_should_not_know() -> None:
    response = Client().get("/health")
    assert __version__ not in response.content.decode()
    assert all(isinstance(value, bool | dict) for value in response.json().values())


def test_content_that_cannot_be_read(settings: Any, tmp_path: Any) -> None:
    settings.SIGAI_PROGRAMME = tmp_path
    assert asked() == (503, {"programme"})


def test_every_check_is_documented() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in (*health.CHECKS, *health.NOTES) if f"| `{name}` |" not in page] == []
