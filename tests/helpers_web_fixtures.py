"""Fixtures of the tests that run the web in this process: the invented programme, an empty cache, its small data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection

from helpers_decisions import decided_content
from helpers_filling import fill
from helpers_programme import write_programme
from helpers_web import person, web_programme
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.decisions.editions import KeptDecisions
from sigai_web.journal import triggers
from sigai_web.permissions import Role
from sigai_web.programme import NONE_DECIDED, DecidedUpTo
from sigai_web.reporting import completeness
from sigai_web.store import history


class _FromNone(KeptDecisions):
    """Every test begins with an empty database: that nothing was decided need not be asked, as by a process that
    works for a while already."""

    def __init__(self) -> None:
        self._asked = False

    def latest(self) -> DecidedUpTo:
        if not self._asked:
            self._asked = True
            return NONE_DECIDED
        return super().latest()


def remember_nothing() -> None:
    """What this process keeps of a database is of an empty one."""
    for name in ("default", "parts"):
        caches[name].clear()
    shutil.rmtree(history.folder().path, ignore_errors=True)
    completeness.forget()


@pytest.fixture(scope="session")
def programme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return web_programme(tmp_path_factory.mktemp("web") / "programme")


@pytest.fixture(autouse=True)
def invented_programme(programme_folder: Path, settings: Any) -> Iterator[None]:
    """The programme of the web's tests; a command that a test runs here may write for its owner only, no later test."""
    kept = os.umask(0o022)
    os.umask(kept)
    settings.SIGAI_PROGRAMME = programme_folder
    programme.forget()
    programme.decisions_come_from(_FromNone())
    remember_nothing()
    yield
    os.umask(kept)


@pytest.fixture
def filled(db: None, programme_folder: Path) -> None:
    """A store with the small data."""
    fill(programme_folder)


@pytest.fixture
def committing(transactional_db: None) -> Iterator[None]:
    """A database in which transactions really end. Its rows can only be cleared with the triggers away; the migration
    signal of the clearing puts them back."""
    yield
    for table in triggers.protected_tables():
        triggers.remove(connection, table)


@pytest.fixture
def decided_programme(settings: Any, tmp_path: Path, invented_programme: None) -> Path:
    """A programme of one's own, about which something can be decided."""
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "git", decided_content())
    settings.SIGAI_HOME = tmp_path / "home"
    settings.SIGAI_HOME.mkdir()
    return Path(settings.SIGAI_PROGRAMME)


@pytest.fixture
def people(filled: None) -> tuple[User, User]:
    """Two of the office: one who asks, another who decides."""
    return person(Role.OFFICE, name="one"), person(Role.OFFICE, name="other")
