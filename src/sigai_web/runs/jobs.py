"""What the worker does in the background."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from sigai.base import UserError
from sigai_web.journal.changes import note
from sigai_web.outages import passing
from sigai_web.runs.computing import carry_out
from sigai_web.runs.models import Run

_AGAIN_AFTER = timedelta(seconds=30)
_LOG = logging.getLogger("sigai_web.runs")


@task()
def carry_out_waiting() -> None:
    """Do the newest waiting run of each month; it does the work of all that wait with it."""
    waiting = list(Run.objects.filter(state=Run.State.QUEUED).order_by("-pk"))
    newest = {run.as_of: run for run in reversed(waiting)}
    for run in newest.values():
        others = [other.pk for other in waiting if other.as_of == run.as_of and other.pk != run.pk]
        _merge(others, run)
        _attempt(run)


@note
def _merge(others: Sequence[int], into: Run) -> None:
    Run.objects.filter(pk__in=others).update(state=Run.State.MERGED, into=into, finished_at=timezone.now())


def _attempt(run: Run) -> None:
    """Carry a run out; what goes wrong stands on its page, never in silence.

    What passes (the database is away, the disk is full) is no fault of the run: it waits again, and no attempt is used
    up.
    """
    try:
        carry_out(run)
    except UserError as error:
        fail(run, "\n".join(f"{issue.text('zh')} / {issue.text('en')}" for issue in error.issues))
    except Exception as error:
        if passing(error):
            _LOG.warning("run %s waits for the database or the disk", run.pk, exc_info=error)
            put_off(run)
            carry_out_waiting.using(run_after=timezone.now() + _AGAIN_AFTER).enqueue()
            return
        _LOG.exception("run %s failed", run.pk)
        fail(run, "系统内部错误，详见日志 / an internal fault: see the log")


@note
def put_off(run: Run) -> None:
    """Let a run that was stopped by no fault of its own wait again; the attempt does not count."""
    before = Run.objects.get(pk=run.pk).attempts
    Run.objects.filter(pk=run.pk).update(state=Run.State.QUEUED, stage="", attempts=max(before - 1, 0))


@note
def fail(run: Run, fault: str) -> None:
    """A run that could not be done, with why."""
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, fault=fault, finished_at=timezone.now())
