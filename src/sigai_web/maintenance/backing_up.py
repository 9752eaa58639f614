"""One command that keeps everything, one that brings it back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from sigai import __version__
from sigai.base import Place, UserError
from sigai_web import programme
from sigai_web.api.models import ApiToken
from sigai_web.api.tokens import revoke_token
from sigai_web.journal.changes import change
from sigai_web.journal.problems import DERIVED_CHANGED
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.maintenance.archive import DATABASE, FILES, About, sweep_unfinished, unpack, writing
from sigai_web.maintenance.databases import copy_to, put_back, refuse_filled
from sigai_web.maintenance.models import BACKUP
from sigai_web.maintenance.noting import keep_note
from sigai_web.maintenance.problems import (
    BACKUP_INSIDE,
    BACKUP_NOWHERE,
    DATA_FORGED,
    JOURNAL_BROKEN,
    NEWER_BACKUP,
    NOT_EMPTY,
    OTHER_DATABASE,
)

_MADE_ANEW = frozenset({"static", "assets", "figures", "secret.txt", "setup.lock", "worker.lock"})
"""Of SIGAI_HOME: what is made anew from the rest, and the demonstration's own secret, not to be carried along."""
_UNFINISHED = (".part", ".tmp")
_RESTORING = ".sigai-restore-"
"""How the folder begins into which a backup is unpacked."""
_KEPT = frozenset({"attachments", "bulletins", "content", "runs"})
"""Of SIGAI_HOME: what a backup brings back. Anything else in one was planted."""


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds, or what was restored from one."""

    about: About
    files: int


def back_up(file: Path) -> BackupContents:
    """Write one archive of the database and of every file that it speaks of, while the system runs on.

    The database first: files are written before the rows that name them and never change, so whatever the copy of
    the database names is there to be added.
    """
    file = file.absolute()
    home = Path(settings.SIGAI_HOME).absolute()
    if file.is_relative_to(home):
        raise UserError([BACKUP_INSIDE.at(Place(str(file)), file=file)])
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise UserError([BACKUP_NOWHERE.at(Place(str(file)), folder=file.parent)])
    sweep_unfinished(file.parent)
    with writing(file) as archive, tempfile.TemporaryDirectory(prefix=".sigai-backup-", dir=file.parent) as folder:
        _tell_of_backup()
        copy = Path(folder) / DATABASE
        snapshot = copy_to(copy)
        archive.add(DATABASE, copy)
        for path in _own_files(home):
            archive.add(f"{FILES}/{path.relative_to(home).as_posix()}", path)
        content = programme.current()
        about = About(
            made_at=timezone.now().isoformat(timespec="seconds"),
            version=__version__,
            database=connection.vendor,
            programme=content.id,
            programme_digest=content.digest,
            journal_entries=snapshot.entries,
            journal_head=snapshot.head,
            migrations=snapshot.migrations,
        )
        archive.close(about, settings.SECRET_KEY)
    _note_backup(file)
    return BackupContents(about, len(archive.members) - 1)


def _note_backup(file: Path) -> None:
    """Read the backup as a restore would, and note it for the operator's page; UserError where it cannot be read."""
    size = round(file.stat().st_size / 1024**2, 1)
    keep_note(BACKUP, file=file.name, mb=size, readable=False)
    with tempfile.TemporaryDirectory(prefix=".sigai-backup-", dir=file.parent) as folder:
        unpack(file, Path(folder), settings.SECRET_KEY, _belongs)
    keep_note(BACKUP, file=file.name, mb=size, readable=True)


def _belongs(path: PurePosixPath) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return path.parts[0] in _KEPT and not hidden and path.suffix not in _UNFINISHED


def restore(file: Path, *, trusted: bool = False) -> BackupContents:
    """Bring a backup back into an empty system, migrate it to this version, and prove its journal and its data.

    The database comes last: until then there is nothing that the system would start on. Everybody signs in anew, and no
    token opens anything: the backup cannot know which were revoked since. One that is not signed by this installation
    is refused unless it is `trusted`.
    """
    home = Path(settings.SIGAI_HOME).absolute()
    home.mkdir(parents=True, exist_ok=True)
    refuse_filled()
    for cut_short in home.glob(f"{_RESTORING}*"):
        shutil.rmtree(cut_short)
    if strangers := [path.name for path in home.iterdir() if path.name not in _MADE_ANEW]:
        raise UserError([NOT_EMPTY.at(Place("SIGAI_HOME"), where=home / strangers[0])])
    # Inside the folder: its owner need not be able to write beside it, and files are moved, not copied.
    with tempfile.TemporaryDirectory(prefix=_RESTORING, dir=home) as unpacked:
        folder = Path(unpacked)
        about = unpack(file, folder, None if trusted else settings.SECRET_KEY, _belongs)
        _refuse_foreign(about)
        files = _move_files(folder / FILES, home)
        put_back(folder / DATABASE)
    call_command("migrate", interactive=False, verbosity=0)
    proof = prove(about.journal_head or None)
    if not proof.chain.unbroken:
        found = proof.chain
        broken = JOURNAL_BROKEN.at(Place(str(file)), fault=found.fault, entry=found.broken or "—")
        raise UserError([broken, *proof.faults])
    # What follows from the content is made anew by set-up: here it may be that of another edition.
    if forged := [fault for fault in proof.faults if fault.code != DERIVED_CHANGED.code]:
        raise UserError([DATA_FORGED.at(Place(str(file))), *forged])
    _tell_of_restoring(about)
    return BackupContents(about, files)


@change
def _tell_of_backup() -> None:
    append(SYSTEM, "system.backup", "backup", after={"version": __version__})


@change
def _tell_of_restoring(about: About) -> None:
    """The journal's entry, and the end of every session and token that the backup held."""
    Session.objects.all().delete()
    for token in ApiToken.objects.filter(revoked_at=None):
        revoke_token(SYSTEM, token)
    append(SYSTEM, "system.restore", "backup", after={"made_at": about.made_at, "head": about.journal_head})


def _own_files(home: Path) -> Iterator[Path]:
    database = str(Path(connection.settings_dict["NAME"]).absolute()) if connection.vendor == "sqlite" else None
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        skipped = (
            any(part.startswith(".") for part in inside.parts)
            or inside.parts[0] not in _KEPT
            or path.suffix in _UNFINISHED
            or (database is not None and str(path).startswith(database))
        )
        if not skipped and path.is_file() and not path.is_symlink():
            yield path


def _refuse_foreign(about: About) -> None:
    if about.database != connection.vendor:
        raise UserError([OTHER_DATABASE.at(Place("SIGAI_DATABASE"), given=about.database, here=connection.vendor)])
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := sorted(set(about.migrations) - known):
        raise UserError([NEWER_BACKUP.at(Place(), version=about.version, step=unknown[0])])


def _move_files(source: Path, home: Path) -> int:
    if not source.is_dir():
        return 0
    count = sum(path.is_file() for path in source.rglob("*"))
    for path in source.iterdir():
        shutil.move(path, home / path.name)
    return count
