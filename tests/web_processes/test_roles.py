"""Two roles of PostgreSQL, as deploy/postgresql.sql makes them: the one that runs the system cannot undo its guard."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from helpers_processes import Installation
from helpers_repository import ROOT
from helpers_waiting import PATIENCE

SERVER = os.environ.get("SIGAI_TEST_DATABASE", "")
PRODUCTION = {
    "SIGAI_MODE": "production",
    "SIGAI_SECRET": "q3Vt8xLr-Zk0pW7sYbN2cJ5hGmD9fA4eU6iO1jXvTqRnBwKyPzMdHs",
    "SIGAI_HOSTS": "127.0.0.1",
    "SIGAI_HTTPS": "off",
}
pytestmark = pytest.mark.skipif(not SERVER, reason="SQLite has no roles")


@pytest.fixture(scope="module")
def addresses() -> Iterator[tuple[str, str]]:
    """Of the database that the file makes: as its owner, and as the role that runs the system."""
    name = f"run_{uuid4().hex[:8]}"
    statements = (ROOT / "deploy" / "postgresql.sql").read_text(encoding="utf-8")
    statements = "\n".join(
        line for line in statements.splitlines() if not line.startswith(("--", "\\if", "\\el", "\\endif"))
    )
    statements = statements.replace(":'owner_password'", "'owner'").replace(":'password'", "'runner'")
    statements = re.sub(r"\bsigai\b", name, statements.replace("sigai_owner", f"owner_{name}"))
    first, second = statements.split(f"\\connect {name}")
    as_owner, as_runner = (
        re.sub(r"//[^@]*@", f"//{role}@", SERVER).rsplit("/", 1)[0] + f"/{name}" for role in (f"owner_{name}", name)
    )
    with psycopg.connect(SERVER, autocommit=True) as server:
        for statement in filter(str.strip, first.split(";")):
            server.execute(statement)  # type: ignore[arg-type]
        with psycopg.connect(f"{SERVER.rsplit('/', 1)[0]}/{name}", autocommit=True) as database:
            database.execute(second)  # type: ignore[arg-type]
        yield as_owner, as_runner
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        server.execute(f'DROP ROLE "{name}"')  # type: ignore[arg-type]
        server.execute(f'DROP ROLE "owner_{name}"')  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(
    addresses: tuple[str, str], tmp_path_factory: pytest.TempPathFactory, programme_folder: Path
) -> tuple[Installation, Installation]:
    """One installation as its owner, who set it up, and as the role that runs it."""
    home = tmp_path_factory.mktemp("roles") / "home"
    owner, runner = (Installation(home, programme_folder, address, dict(PRODUCTION)) for address in addresses)
    done = owner.run("setup")
    assert done.returncode == 0, done.stderr
    return owner, runner


def test_the_role_that_runs_the_system_can_do_its_work(made: tuple[Installation, Installation], tmp_path: Path) -> None:
    _, runner = made
    for command in (("first-accounts",), ("worker", "--batch"), ("remind",), ("backup", str(tmp_path / "b.tar.gz"))):
        done = runner.run(*command)
        assert done.returncode == 0, done.stderr
        assert "W018" not in done.stderr
    verified = runner.sigai("journal", "verify")
    assert verified.returncode == 0, verified.stdout


def test_health_and_the_server_say_whether_it_could_drop_the_triggers(made: tuple[Installation, Installation]) -> None:
    for installation, droppable in zip(made, (True, False), strict=True):
        with installation.serving() as server:
            try:
                with urllib.request.urlopen(f"{server.address}/health", timeout=PATIENCE) as answer:
                    said = json.load(answer)
            except urllib.error.HTTPError as silent:  # no worker is running
                said = json.load(silent)
            assert said["append_only"] is True
            assert said["notes"]["triggers_droppable"] is droppable
            log = server.log
        server._log.unlink()
        assert ("W018" in log) is droppable, log


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER figure_revision_refuse_update ON figure_revision",
        "ALTER TABLE figure_revision DISABLE TRIGGER ALL",
        "TRUNCATE journal_entry",
        "DROP TABLE figure_revision CASCADE",
        "CREATE OR REPLACE FUNCTION sigai_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE OR REPLACE VIEW figure_current AS SELECT * FROM figure_revision",
        "CREATE TRIGGER x BEFORE INSERT ON figure_revision EXECUTE FUNCTION sigai_append_only()",
        "SET session_replication_role = replica",
        "UPDATE journal_entry SET actor = 'x'",
    ],
)
def test_it_cannot_undo_what_guards_the_data(made: tuple[Installation, Installation], statement: str) -> None:
    _, runner = made
    with psycopg.connect(runner.database, autocommit=True) as program, pytest.raises(psycopg.Error):
        program.execute(statement)  # type: ignore[arg-type]


def test_set_up_says_in_words_that_it_wants_the_owner(made: tuple[Installation, Installation]) -> None:
    _, runner = made
    refused = runner.run("setup")
    assert (refused.returncode, "W019" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)
