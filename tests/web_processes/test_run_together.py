"""Several processes as one: told to end, all end; where one ends by itself, so do the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CODE = '''
import sys
from sigai_web.processes import run_together
beat = """
import pathlib, sys, time
while True:
    pathlib.Path(sys.argv[1]).write_text(str(time.time()))
    time.sleep(0.05)
"""
ends = "import sys, time; time.sleep(0.5); sys.exit(int(sys.argv[1]))"
first, *ending = sys.argv[1:]
commands = [[sys.executable, "-c", beat, first], *([sys.executable, "-c", ends, code] for code in ending)]
sys.exit(run_together(commands))
'''


def start(file: Path, *ending: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CODE, str(file), *ending])


def beats(file: Path) -> bool:
    """Whether the first process still writes."""
    before = file.read_text() if file.exists() else ""
    time.sleep(0.4)
    return file.exists() and file.read_text() != before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_end_when_told(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "beat"
    together = start(file)
    end = time.monotonic() + 20
    while not beats(file) and time.monotonic() < end:
        pass
    os.kill(together.pid, number)
    assert together.wait(20) == 0
    assert not beats(file)


@pytest.mark.parametrize(("code", "expected"), [("3", 3), ("0", 1)])
def test_all_end_with_one_that_ends_by_itself(tmp_path: Path, code: str, expected: int) -> None:
    file = tmp_path / "beat"
    assert start(file, code).wait(20) == expected
    assert not beats(file)
