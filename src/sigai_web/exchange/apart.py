"""Files that people send are read in a process apart, few at a time, so that pages are answered meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sigai.base import Bounds, OutOfBoundsError, Place, UserError, confined, preload
from sigai_web.problems import UPLOAD_TOO_MUCH, UPLOADS_WAITING

T = TypeVar("T")

BOUNDS = Bounds(processor=10, clock=50, memory=512)
"""Far more than a file takes that is not refused for its size."""

AT_ONCE = 1
"""So many files are read at a time for each server process."""

AT_MOST = 3
"""So many are read or wait for it: less than a server process has threads, so that one is left for pages."""

_PATIENCE = 10.0
"""Seconds that a file waits for others."""

_reading = threading.BoundedSemaphore(AT_ONCE)
_waiting = threading.BoundedSemaphore(AT_MOST)

preload("sigai.ledgers", "sigai_web.exchange")


def read_apart(place: Place, function: Callable[..., T], *arguments: Any, bounds: Bounds | None = None) -> T:
    """What `function(*arguments)` makes of the file at `place`; UserError where it takes more time or memory than
    `bounds` (W035; BOUNDS where none are given), or too many are waiting (W036)."""
    if not _waiting.acquire(blocking=False):
        raise UserError([UPLOADS_WAITING.at(place)])
    try:
        if not _reading.acquire(timeout=_PATIENCE):
            raise UserError([UPLOADS_WAITING.at(place)])
        try:
            return confined(function, *arguments, bounds=bounds or BOUNDS)
        except OutOfBoundsError as error:
            raise UserError([UPLOAD_TOO_MUCH.at(place)]) from error
        finally:
            _reading.release()
    finally:
        _waiting.release()
