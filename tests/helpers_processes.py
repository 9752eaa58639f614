"""Installations of the web system in folders and databases of their own, with real processes."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from helpers_forks import Forked, run, start
from helpers_repository import ROOT
from helpers_waiting import PATIENCE

PATH = os.pathsep.join([str(ROOT / "tests"), str(ROOT / "src")])
"""What a process needs on its path to import the tests' helpers."""
_ANOTHER = ["-m", "gunicorn", "--config", "python:sigai_web.serving"]
_AS_DECLARED = """
import sys, tomllib
from importlib.metadata import EntryPoint
from sigai.cli import main
declared = tomllib.load(open(sys.argv.pop(1), "rb"))["project"]["entry-points"]
main.entry_points = lambda group: [EntryPoint(name, value, group) for name, value in declared[group].items()]
main.main()
"""


@dataclass
class Installation:
    """One installation: where it lies, and how its commands are run."""

    home: Path
    programme: Path
    database: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        given = {key: value for key, value in os.environ.items() if not key.startswith(("SIGAI_", "DJANGO_"))}
        place = {
            "SIGAI_MODE": "demonstration",
            "SIGAI_HOME": str(self.home),
            "SIGAI_PROGRAMME": str(self.programme),
            "SIGAI_DATABASE": self.database or f"sqlite:///{self.home / 'sigai.sqlite3'}",
        }
        given["GUNICORN_CMD_ARGS"] = f"--timeout {PATIENCE}"  # a server that is only slow is not to be ended
        return {**given, **place, **self.more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return run(["-m", "sigai_web", *arguments], {**self.environment, **more}, PATIENCE)

    def python(self, code: str, **more: str) -> str:
        """What a few lines print in a process in which Django is set up."""
        begin = "import django; django.setup()\n"
        settings = {"DJANGO_SETTINGS_MODULE": "sigai_web.settings.site"}
        done = run(["-c", begin + code], {**self.environment, **settings, **more}, PATIENCE)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def sigai(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The `sigai` command with the further commands that pyproject.toml declares, as an installed package has."""
        declared = ["-c", _AS_DECLARED, str(ROOT / "pyproject.toml"), *arguments]
        return run(declared, {**self.environment, "SIGAI_LANG": "zh"}, PATIENCE)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database itself answers."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.home / "sigai.sqlite3", timeout=PATIENCE)) as connection:
            return connection.execute(query).fetchall()

    @contextmanager
    def serving(self, **more: str) -> Iterator[Server]:
        """The real server on a free port, ready; ended afterwards, however it stands."""
        server = Server(self, more)
        try:
            server.start()
            yield server
        finally:
            server.kill()


@dataclass
class Server:
    """A server that can be killed and started again."""

    installation: Installation
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | Forked | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.installation.home.parent / f"{self.installation.home.name}.server.log"

    def start(self, workers: int = 1, *, killed_at: str = "", application: str = "") -> None:
        """Start it; `killed_at` names the moment at which it kills itself (`helpers_killing`), `application` one of the
        tests in place of the site's own."""
        application = "helpers_killing:application" if killed_at else application
        self.port = self.port or free_port()
        bind = f"127.0.0.1:{self.port}"
        given = {**self.installation.environment, **self.more, **_of_the_tests(application, killed_at)}
        if application:
            self.process = start([*_ANOTHER, "--bind", bind, application], given, self._log, self._log)
        else:
            self.process = self._served(["--bind", bind, "--workers", str(workers)], given)
        self._wait()

    def _served(self, arguments: Sequence[str], given: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """The server as an installation starts it, from nothing."""
        serve = [sys.executable, "-m", "sigai_web", "serve", *arguments]
        with self._log.open("ab") as log:
            return subprocess.Popen(serve, env=given, stdout=log, stderr=log, start_new_session=True)

    def post(self, path: str, cookies: Mapping[str, str], data: Mapping[str, str], file: bytes = b"") -> int | None:
        """Send a form as a signed-in browser does, with a file where one is given; the status, or None where the
        server died over it."""
        kind, body = _encoded(data, file)
        token = "t" * 32
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in {**cookies, "csrftoken": token}.items())}
        given |= {"X-CSRFToken": token, "Content-Type": kind}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, given)
            return connection.getresponse().status
        except (HTTPException, OSError):
            return None
        finally:
            connection.close()

    def kill(self) -> None:
        """`kill -9` of the server and of its workers, which it leads as a group of its own."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process is not None
            assert self.process.poll() is None, self.log
            try:
                with urllib.request.urlopen(f"{self.address}/health", timeout=PATIENCE):
                    return
            except urllib.error.HTTPError:
                return  # it answers, if only that something is missing
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the server was not ready within {PATIENCE} s\n{self.log}")


def _of_the_tests(application: str, moment: str) -> dict[str, str]:
    if not application:
        return {}
    return {"SIGAI_TEST_KILL": moment, "PYTHONPATH": PATH, "DJANGO_SETTINGS_MODULE": "sigai_web.settings.site"}


def _encoded(data: Mapping[str, str], file: bytes) -> tuple[str, bytes]:
    if not file:
        return "application/x-www-form-urlencoded", urlencode(data).encode()
    mark = "sigai-boundary"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    return f"multipart/form-data; boundary={mark}", head.encode() + file + f"\r\n--{mark}--\r\n".encode()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def own_database(like: str = "") -> Iterator[str]:
    """The address of a new database on the PostgreSQL server of the tests, empty or `like` another.

    An empty text where the tests run on SQLite: then each installation has a file of its own.
    """
    server = os.environ.get("SIGAI_TEST_DATABASE")
    if not server:
        yield ""
        return
    name = f"sigai_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        template = f' TEMPLATE "{like.rsplit("/", 1)[1]}"' if like else ""
        connection.execute(f'CREATE DATABASE "{name}"{template}')
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
