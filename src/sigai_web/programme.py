"""The programme in force: loaded once per process from the content folder that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sigai.pipeline import plan_sentences, sound_programme
from sigai.programme import Programme


def current() -> Programme:
    """The programme that this system runs; UserError where its content has faults."""
    return _load(Path(settings.SIGAI_PROGRAMME))


def sentence(statement: str) -> str:
    """The plan's sentence behind a statement; empty where no document is named or its place is unknown."""
    plan: Path | None = settings.SIGAI_PLAN
    return _sentences(Path(settings.SIGAI_PROGRAMME), plan).get(statement, "") if plan else ""


@lru_cache(maxsize=2)
def _sentences(folder: Path, plan: Path) -> Mapping[str, str]:
    return plan_sentences(_load(folder), plan)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Programme:
    return sound_programme(folder)
