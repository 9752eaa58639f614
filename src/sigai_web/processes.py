"""Several processes as one: started together, ended together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import FrameType

_PATIENCE = 20
"""Seconds between the request to end and the end."""


def module(*arguments: str) -> list[str]:
    """The command that runs `python -m …` with this interpreter."""
    return [sys.executable, "-m", *arguments]


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run all until one of them ends, or this process is told to (Ctrl-C, SIGTERM); then end the rest.

    Returns 0 where it was told to, and otherwise what the one that ended by itself returned, or 1.
    """
    told = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    children = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own commands
    try:
        while not told.wait(0.2) and all(child.poll() is None for child in children):
            pass
        ended = next((child.returncode for child in children if child.poll() is not None), 0)
        return 0 if told.is_set() else ended or 1
    finally:
        _end(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
