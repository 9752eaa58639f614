"""The programme in force: loaded once per process from the content folder that the settings name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sigai.pipeline import sound_programme
from sigai.programme import Programme


def current() -> Programme:
    """The programme that this system runs; UserError where its content has faults."""
    return _load(Path(settings.SIGAI_PROGRAMME))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Programme:
    return sound_programme(folder)
