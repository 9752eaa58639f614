"""Several processes as one: told to end, all end; where one ends by itself, so do the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers_waiting import PATIENCE

CODE = '''
import sys
from sigai_web.processes import run_together
stays = """
import os, pathlib, signal, sys
file = pathlib.Path(sys.argv[1])
file.with_suffix(".part").write_text(str(os.getpid()))
file.with_suffix(".part").rename(file)
while True:
    signal.pause()
"""
ends = """
import pathlib, sys, time
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.05)
sys.exit(int(sys.argv[2]))
"""
first, *ending = sys.argv[1:]
commands = [[sys.executable, "-c", stays, first], *([sys.executable, "-c", ends, first, code] for code in ending)]
sys.exit(run_together(commands))
'''


def start(file: Path, *ending: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CODE, str(file), *ending])


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_end_when_told(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "stays"
    together = start(file)
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert together.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    assert is_alive(int(file.read_text()))
    os.kill(together.pid, number)
    assert together.wait(PATIENCE) == 0
    assert not is_alive(int(file.read_text()))


@pytest.mark.parametrize(("code", "expected"), [("3", 3), ("0", 1)])
def test_all_end_with_one_that_ends_by_itself(tmp_path: Path, code: str, expected: int) -> None:
    """The other one stands, for all that it is told, until it is ended."""
    file = tmp_path / "stays"
    assert start(file, code).wait(PATIENCE) == expected
    assert not is_alive(int(file.read_text()))
