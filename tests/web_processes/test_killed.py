"""`kill -9` in the middle of an upload, an approval, an acceptance and a run: nothing is ever half done.

Real processes on a real database file or server. Server (`helpers_killing`) and worker kill themselves at an exact
moment.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers_forks import run
from helpers_processes import PATH, Installation, Server
from helpers_reporting import KEY
from helpers_waiting import PATIENCE

ADDRESS = "/reporting/" + "/".join(KEY)
PEOPLE = """
import json
from helpers_web import browser
from sigai_web.accounts.models import User
names = ("enterprise-reporter", "area-approver", "office")
cookies = {name: browser(User.objects.get(username=name)).cookies for name in names}
print(json.dumps({name: {each.key: each.value for each in jar.values()} for name, jar in cookies.items()}))
"""
TEMPLATE = """
import sys
from helpers_reporting import assignment
from sigai_web.reporting.arranging import arranged
from sigai_web.reporting.workbooks import workbook
mine = assignment()
sys.stdout.buffer.write(workbook(arranged(mine, {key: ("7", "") for key in mine.cells})).hex().encode())
"""
DYING_WORKER = """
import django, os, signal, sys
django.setup()
from sigai_web.runs import computing
from sigai_web.runs.working import work
moment, tell, keep = sys.argv[1], computing._tell, computing.keep_run
def come(to):
    if to == moment:
        os.kill(os.getpid(), signal.SIGKILL)
def told(run, stage):
    tell(run, stage)
    come(stage)
def kept(*given, **named):
    keep(*given, **named)
    come("kept")
computing._tell, computing.keep_run = told, kept
work(batch=True)
"""
"""A worker that kills itself when a run begins its indicators, or when its results are kept and no row says so."""
STATE = (
    "SELECT state, version FROM sheet",
    "SELECT entity, measure, text FROM sheet_cell ORDER BY entity, measure",
    "SELECT count(*) FROM sheet_step",
    "SELECT count(*) FROM figure_revision",
    "SELECT count(*) FROM run",
    "SELECT action, count(*) FROM journal_entry WHERE action LIKE 'sheet.%' OR action LIKE 'figure.%' "
    "OR action = 'run.request' GROUP BY action ORDER BY action",
)


class Story:
    """One sheet's way to acceptance on a server that dies at every step, twice."""

    def __init__(self, installation: Installation, server: Server) -> None:
        self.installation, self.server = installation, server
        self.cookies: dict[str, dict[str, str]] = json.loads(installation.python(PEOPLE, PYTHONPATH=PATH))

    def state(self) -> list[list[tuple[Any, ...]]]:
        return [self.installation.rows(query) for query in STATE]

    def sheet(self) -> tuple[str, str]:
        """State and version."""
        ((state, version),) = self.installation.rows(STATE[0])
        return state, str(version)

    def post(self, who: str, what: str, file: bytes = b"", **data: str) -> int | None:
        return self.server.post(f"{ADDRESS}/{what}", self.cookies[who], data, file)

    def dies(self, moment: str, who: str, what: str, file: bytes = b"", **data: str) -> None:
        self.server.kill()
        self.server.start(killed_at=moment)
        assert self.post(who, what, file, **data) is None, self.server.log
        assert self.server.process is not None
        assert self.server.process.wait(PATIENCE) == -signal.SIGKILL


@pytest.fixture
def story(installation: Installation) -> Iterator[Story]:
    server = Server(installation)
    yield Story(installation, server)
    server.kill()


def test_a_server_that_is_killed_leaves_all_or_nothing(story: Story, tmp_path: Path) -> None:
    installation = story.installation
    installation.more["TMPDIR"] = str(tmp_path)
    file = bytes.fromhex(installation.python(TEMPLATE, PYTHONPATH=PATH))
    nothing = story.state()

    story.dies("upload", "enterprise-reporter", "upload", file)
    assert story.state() == nothing
    assert list(tmp_path.glob("sigai-upload-*"))
    swept = installation.python("from sigai_web.maintenance.sweeping import sweep; print(sweep(older_than=0))")
    assert int(swept) >= 1
    assert not list(tmp_path.glob("sigai-upload-*"))

    story.dies("draft@written", "enterprise-reporter", "upload", file)
    assert story.state() == nothing
    story.dies("draft@committed", "enterprise-reporter", "upload", file)
    assert story.sheet()[0] == "draft"
    assert [text for *_, text in story.state()[1]] == ["7", "7"]

    story.server.start()
    assert story.post("enterprise-reporter", "save", action="submit", version=story.sheet()[1]) == 302
    for deed, who, done in (("approve", "area-approver", "approved"), ("accept", "office", "accepted")):
        before, version = story.state(), story.sheet()[1]
        action = f"sheet.{deed}"
        story.dies(f"{action}@written", who, deed, version=version)
        assert story.state() == before
        story.dies(f"{action}@committed", who, deed, version=version)
        assert story.sheet()[0] == done
    (figures,) = installation.rows("SELECT count(*) FROM figure_revision WHERE period = '2021-10' AND value = 70000")
    assert figures == (2,)
    assert installation.rows("SELECT state FROM run") == [("queued",)]

    good = installation.sigai("journal", "verify")
    assert good.returncode == 0, good.stdout
    done_run = installation.run("worker", "--batch")
    assert done_run.returncode == 0, done_run.stderr
    assert installation.rows("SELECT state FROM run") == [("done",)]


def test_a_worker_that_is_killed_takes_the_run_up_again(installation: Installation) -> None:
    installation.python(
        "from sigai_web.journal.writing import SYSTEM\n"
        "from sigai_web.runs.calculating import request_run\n"
        "request_run(SYSTEM, because='test')"
    )
    for moment in ("indicators", "kept"):
        settings = {"DJANGO_SETTINGS_MODULE": "sigai_web.settings.site"}
        died = run(["-c", DYING_WORKER, moment], {**installation.environment, **settings}, PATIENCE)
        assert died.returncode == -signal.SIGKILL
        assert installation.rows("SELECT state FROM run") == [("running",)]
    finished = installation.run("worker", "--batch")
    assert finished.returncode == 0, finished.stderr
    assert installation.rows("SELECT state FROM run") == [("done",)]
    entries = installation.rows("SELECT count(*) FROM journal_entry WHERE action = 'run.finish'")
    assert entries == [(1,)]
    opened = "from sigai_web.runs import results; print(results.current().run.pk)"
    assert installation.python(opened) == "1"
    installation.python("from sigai_web.maintenance.sweeping import sweep; sweep(older_than=0)")
    assert [path.name for path in (installation.home / "runs").iterdir()] == ["1"]
    assert installation.sigai("journal", "verify").returncode == 0
