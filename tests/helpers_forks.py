"""Processes of their own that need not import the libraries anew.

A process that is started from nothing takes seconds to import what the engine builds upon, and a test may ask for
twenty. Here one process per test session imports it once, and every command begins as a fork of it: with its own
environment, arguments and output, and with nothing of the site imported. As a program, this file is that one process.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from helpers_repository import ROOT

_IMPORTED = (
    "sigai.pipeline",
    "statsforecast.models",
    "django.core.management",
    "django.db.models",
    "django.forms",
    "django.test",
    "gunicorn.app.wsgiapp",
)
"""What does not ask for settings when it is imported."""
_LONGEST = 1 << 20


class Forked:
    """One process: its number, and how it ended once it has."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told
        self._told.settimeout(None)
        self._lines = told.makefile("r", encoding="ascii")
        self.pid = int(self._lines.readline())
        self._ended: int | None = None

    def poll(self) -> int | None:
        """The code it ended with; None while it runs."""
        if self._ended is None and select.select([self._told], [], [], 0)[0]:
            self._end()
        return self._ended

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; TimeoutExpired where it takes longer."""
        if self._ended is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self._end()
        assert self._ended is not None
        return self._ended

    def _end(self) -> None:
        self._ended = int(self._lines.readline())
        self._lines.close()
        self._told.close()


def start(arguments: Sequence[str], environment: Mapping[str, str], stdout: Path, stderr: Path) -> Forked:
    """Begin what `python` with these arguments (`-m module …` or `-c code …`) does in the repository.

    It leads a group of processes of its own.
    """
    asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked.connect(_address())
    request = {
        "arguments": list(arguments),
        "environment": dict(environment),
        "folder": str(ROOT),
        "stdout": str(stdout),
        "stderr": str(stderr),
    }
    asked.send(json.dumps(request).encode())
    return Forked(asked)


def run(arguments: Sequence[str], environment: Mapping[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """The same to its end, with what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        stdout, stderr = Path(folder) / "stdout", Path(folder) / "stderr"
        begun = start(arguments, environment, stdout, stderr)
        try:
            code = begun.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(begun.pid, signal.SIGKILL)
            begun.wait()
            raise
        written = [file.read_text(encoding="utf-8") for file in (stdout, stderr)]
    return subprocess.CompletedProcess(list(arguments), code, *written)


@cache
def _address() -> str:
    """Where the process that has imported everything is asked; it ends with this one."""
    folder = tempfile.TemporaryDirectory(prefix="sigai-forks-")
    address = str(Path(folder.name) / "asked")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    listener.listen()
    given = {key: value for key, value in os.environ.items() if not key.startswith(("SIGAI_", "DJANGO_", "PYTEST_"))}
    server = subprocess.Popen(
        [sys.executable, __file__, str(listener.fileno())],
        env=given,
        stdin=subprocess.PIPE,
        pass_fds=[listener.fileno()],
    )
    listener.close()

    def end() -> None:
        server.communicate()
        folder.cleanup()

    atexit.register(end)
    return address


def _serve(listener: socket.socket) -> dict[str, Any]:
    """Fork for everybody who asks, until whoever started this is gone; returns in the forks alone, with the request."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        asked, _ = listener.accept()
        if os.fork():
            asked.close()
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        listener.close()
        request: dict[str, Any] = json.loads(asked.recv(_LONGEST))
        pid = os.fork()
        if not pid:
            asked.close()
            return request
        _tell(asked, pid)
    os._exit(0)


def _tell(asked: socket.socket, pid: int) -> None:
    """Say which process it is, and how it ended."""
    asked.send(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    try:
        asked.send(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    finally:
        os._exit(0)


def _become(request: Mapping[str, Any]) -> None:
    """Be the process that was asked for."""
    os.setsid()
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    for number, file in ((1, request["stdout"]), (2, request["stderr"])):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.path[:1] = ["", *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    kind, what, *arguments = request["arguments"]
    if kind == "-m":
        sys.argv = [what, *arguments]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    sys.argv = [kind, *arguments]
    main = sys.modules["__main__"] = ModuleType("__main__")
    exec(compile(what, "<string>", "exec"), vars(main))


def _end_after(work: Callable[[], None]) -> None:
    """End as an interpreter does, but for taking down all that was imported, which takes longer than most commands."""
    code = 0
    try:
        work()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    for _name in _IMPORTED:
        import_module(_name)
    gc.freeze()
    _request = _serve(socket.socket(fileno=int(sys.argv[1])))
    _end_after(lambda: _become(_request))
