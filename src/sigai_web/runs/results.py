"""The results of a finished run, as pages and documents read them: opened once per process, never changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from sigai import programme_or_error
from sigai.base import Period, Place, UserError
from sigai.pipeline import content_digest, open_run, seen_from
from sigai.programme import Programme
from sigai.progress import Chase, chase, method_at
from sigai.reports import FinishedRun, View
from sigai_web import programme
from sigai_web.journal.files import as_kept
from sigai_web.journal.problems import NOT_SERVED
from sigai_web.runs.models import Run, content_folder
from sigai_web.store.reading import Marks

_TURN = threading.Lock()


@dataclass(frozen=True, eq=False)
class Results:
    """One finished run: its row, its tables, and everything arranged for pages (`view`, `chase`)."""

    run: Run
    finished: FinishedRun
    view: View

    @property
    def marks(self) -> Marks:
        """How far the store had come when the run read it: with them its data can be read again."""
        return Marks(**self.run.marks)

    def seen(self, month: Period, against: Period | None) -> Results:
        """The same run as seen from an earlier month, compared with another one or the month before."""
        return _seen(self, month, against)

    @cached_property
    def chase(self) -> Chase | None:
        """Who is worth chasing at the run's month; None where no method of progress was in force then.

        Worked out once for a run, whose tables never change: it is most of the work of the pages that show it.
        """
        finished = self.finished
        method = method_at(finished.programme.progress, finished.as_of.last)
        if method is None:
            return None
        return chase(
            finished.progress, finished.results, finished.effects, as_of=finished.as_of, method=method.estimates
        )


def newest() -> Run | None:
    """The run whose results count: of the finished ones those of the latest month, of these the last.

    Whoever looks back at an earlier month has it computed without changing what everybody else sees.
    """
    return Run.objects.filter(state=Run.State.DONE).order_by("-as_of", "-pk").first()


def current() -> Results | None:
    """The results that count; None before the first. One query; the tables are kept in memory."""
    run = newest()
    return of(run) if run else None


def of_month(month: Period) -> Results | None:
    """The newest finished run that knows a month; None where none does."""
    run = Run.objects.filter(state=Run.State.DONE, as_of__gte=str(month)).first()
    return of(run) if run else None


def of(run: Run) -> Results:
    """The results of one finished run, with the content that it was made with; UserError where they are not as kept.

    After every acceptance there are new ones, and many may ask for them together: one opens, the others wait for it.
    """
    with _TURN:
        return _open(run, run.finished_at)


@lru_cache(maxsize=3)
def _open(run: Run, _finished: datetime | None) -> Results:
    """The time tells a run from one of the same number in a database that was put in this one's place."""
    for file in run.named_files():
        if not as_kept(file):
            raise _not_as_kept(f"{run}: {file.path.name}")
    finished = open_run(run.folder, _content(run.programme_digest)).finished
    return Results(run, finished, View(finished))


@lru_cache(maxsize=4)
def _seen(results: Results, month: Period, against: Period | None) -> Results:
    finished = _seen_from(results, month)
    return Results(results.run, finished, View(finished, _seen_from(results, against) if against else None))


@lru_cache(maxsize=6)
def _seen_from(results: Results, month: Period) -> FinishedRun:
    return seen_from(results.finished, month)


def _content(digest: str) -> Programme:
    now = programme.current()
    return now if now.digest == digest else _earlier(content_folder() / digest)


@lru_cache(maxsize=2)
def _earlier(folder: Path) -> Programme:
    if content_digest(folder) != folder.name:
        raise _not_as_kept(f"content {folder.name[:12]}")
    found: Programme = programme_or_error(folder, earlier=True)
    return found


def _not_as_kept(name: str) -> UserError:
    return UserError([NOT_SERVED.at(Place(), name=name)])
