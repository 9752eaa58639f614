"""What only one process of an installation may do at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sigai.base import Issue, UserError


@contextmanager
def alone(file: Path, otherwise: Issue) -> Iterator[None]:
    """Hold the lock of a file; UserError with the issue where another process holds it. The system frees it however the
    process ends."""
    with file.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UserError([otherwise]) from error
        yield
