"""The health page: what it asks, and that each fault is named without a word too many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from helpers_repository import ROOT
from sigai_web.journal import triggers
from sigai_web.keeping import health
from sigai_web.runs.models import WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker() -> None:
    WorkerBeat.objects.create(at=timezone.now())


def asked() -> tuple[int, set[str]]:
    response = Client().get("/health")
    answer = response.json()
    assert set(answer) == {"healthy", "version", "notes", *health.CHECKS}
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


def test_content_that_cannot_be_read(settings: Any, tmp_path: Any) -> None:
    settings.SIGAI_PROGRAMME = tmp_path
    assert asked() == (503, {"programme"})


def test_every_check_is_documented() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in (*health.CHECKS, *health.NOTES) if f"| `{name}` |" not in page] == []
