"""What has ended and is kept for nobody: forgotten every night. Nothing that counts is among it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sigai_web.dashboards.evidence import forget_old
from sigai_web.decisions.sweeping import sweep_editions
from sigai_web.journal.changes import note
from sigai_web.ledgers.files import sweep as sweep_attachments
from sigai_web.maintenance.models import TIDIED
from sigai_web.maintenance.noting import keep_note
from sigai_web.maintenance.sweeping import sweep

TASKS_FOR = timedelta(days=7)
"""How long a task that was done or failed is kept, for whoever looks for a fault. Runs keep their own account."""


def tidy_up() -> dict[str, int]:
    """Forget sessions that ended, tasks that were done, evidence of old runs, files that nobody will read; how many.

    Runs with results, and all that the journal tells of, are kept: bulletins are made from them again.
    """
    counts = {"sessions": _forget_sessions(), "tasks": _forget_tasks(), "files": forget_files()}
    keep_note(TIDIED, **counts)
    return counts


def forget_files() -> int:
    """Remove files that nobody will read: what was never finished or named, editions that are not in force, evidence of
    old runs; how many of the first two."""
    forget_old()
    return sweep() + sweep_attachments() + sweep_editions()


@note
def _forget_sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@note
def _forget_tasks() -> int:
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASKS_FOR).delete()[0]
