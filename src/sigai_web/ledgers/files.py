"""The bytes of documents: files outside the web root, named by what they hold, written before any row names them."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from sigai.base import InternalError, UserError, digest_file
from sigai_web.exchange import Upload
from sigai_web.journal.changes import note
from sigai_web.journal.declaring import NamedFile
from sigai_web.journal.files import read_as_kept
from sigai_web.ledgers.models import Attachment, KeptDocument, RoundDocument, UploadShare
from sigai_web.ledgers.problems import SHARE_USED_UP

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20
_UNFINISHED = ".part"
YOUNG = timedelta(hours=24)
"""A file without a row is left alone so long: the transaction that will name it may still be under way."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An upload whose bytes are safe on the disk."""

    name: str
    kind: str
    size: int
    digest: str


def keep_file(upload: Upload, username: str) -> KeptFile:
    """Copy an upload to its place, counted into its sender's share of the day; UserError where that is used up."""
    _take_share(upload, username)
    return write_file(upload)


def write_file(upload: Upload) -> KeptFile:
    """Copy an upload to its place; a file of the same bytes is there once.

    Written aside, flushed to the disk and renamed: whatever stops it half-way leaves no file under a digest, and what
    fails (a full disk) leaves nothing at all.
    """
    digest = digest_file(upload.path)
    place = path_of(digest)
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        _copy(upload.path, place)
        _flush_folder(place.parent)
    else:
        place.touch()
    return KeptFile(upload.name, upload.kind, upload.size, digest)


def _copy(source: Path, place: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=place.parent, suffix=_UNFINISHED, delete=False) as copy:
        aside = Path(copy.name)
        try:
            with source.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
            aside.replace(place)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise


@note
def _take_share(upload: Upload, username: str) -> None:
    """Count an upload into what its sender may send today. Files that no record takes lie on the disk, too."""
    most: int = settings.SIGAI_DOCUMENT_BYTES
    share, _ = UploadShare.objects.get_or_create(username=username, day=timezone.localdate())
    within = UploadShare.objects.filter(pk=share.pk, size__lte=most - upload.size)
    if not within.update(size=F("size") + upload.size):
        raise UserError([SHARE_USED_UP.at(upload.place, most=most // 1024 // 1024)])


def is_digest(text: str) -> bool:
    """Whether a text can name a file here."""
    return _DIGEST.fullmatch(text) is not None


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    if not is_digest(digest):
        raise InternalError(f"{digest!r} is no digest")
    return _root() / digest[:2] / digest


def named_file(document: KeptDocument) -> NamedFile:
    """The file of a document, with its digest."""
    return NamedFile(path_of(document.digest), document._meta.db_table, f"id={document.pk}", document.digest)


def read_file(document: KeptDocument) -> bytes:
    """The bytes as they were sent; UserError where they are others, FileNotFoundError where they are gone."""
    return read_as_kept(named_file(document), document.name)


def erase_file(digest: str) -> None:
    """Remove the bytes of a digest where no row keeps them any more."""
    if digest not in _named([digest]):
        path_of(digest).unlink(missing_ok=True)


def sweep(older_than: timedelta = YOUNG) -> int:
    """Remove files that no row names, and copies that were never finished; how many there were."""
    before = time.time() - older_than.total_seconds()
    named = _named()
    removed = 0
    for file in _root().glob("??/*"):
        if file.name not in named and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _named(among: Sequence[str] = ()) -> set[str]:
    """The digests that rows of documents name; `among` some, or all."""
    rows = (Attachment.objects.filter(erased_at=None), RoundDocument.objects.all())
    return {
        digest
        for found in rows
        for digest in (found.filter(digest__in=among) if among else found).values_list("digest", flat=True)
    }


def _root() -> Path:
    return Path(settings.SIGAI_HOME) / "attachments"


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
