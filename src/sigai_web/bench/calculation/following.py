"""The parts of the measurement: a city calculated once, a worker, acceptances and the results that follow them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long something took, and how much processor time, which is much the same on a machine that others use too."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.processor:.1f} s CPU)"


def prepare(data: Path, enterprises: int) -> Seconds:
    """A demonstration of so many enterprises in a store of its own, calculated once; how long that took."""
    make(programme.current(), data, enterprises=enterprises, months=MONTHS, seed=1)
    fill_store(data)
    run = request_run(SYSTEM, because="bench")
    begun, worked = time.perf_counter(), time.process_time()
    carry_out(run)
    return Seconds(time.perf_counter() - begun, time.process_time() - worked)


def accept_all(worker: int) -> Iterator[tuple[str, Seconds]]:
    """Accept the forms that wait for it one after the other; of each how long it is until results show it, and how much
    the worker (by the number of its process) did for it."""
    for sheet in Sheet.objects.filter(state=Sheet.State.APPROVED).order_by("pk"):
        assignment = find(register(), sheet.form, sheet.period, sheet.reporter)
        if assignment is None:
            continue
        services.accept(Actor("bench-office", ""), assignment, seen=sheet.version)
        begun, worked = time.perf_counter(), processor_seconds(worker)
        _wait_for(partial(shown, FigureRevision.objects.latest("revision").revision))
        yield str(sheet), Seconds(time.perf_counter() - begun, processor_seconds(worker) - worked)


def processor_seconds(process: int) -> float:
    """The processor time of a process that is at work, all its threads together."""
    # The second field is the program's name in brackets, in which there may be spaces.
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")


def shown(revision: int) -> bool:
    """Whether the results that pages read know of a revision of figures."""
    results = current()
    return results is not None and results.marks.figure >= revision


@contextmanager
def working() -> Iterator[int]:
    """The worker as a process, ready, by its number; ended afterwards, however the measurement went."""
    worker = subprocess.Popen([sys.executable, "-m", "sigai_web", "worker"], stdout=subprocess.DEVNULL)
    try:
        _wait_for(worker_alive)
        yield worker.pid
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
