"""An archive that somebody sent becomes a folder: bounded in size and number, with harmless names only."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from sigai.base import Issue, Place, UserError
from sigai_web.starting.problems import HOSTILE_ARCHIVE, NOT_AN_ARCHIVE

KINDS = frozenset((".csv", ".xlsx", ".xls", ".parquet", ".yaml"))
MOST_FILES, MOST_BYTES = 2_000, 600 * 2**20
_RATIO, _FREE = 200, 10 * 2**20
"""What an archive may unpack to: so many times its size, or so much where that is more."""
_DEEPEST = 4
_CHUNK = 1 << 16
_UTF8 = 0x800
_PASSED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def unpack(archive: Path, name: str, into: Path) -> Path:
    """The folder with the archive's files; UserError with everything in it that is refused (W430, W431)."""
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [(_name(one), one) for one in opened.infolist() if not one.is_dir()]
            entries = [(path, one) for path, one in entries if not _is_passed(path)]
            issues = _against(entries, archive.stat().st_size)
            if issues:
                raise UserError(issues)
            root = _root([path for path, _ in entries])
            left = MOST_BYTES
            for path, one in entries:
                left = _write(opened, one, into / path.relative_to(root), left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise UserError([NOT_AN_ARCHIVE.at(Place(name), name=name)]) from error
    return into


def _name(one: zipfile.ZipInfo) -> PurePosixPath:
    """A name as it was meant: archives made on Chinese Windows do not say that theirs are of GB18030."""
    given = one.filename
    if not one.flag_bits & _UTF8:
        try:
            given = given.encode("cp437").decode("gb18030")
        except UnicodeError:
            given = one.filename
    return PurePosixPath(given.replace("\\", "/"))


def _is_passed(path: PurePosixPath) -> bool:
    return any(part in str(path) for part in _PASSED)


def _against(entries: list[tuple[PurePosixPath, zipfile.ZipInfo]], size: int) -> list[Issue]:
    if len(entries) > MOST_FILES:
        return [_refused("zip", f"文件多于 {MOST_FILES} 个", f"more than {MOST_FILES} files")]
    total = sum(one.file_size for _, one in entries)
    if total > min(MOST_BYTES, max(_RATIO * size, _FREE)):
        return [_refused("zip", "解开后太大", "it unpacks to too much")]
    found, seen = [], set[str]()
    for path, one in entries:
        found += [_refused(str(path), *reason) for reason in _faults(path, one, seen)]
        seen.add(str(path).lower())
    return found


def _faults(path: PurePosixPath, one: zipfile.ZipInfo, seen: set[str]) -> list[tuple[str, str]]:
    found = []
    odd = path.is_absolute() or ":" in str(path) or any(part in ("", ".", "..") for part in path.parts)
    if odd or len(path.parts) > _DEEPEST or any(ord(each) < 32 for each in str(path)):
        found.append(("名称指到别处或太深", "its name leads elsewhere, or too deep"))
    if path.suffix.lower() not in KINDS:
        found.append(("不是数据文件", "it is no file of data"))
    if one.flag_bits & 1:
        found.append(("加了密码", "it has a password"))
    if stat.S_ISLNK(one.external_attr >> 16):
        found.append(("是链接", "it is a link"))
    if str(path).lower() in seen:
        found.append(("出现两次", "it is there twice"))
    return found


def _refused(name: str, zh: str, en: str) -> Issue:
    return HOSTILE_ARCHIVE.at(Place(name), name=name, reason_zh=zh, reason_en=en)


def _root(paths: list[PurePosixPath]) -> PurePosixPath:
    """The one folder around everything, where the folder itself was packed; a folder of values or records is none."""
    tops = {path.parts[0] for path in paths}
    wrapped = len(tops) == 1 and all(len(path.parts) > 1 for path in paths)
    return (
        PurePosixPath(*tops) if wrapped and not tops & {"values", "records", "entities", "facts"} else PurePosixPath()
    )


def _write(opened: zipfile.ZipFile, one: zipfile.ZipInfo, path: Path, left: int) -> int:
    """One file, never more than is left: what an archive says of its sizes need not be so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(one) as source, path.open("wb") as target:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UserError([_refused(one.filename, "解开后太大", "it unpacks to too much")])
            target.write(chunk)
    return left
