"""The database as one file and back: SQLite's own copying, PostgreSQL's own tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from sigai.base import Place, UserError
from sigai_web.maintenance.problems import NO_TOOL, NOT_EMPTY, TOOL_FAILED

_HEAD = "SELECT number, digest FROM journal_head ORDER BY id"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
_SESSIONS = "django_session"
"""Whose keys open the running system: a copy must not carry them along."""
_INSTALLED = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the moment of the copy held: the head of the journal, and every step of migration."""

    entries: int
    head: str
    migrations: tuple[str, ...]


def copy_to(file: Path) -> Snapshot:
    """Copy the database as it stands at one moment, while others work on."""
    return _dump(file) if connection.vendor == "postgresql" else _copy_sqlite(file)


def refuse_filled() -> None:
    """UserError where the database holds tables already."""
    if connection.vendor == "postgresql":
        if connection.introspection.table_names():
            raise UserError([NOT_EMPTY.at(Place("SIGAI_DATABASE"), where=connection.settings_dict["NAME"])])
    elif _sqlite_file().exists():
        raise UserError([NOT_EMPTY.at(Place("SIGAI_DATABASE"), where=_sqlite_file())])


def put_back(file: Path) -> None:
    """Make an empty database what the copy was: wholly or not at all."""
    if connection.vendor == "postgresql":
        _run_tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file))
        return
    target = _sqlite_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(file, beside)
    beside.chmod(0o600)
    beside.replace(target)


def _copy_sqlite(file: Path) -> Snapshot:
    """All pages in one step: a reader among SQLite's writers, whom it does not stop. Open sessions stay behind."""
    with (
        closing(sqlite3.connect(f"{_sqlite_file().as_uri()}?mode=ro", uri=True, timeout=20)) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA secure_delete=ON")
        target.execute(f"DELETE FROM {_SESSIONS}")  # noqa: S608 - our own name
        target.commit()
        return _snapshot(target.execute(_HEAD).fetchall(), target.execute(_MIGRATIONS).fetchall())


def _dump(file: Path) -> Snapshot:
    """pg_dump in the very moment in which the head is read."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        cursor.execute(_HEAD)
        heads = cursor.fetchall()
        cursor.execute(_MIGRATIONS)
        steps = cursor.fetchall()
        without = f"--exclude-table-data={_SESSIONS}"
        _run_tool("pg_dump", "--format=custom", "--no-owner", without, f"--snapshot={moment}", f"--file={file}")
    return _snapshot(heads, steps)


def _snapshot(heads: list[tuple[int, str]], steps: list[tuple[str, str]]) -> Snapshot:
    number, digest = heads[0] if heads else (0, "")
    return Snapshot(number, digest, tuple(f"{app}.{name}" for app, name in steps))


def _sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"]).absolute()


def _run_tool(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools on our database; the password goes by the environment, where `ps` shows none."""
    given = connection.settings_dict
    named = {"host": given["HOST"], "port": given["PORT"], "username": given["USER"], "dbname": given["NAME"]}
    options = [f"--{name}={value}" for name, value in named.items() if value]
    done = subprocess.run(  # noqa: S603 - no shell; the tool's own path
        [_tool(tool), *options, "--no-password", *arguments],
        env={**os.environ, **_demanded(), "PGPASSWORD": str(given["PASSWORD"]), "LC_MESSAGES": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = " ".join(done.stderr.split())[:300]
        raise UserError([TOOL_FAILED.at(Place("SIGAI_DATABASE"), tool=tool, reason=reason)])


def _demanded() -> dict[str, str]:
    """What the address demands of the connection, as PostgreSQL's tools read it: TLS as the system itself."""
    options = connection.settings_dict.get("OPTIONS", {})
    names = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
    return {f"PG{name.upper()}": str(options[name]) for name in names if name in options}


def _tool(name: str) -> str:
    """The newest that is installed: an older one refuses a newer server."""
    versions = sorted(
        _INSTALLED.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]) if path.parts[-3].isdecimal() else 0
    )
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise UserError([NO_TOOL.at(Place("SIGAI_DATABASE"), tool=name)])
    return found
