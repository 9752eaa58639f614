"""Real processes on databases of their own: the invented programme, filled and with an account for every role."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from helpers_processes import PATH, Installation, own_database
from helpers_web import web_programme

SECRET = {"SIGAI_SECRET": "0Tests8of1processes2of3one4installation5and6its7backups9-xyz"}
"""One for all: a backup is taken by the installation that signed it."""

_FILL = """
from helpers_web import PASSWORD, SCOPES, web_data
from sigai_web.accounts.models import User
from sigai_web.accounts.services import change_password, grant, open_account
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import ROLES, Role
from sigai_web.store.importing import import_data
import_data(web_data())
for role in Role:
    name, scope = role.replace("_", "-"), SCOPES[ROLES[role].scope][0]
    user = User.objects.filter(username=name).first() or open_account(
        SYSTEM, username=name, name="某人", proposals=[(role, scope)]
    )
    for membership in user.memberships.filter(granted_at__isnull=True):
        grant(SYSTEM, membership)
    change_password(SYSTEM, User.objects.get(pk=user.pk), PASSWORD)
"""
Install = Callable[[str], Installation]


@pytest.fixture(scope="session")
def programme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return web_programme(tmp_path_factory.mktemp("processes") / "programme")


@pytest.fixture(scope="session")
def filled_installation(tmp_path_factory: pytest.TempPathFactory, programme_folder: Path) -> Iterator[Installation]:
    """Set up and filled once; each test works on a copy of its own."""
    with own_database() as database:
        made = Installation(tmp_path_factory.mktemp("filled") / "home", programme_folder, database, dict(SECRET))
        done = made.run("setup")
        assert done.returncode == 0, done.stderr
        made.python(_FILL, PYTHONPATH=PATH)
        yield made


@pytest.fixture
def install(tmp_path: Path, programme_folder: Path) -> Iterator[Install]:
    """Makes empty installations by name, each with a database of its own."""
    with ExitStack() as stack:

        def make(name: str) -> Installation:
            return Installation(tmp_path / name, programme_folder, stack.enter_context(own_database()), dict(SECRET))

        yield make


@pytest.fixture
def installation(filled_installation: Installation, tmp_path: Path) -> Iterator[Installation]:
    """One that is set up and filled, this test's own."""
    home = tmp_path / "home"
    shutil.copytree(filled_installation.home, home)
    with own_database(like=filled_installation.database) as database:
        yield Installation(home, filled_installation.programme, database, dict(SECRET))
