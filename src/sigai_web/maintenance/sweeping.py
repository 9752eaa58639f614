"""What a process that was killed leaves lying: unfinished files, which nothing will ever read."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

OLDER_THAN = 3600
"""Seconds. What is younger may belong to a request or a run at work."""
_FOLDERS = ("sigai-upload-", ".sigai-backup-", ".sigai-restore-")
_UNFINISHED = (".part", ".tmp")


def sweep(older_than: float = OLDER_THAN) -> int:
    """Remove unfinished files and folders from the system's own places; how many went. Server and worker start so."""
    before = time.time() - older_than
    swept = 0
    for path in _leftovers():
        try:
            if path.lstat().st_mtime >= before:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except FileNotFoundError:
            continue
        swept += 1
    return swept


def _leftovers() -> Iterator[Path]:
    for place in (Path(tempfile.gettempdir()), Path(settings.SIGAI_HOME).absolute().parent):
        for path in sorted(place.iterdir()):
            if path.name.startswith(_FOLDERS):
                yield path
    for path in sorted(Path(settings.SIGAI_HOME).rglob("*")):
        if path.suffix in _UNFINISHED or path.name.startswith("."):
            yield path
