"""The site that is tortured: a real server, a real worker, a database, and what stands in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from helpers_forks import run
from helpers_processes import PATH, Installation, Server, own_database
from helpers_waiting import PATIENCE
from torture.book import DEEDS, Duty, Stored
from torture.clients import FORM
from torture.disk import small_disk

_PROGRAMME = """
import sys, django
from pathlib import Path
django.setup()
from helpers_web import web_programme
web_programme(Path(sys.argv[1]))
"""
_TODAY = "2023-12-20"
_SECRET = "0Torture8of1one2site3and4its5processes6and7its9backups-xyz"
_SERVER_PROCESSES = 2
_PARTS = 10_000
_UNFINISHED = "SELECT count(*) FROM run WHERE state IN ('queued', 'running')"
_MOST_LINES = 5


@dataclass
class Site:
    """One installation with its processes."""

    installation: Installation
    has_small_disk: bool
    server: Server = field(init=False)
    worker: subprocess.Popen[bytes] | None = None
    _seen: dict[Path, int] = field(default_factory=dict)
    """How far each log was looked through."""

    def __post_init__(self) -> None:
        self.server = Server(self.installation)

    def fill(self, writers: int, each: int) -> list[dict[str, Any]]:
        """Set it up with enterprises and people; of each writer the tokens (`filling`)."""
        done = self.installation.run("setup")
        if done.returncode:
            raise RuntimeError(done.stderr)
        code = f"import json\nfrom torture.filling import fill\nprint(json.dumps(fill({writers}, {each})))"
        tokens: list[dict[str, Any]] = json.loads(self.installation.python(code, PYTHONPATH=PATH).splitlines()[-1])
        return tokens

    def start_server(self) -> None:
        """Start the server and wait until it answers."""
        self.server.start(_SERVER_PROCESSES)

    def end_server(self) -> None:
        """Tell the server to end, and wait until it has."""
        if (process := self.server.process) is not None:
            os.kill(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)
            self.server.process = None

    def server_processes(self) -> list[int]:
        """Those that answer requests: children of the one that leads them."""
        assert self.server.process is not None
        leader = self.server.process.pid
        return [int(child) for child in Path(f"/proc/{leader}/task/{leader}/children").read_text().split()]

    def start_worker(self) -> None:
        """Start the background worker."""
        command = [sys.executable, "-m", "sigai_web", "worker"]
        with self._worker_log.open("ab") as log:
            given = self.installation.environment
            self.worker = subprocess.Popen(command, env=given, stdout=log, stderr=log, start_new_session=True)

    def end_worker(self, number: signal.Signals) -> None:
        """End the worker by a signal to its whole group, and wait until it has ended."""
        if self.worker is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.worker.pid, number)
            self.worker.wait(PATIENCE)
            self.worker = None

    def faults_of_processes(self) -> list[str]:
        """Which of the processes that should run have ended."""
        every = {"the server": self.server.process, "the worker": self.worker}
        return [
            f"{name} ended by itself"
            for name, process in every.items()
            if process is None or process.poll() is not None
        ]

    @property
    def unfinished_runs(self) -> int:
        """How many calculations wait or are at work."""
        return int(self.installation.rows(_UNFINISHED)[0][0])

    def faults_of_runs(self) -> list[str]:
        """Calculations that failed or never ended; and whether the newest results hold every figure."""
        told = [
            f"calculation {number} is {state} ({fault})"
            for number, state, fault in self.installation.rows(
                "SELECT id, state, fault FROM run WHERE state NOT IN ('done', 'merged') ORDER BY id"
            )
        ]
        marks = self.installation.rows("SELECT marks FROM run WHERE state = 'done' ORDER BY id DESC LIMIT 1")
        read = _json(marks[0][0])["figure"] if marks else 0
        ((last,),) = self.installation.rows("SELECT max(revision) FROM figure_revision")
        return told if read == last else [*told, f"results hold the figures up to {read}, the store has {last}"]

    def faults_of_proof(self) -> list[str]:
        """What the proof of journal and data finds."""
        done = self.installation.sigai("journal", "verify")
        return [] if done.returncode == 0 else [f"the proof does not hold: {done.stdout}{done.stderr}"]

    def stored(self) -> Stored:
        """What stands of all that writers can have sent."""
        stored, rows = Stored(), self.installation.rows
        for entity, period, measure, value in rows("SELECT entity, period, measure, value FROM figure_revision"):
            if entity.startswith("T"):
                stored.figures[(Duty(entity, period), measure, Decimal(value) / _PARTS)] += 1
        steps = "SELECT s.reporter, s.period, t.action FROM sheet_step t JOIN sheet s ON s.id = t.sheet_id"
        for reporter, period, action in rows(steps):
            stored.steps[(Duty(reporter, period), action)] += 1
        actions = ", ".join(f"'sheet.{deed}'" for deed in DEEDS)
        for about, action in rows(f"SELECT about, action FROM journal_entry WHERE action IN ({actions})"):
            period, reporter = about.removeprefix(f"sheet:{FORM}/").split("/")
            stored.journal[(Duty(reporter, period), action.removeprefix("sheet."))] += 1
        return stored

    def faults_in_logs(self) -> Iterator[str]:
        """What server and worker logged since the last look that tells of a fault of ours, the first lines of it."""
        for log in (self._server_log, self._worker_log):
            seen = self._seen.get(log, 0)
            text = log.read_bytes()[seen:] if log.exists() else b""
            self._seen[log] = seen + len(text)
            bad = [line for line in text.decode(errors="replace").splitlines() if is_fault(line)]
            yield from (f"{log.name}: {line[:400]}" for line in bad[:_MOST_LINES])
            if len(bad) > _MOST_LINES:
                yield f"{log.name}: {len(bad) - _MOST_LINES} further lines like these"

    @property
    def _server_log(self) -> Path:
        home = self.installation.home
        return home.parent / f"{home.name}.server.log"

    @property
    def _worker_log(self) -> Path:
        return self.installation.home.parent / "worker.log"


def is_fault(line: str) -> bool:
    """Whether a line of a log tells of a fault: a traceback, or an error that is neither a refusal that passes nor
    gunicorn's word on a process of its own that was killed."""
    try:
        told = json.loads(line)
    except ValueError:
        return "Traceback" in line
    if told.get("level") not in ("ERROR", "CRITICAL") or told.get("logger") == "gunicorn.error":
        return False
    return told.get("status_code") not in (503, 507)


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """A site in a folder, on a small disk where the machine gives one; all its processes end with it."""
    home, programme = folder / "home", folder / "programme"
    settings = {"DJANGO_SETTINGS_MODULE": "sigai_web.settings.testing", "PYTHONPATH": PATH}
    given = {key: value for key, value in os.environ.items() if not key.startswith("SIGAI_")}
    written = run(["-c", _PROGRAMME, str(programme)], {**given, **settings}, PATIENCE)
    if written.returncode:
        raise RuntimeError(written.stderr)
    with own_database() as database, small_disk(home) as mounted:
        more = {"SIGAI_SECRET": _SECRET, "SIGAI_TODAY": _TODAY}
        made = Site(Installation(home, programme, database, more), mounted)
        try:
            yield made
        finally:
            made.server.kill()
            made.end_worker(signal.SIGKILL)


def _json(value: Any) -> Any:
    """PostgreSQL gives what SQLite keeps as a text."""
    return json.loads(value) if isinstance(value, str) else value
