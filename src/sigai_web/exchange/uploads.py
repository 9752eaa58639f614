"""An upload is hostile until it is looked into: its size, what it really is, what it unpacks to, its name."""

from __future__ import annotations

import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sigai.base import Issue, Place, UserError
from sigai.tables import RefusedError, TooLargeError, inspect_workbook
from sigai_web.exchange.apart import read_apart
from sigai_web.problems import UPLOAD_EMPTY, UPLOAD_MACROS, UPLOAD_MISSING, UPLOAD_TOO_LARGE, UPLOAD_WRONG_KIND

LARGEST = 20 * 1024 * 1024
"""Bytes of one file. `sigai_web.exchange.size.SizeMiddleware` refuses longer requests before they are read."""

_LONGEST_NAME = 120
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
"""How an old workbook calls the folder of its macros."""
_PARTS: Mapping[str, str] = {".xlsx": "xl/workbook.xml", ".docx": "word/document.xml"}
_SIGNS: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".xlsx": (_ZIP,),
    ".docx": (_ZIP,),
    ".xls": (_OLD,),
    ".zip": (_ZIP,),
}
_TYPES = "[content_types].xml"
"""What every package says about its parts; without it no program of an office opens one."""

_DANGEROUS = ("vbaproject", "vbadata", "activex", "embeddings/", "externallinks/", "macrosheets/")
TABLES = frozenset({".xlsx", ".xls", ".csv"})
"""Kinds of files that figures and records come in."""
ARCHIVES = frozenset({".zip"})
"""Kinds of files in which folders come; whoever unpacks one bounds what it unpacks to."""
DOCUMENTS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".xlsx", ".docx"})
"""Kinds of files that may be shown as evidence."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that stood every check: where it lies for now, what it may be called, its kind by its ending."""

    path: Path
    name: str
    kind: str
    size: int

    @property
    def place(self) -> Place:
        """The file by the name its sender gave it, for issues about it as a whole."""
        return Place(self.name)


@contextmanager
def checked_upload(file: UploadedFile[Any] | None, kinds: frozenset[str]) -> Iterator[Upload]:
    """The upload in a temporary folder of its own, gone afterwards; UserError (W030 to W034) where it is refused."""
    if file is None:
        raise UserError([UPLOAD_MISSING.at(Place())])
    name = safe_name(file.name or "")
    place = Place(name)
    kind = PurePosixPath(name).suffix.lower()
    allowed = ", ".join(sorted(kinds))
    if kind not in kinds:
        raise UserError([UPLOAD_WRONG_KIND.at(place, kind=kind or "—", allowed=allowed)])
    if not file.size:
        raise UserError([UPLOAD_EMPTY.at(place)])
    if file.size > LARGEST:
        raise UserError([UPLOAD_TOO_LARGE.at(place, largest=LARGEST // 1024 // 1024)])
    with tempfile.TemporaryDirectory(prefix="sigai-upload-") as folder:
        path = Path(folder) / f"upload{kind}"
        with path.open("wb") as stream:
            for chunk in file.chunks():
                stream.write(chunk)
        issue = _look_into(path, kind, place, allowed)
        if issue is not None:
            raise UserError([issue])
        yield Upload(path, name, kind, path.stat().st_size)


def safe_name(given: str) -> str:
    """The last part of a file's name without anything that could lead elsewhere or hide its ending."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(each for each in unicodedata.normalize("NFC", last) if unicodedata.category(each)[0] != "C")
    kept = kept.strip().lstrip(".") or "file"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 6]}{dot}{ending[:6]}" if dot else kept[:_LONGEST_NAME]


def _look_into(path: Path, kind: str, place: Place, allowed: str) -> Issue | None:
    """What is wrong with the content of a file of this kind."""
    wrong = UPLOAD_WRONG_KIND.at(place, kind=kind, allowed=allowed)
    if kind == ".csv":
        content = path.read_bytes()
        return wrong if b"\0" in content or content.startswith(_ZIP) else None
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not any(head.startswith(sign) for sign in _SIGNS[kind]):
        return wrong
    if kind == ".xls" and _OLD_MACROS in path.read_bytes():
        return UPLOAD_MACROS.at(place)
    return read_apart(place, _look_into_package, path, kind, place, wrong) if kind in _PARTS else None


def _look_into_package(path: Path, kind: str, place: Place, wrong: Issue) -> Issue | None:
    """What is wrong with a package of the Office formats: a zip that may be a bomb or bring code along."""
    try:
        inspect_workbook(path)
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except TooLargeError:
        return UPLOAD_TOO_LARGE.at(place, largest=LARGEST // 1024 // 1024)
    except RefusedError as error:
        return error.at(place)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return wrong
    if _PARTS[kind] not in names:
        return wrong
    if any(each in name for name in names for each in _DANGEROUS):
        return UPLOAD_MACROS.at(place)
    return None if _TYPES in names else wrong
