"""Editions that nothing uses any more: trials of requests, and what was in force before the last decision."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import timedelta

from sigai_web import programme
from sigai_web.runs.models import Run

YOUNG = timedelta(days=1)
"""What is younger may belong to a request, a trial or a calculation at work, and so may all that were in force when
something was decided less long ago."""


def sweep_editions(older_than: timedelta = YOUNG) -> int:
    """Remove the editions that are not in force and that no run names; how many. Any of them is made again from content
    and decisions where it is asked for."""
    before = time.time() - older_than.total_seconds()
    used = {programme.freshen(surely=True).folder.name, *_named()}
    if programme.last_decided() > before:  # asked after: who finds that a bell was missed rings it
        return 0
    swept = 0
    for folder in programme.editions().glob("*/"):
        if folder.name in used or folder.name.startswith("."):
            continue
        with suppress(FileNotFoundError):  # another process was quicker
            if folder.stat().st_mtime <= before:
                shutil.rmtree(folder)
                swept += 1
    return swept


def _named() -> set[str]:
    return set(Run.objects.exclude(programme_digest="").values_list("programme_digest", flat=True).distinct())
