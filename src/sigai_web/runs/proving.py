"""What the journal proves of calculations and bulletins: their rows, and through the digests in them their files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django_tasks_db.models import DBTaskResult

from sigai.pipeline import content_digest
from sigai_web.journal.declaring import NamedFile, declare, declare_files, declare_left_out
from sigai_web.runs.models import Bulletin, Run, WorkerBeat, content_folder


def say() -> None:
    """Say it; called when the app is ready."""
    declare(Run, rows=_finished)
    declare(Bulletin)
    declare_files(Run, _files_of_runs)
    declare_files(Bulletin, lambda: [bulletin.named_file() for bulletin in Bulletin.objects.order_by("pk")])
    declare_left_out(WorkerBeat, "a sign of life")
    declare_left_out(DBTaskResult, "a queue without content: the worker does what the table of runs says")


def _finished() -> models.QuerySet[models.Model]:
    """Runs with results; others wait, work or failed, and nothing rests on them."""
    return Run.objects.filter(state=Run.State.DONE)


def _files_of_runs() -> Iterable[NamedFile]:
    """Their results, and the content that they were made with."""
    for run in Run.objects.filter(state=Run.State.DONE).order_by("pk"):
        yield from run.named_files()
    made_with = Run.objects.filter(state=Run.State.DONE).order_by().values_list("programme_digest", flat=True)
    for digest in made_with.distinct():
        yield NamedFile(content_folder() / digest, "run", f"programme_digest={digest}", digest, content_digest)
