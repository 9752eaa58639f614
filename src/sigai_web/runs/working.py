"""The worker's process: one for each installation; takes up what a dead one left, says that it is alive, works."""

from __future__ import annotations

import gc
import logging
import threading
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sigai.base import Place
from sigai.pipeline import get_ready
from sigai_web import programme
from sigai_web.alone import alone
from sigai_web.journal.changes import note
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import SYSTEM
from sigai_web.messages import sending
from sigai_web.outages import RETRY_AFTER, passing
from sigai_web.runs.calculating import request_run
from sigai_web.runs.jobs import carry_out_waiting, fail, put_off
from sigai_web.runs.models import Run, WorkerBeat
from sigai_web.runs.problems import SECOND_WORKER
from sigai_web.runs.results import newest
from sigai_web.store.reading import as_data, marks_now

BEAT_EVERY = 20
"""Seconds."""
ALIVE_WITHIN = timedelta(minutes=2)
_LOG = logging.getLogger("sigai_web.runs")
_MOST_ATTEMPTS = 3
_LOOK_EVERY = 0.3
"""Seconds between two looks for work."""


def work(*, batch: bool = False) -> None:
    """Work until told to end; with `batch`, until nothing is left to do. UserError where a worker runs already."""
    lock = Path(settings.SIGAI_HOME) / "worker.lock"
    with alone(lock, SECOND_WORKER.at(Place(str(lock)))):
        get_ready()
        _keep_collector_off()
        stop = threading.Event()
        beating = threading.Thread(target=_beat, args=(stop,), daemon=True)
        beating.start()
        try:
            _work_on(batch=batch)
        finally:
            stop.set()
            beating.join()


def _work_on(*, batch: bool) -> None:
    """Work, and where the database is away or the disk is full wait until it is not: nobody need start the worker."""
    waited = False
    while True:
        try:
            if waited:
                _release()
            take_up()
            as_data(programme.current())  # figures are laid down as Parquet: the first change need not wait for it
            call_command("db_worker", interval=_LOOK_EVERY, batch=batch, startup_delay=False, reload=False, verbosity=0)
        except (Error, OSError) as error:
            if batch or not passing(error):
                raise
            _LOG.warning("the worker waits for the database or the disk", exc_info=error)
        else:
            return
        waited = True
        connection.close()
        time.sleep(RETRY_AFTER)


def _release() -> None:
    """What was at work when the disk or the database failed waits again, without an attempt less."""
    for run in Run.objects.filter(state=Run.State.RUNNING):
        put_off(run)


def _keep_collector_off() -> None:
    """What is there for good need not be looked through for garbage, and a calculation makes many short-lived objects:
    both together are a twentieth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def take_up() -> None:
    """Let what a dead worker left begin again, and ask for a run where the store is newer than all results.

    Results are written whole or not at all, so what was begun can simply be done anew. A run that died three times is
    given up, and says so; after one that failed none is asked for here: it would fail at every start.
    """
    _forget_tasks_of_the_dead()
    for run in Run.objects.filter(state=Run.State.RUNNING):
        if run.attempts >= _MOST_ATTEMPTS:
            fail(run, "三次计算都中途停止，请查看日志 / it died three times: see the log")
        else:
            _queue_again(run)
    if Run.objects.filter(state=Run.State.QUEUED).exists():
        carry_out_waiting.enqueue()
    elif _newer_than_results():
        request_run(SYSTEM, because="start")
    sending.take_up()


@note
def _forget_tasks_of_the_dead() -> None:
    DBTaskResult.objects.running().delete()


@note
def _queue_again(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(state=Run.State.QUEUED, stage="")


def worker_alive() -> bool:
    """Whether the worker said so within two minutes. A sign that lies ahead is from before the clock was set back."""
    now = timezone.now()
    return WorkerBeat.objects.filter(at__range=(now - ALIVE_WITHIN, now + ALIVE_WITHIN)).exists()


def _newer_than_results() -> bool:
    """Whether figures, records or states were written that the results that count have not read, and that none was
    asked to read in vain."""
    last = Run.objects.exclude(state=Run.State.MERGED).first()
    if last is not None and last.state == Run.State.FAILED:
        return False
    with snapshot() as cursor:
        now = marks_now(cursor)
    done = newest()
    read = done.marks if done else {}
    return any(mark > read.get(name, 0) for name, mark in asdict(now).items() if name != "journal")


def _beat(stop: threading.Event) -> None:
    while True:
        try:
            _say_alive()
        except (Error, OSError) as error:
            _LOG.warning("no sign of life could be written", exc_info=error)
            connection.close()
        if stop.wait(BEAT_EVERY):
            break
    connection.close()


@note
def _say_alive() -> None:
    WorkerBeat.objects.update_or_create(pk=1, defaults={"at": timezone.now()})
