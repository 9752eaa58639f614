"""The file that a backup is: a compressed tar whose last member lists every other with its digest.

A file that was cut off has no list, and is refused. The list is signed with a key of the installation: who can write
where backups lie can replace one, but not make one that is taken.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import re
import shutil
import tarfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sigai.base import Place, UserError, digest_file
from sigai_web.maintenance.problems import BACKUP_EXISTS, NOT_A_BACKUP, NOT_SIGNED, STRANGE_FILE

FORMAT = 1
DATABASE = "database"
FILES = "files"
_LIST = "backup.json"
_SIGNATURE = "backup.sig"
_PURPOSE = b"sigai backup"
_UNFINISHED = re.compile(r"\..+\.\d+\.part|\.sigai-backup-.*")
_OLDER_THAN = 3600
"""Seconds. What is younger may belong to a backup at work."""


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself."""

    made_at: str
    version: str
    database: str
    programme: str
    programme_digest: str
    journal_entries: int
    journal_head: str
    migrations: tuple[str, ...]


class Writer:
    """Adds files to an archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, file: Path) -> None:
        """One file under a name; one that is gone by now is left out."""
        try:
            digest, size = digest_file(file), file.stat().st_size
            with file.open("rb") as stream:
                self._put(name, size, stream)
        except FileNotFoundError:
            return
        self.members[name] = {"size": size, "sm3": digest}

    def close(self, about: About, key: str) -> None:
        """Write the list, and its signature."""
        page = {"format": FORMAT, **asdict(about), "members": self.members}
        content = json.dumps(page, ensure_ascii=False, indent=1).encode()
        self._put(_LIST, len(content), io.BytesIO(content))
        signed = _signature(content, key)
        self._put(_SIGNATURE, len(signed), io.BytesIO(signed))

    def _put(self, name: str, size: int, stream: Any) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, stream)


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """A new archive, readable by its owner only; it has its name once it is whole."""
    if file.exists():
        raise UserError([BACKUP_EXISTS.at(Place(str(file)), file=file)])
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream,
            tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as tar,
        ):
            yield Writer(tar)
        with unfinished.open("rb") as whole:
            os.fsync(whole.fileno())
        os.link(unfinished, file)
    except FileExistsError as error:
        raise UserError([BACKUP_EXISTS.at(Place(str(file)), file=file)]) from error
    finally:
        unfinished.unlink(missing_ok=True)


def sweep_unfinished(folder: Path) -> int:
    """Remove what killed backups left beside the others: each is a copy of the whole database."""
    before, swept = time.time() - _OLDER_THAN, 0
    for path in sorted(folder.iterdir()):
        if not _UNFINISHED.fullmatch(path.name) or path.is_symlink() or path.stat().st_mtime >= before:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        swept += 1
    return swept


def unpack(file: Path, folder: Path, key: str | None, belongs: Callable[[PurePosixPath], bool]) -> About:
    """Unpack an archive into a folder and prove every member; UserError where anything is not as it was listed, where
    the list is not signed with the key (None: that does not matter), or where a file does not belong in a backup.
    """
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            _extract(tar, folder)
        content = (folder / _LIST).read_bytes()
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise _refused(file, f"{type(error).__name__}: {error}") from error
    about, made_with, members = _listed(file, content)
    if made_with != FORMAT:
        raise _refused(file, f"format {made_with}")
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del found[_LIST]
    signature = found.pop(_SIGNATURE, None)
    if key is not None and (
        signature is None or not hmac.compare_digest(signature.read_bytes(), _signature(content, key))
    ):
        raise UserError([NOT_SIGNED.at(Place(str(file)), file=file.name)])
    if found.keys() != members.keys():
        raise _refused(file, ", ".join(sorted(found.keys() ^ members.keys())[:3]))
    for name in sorted(found):
        path = PurePosixPath(name)
        if name != DATABASE and (path.parts[0] != FILES or not belongs(path.relative_to(FILES))):
            raise UserError([STRANGE_FILE.at(Place(str(file)), name=name)])
    for name, member in members.items():
        if found[name].stat().st_size != member["size"] or digest_file(found[name]) != member["sm3"]:
            raise _refused(file, f"{PurePosixPath(name)}: SM3")
    return about


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the members of an archive into a folder. A backup holds plain files only, each once: a link that leads
    nowhere bad here could do so where it is moved to. (`tarfile`'s own filters came with Python 3.11.4.)"""
    for member in tar:
        path = PurePosixPath(member.name)
        stream = tar.extractfile(member) if member.isfile() else None
        if stream is None or path.is_absolute() or ".." in path.parts:
            raise tarfile.ExtractError(member.name)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            shutil.copyfileobj(stream, written)


def _listed(file: Path, content: bytes) -> tuple[About, Any, Mapping[str, Mapping[str, Any]]]:
    """What the list of an archive says: about the backup, its format, its members."""
    try:
        page = json.loads(content)
        members: Mapping[str, Mapping[str, Any]] = page.pop("members")
        made_with = page.pop("format")
        about = About(**{**page, "migrations": tuple(page["migrations"])})
        {member["size"]: member["sm3"] for member in members.values()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(file, f"{_LIST}: {type(error).__name__}: {error}") from error
    return about, made_with, members


def _signature(content: bytes, key: str) -> bytes:
    own = hmac.new(key.encode(), _PURPOSE, hashlib.sha256).digest()
    return hmac.new(own, content, hashlib.sha256).hexdigest().encode()


def _refused(file: Path, reason: str) -> UserError:
    return UserError([NOT_A_BACKUP.at(Place(str(file)), file=file.name, reason=reason)])
