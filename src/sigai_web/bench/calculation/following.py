"""The parts of the measurement: a city calculated once, a worker, acceptances and the results that follow them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sigai.demonstration import make
from sigai_web import programme
from sigai_web.demonstration import fill_store
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.reporting import services
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.results import current
from sigai_web.runs.working import worker_alive
from sigai_web.store.models import FigureRevision

MONTHS = 21
_PATIENCE = 120
_LOOK_EVERY = 0.05


def prepare(data: Path, enterprises: int) -> float:
    """A demonstration of so many enterprises in a store of its own, calculated once; that calculation's seconds."""
    make(programme.current(), data, enterprises=enterprises, months=MONTHS, seed=1)
    fill_store(data)
    run = request_run(SYSTEM, because="bench")
    begun = time.perf_counter()
    carry_out(run)
    return time.perf_counter() - begun


def accept_all() -> Iterator[tuple[str, float]]:
    """Accept the forms that wait for it one after the other; of each the seconds until results show it."""
    for sheet in Sheet.objects.filter(state=Sheet.State.APPROVED).order_by("pk"):
        assignment = find(register(), sheet.form, sheet.period, sheet.reporter)
        if assignment is None:
            continue
        services.accept(Actor("bench-office", ""), assignment, seen=sheet.version)
        begun = time.perf_counter()
        _wait_for(partial(shown, FigureRevision.objects.latest("revision").revision))
        yield str(sheet), time.perf_counter() - begun


def shown(revision: int) -> bool:
    """Whether the results that pages read know of a revision of figures."""
    results = current()
    return results is not None and results.marks.figure >= revision


@contextmanager
def working() -> Iterator[None]:
    """The worker as a process, ready; ended afterwards, however the measurement went."""
    worker = subprocess.Popen([sys.executable, "-m", "sigai_web", "worker"], stdout=subprocess.DEVNULL)
    try:
        _wait_for(worker_alive)
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def _wait_for(there: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not there():
        if time.monotonic() > until:
            raise SystemExit(f"not within {_PATIENCE} s")
        time.sleep(_LOOK_EVERY)
