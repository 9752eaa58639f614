"""The parts of a packed file (.xlsx, .docx), inflated within limits.

What its directory claims is not believed: every part is inflated here, counted and thrown away, so that a bomb does not
reach the reader. A package that two readers could take for two different ones is refused.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sigai.base.issues import Issue, Place, Problem
from sigai.tables.files.problems import TOO_LARGE_INSIDE

LARGEST_INSIDE = 500 * 1024 * 1024
LARGEST_RATIO = 200
HARMLESS = 10 * 1024 * 1024
"""Below this size a high ratio is only a sheet of blanks."""

BLOCK = 1 << 20
_MEGABYTE = 1 << 20
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 1 << 16


class RefusedError(Exception):
    """A packed file that is not opened, and why."""

    def __init__(self, problem: Problem, **facts: Any) -> None:
        self.problem, self.facts = problem, facts
        super().__init__(problem.code)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.problem, self.facts)

    def at(self, place: Place) -> Issue:
        """The issue about the file at `place`."""
        return self.problem.at(place, **self.facts)


class TooLargeError(RefusedError):
    """A packed file that unpacks to more than is allowed."""


def _again(kind: type[RefusedError], problem: Problem, facts: dict[str, Any]) -> RefusedError:
    return kind(problem, **facts)


def parts(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every part by its name in small letters, with its bytes in blocks of at most a megabyte, to be read in turn.

    Raises RefusedError where they are too many, and zipfile.BadZipFile, zlib.error or OSError where they are no sound
    package.
    """
    packed = max(1, path.stat().st_size)
    total = 0

    def counted(blocks: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal total
        for block in blocks:
            total += len(block)
            ratio = total // packed
            if total > LARGEST_INSIDE or (ratio > LARGEST_RATIO and total > HARMLESS):
                raise TooLargeError(TOO_LARGE_INSIDE, size=total // _MEGABYTE, ratio=ratio)
            yield block

    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        infos = archive.infolist()
        _refuse_ambiguous(stream, infos)
        for info in infos:
            yield _name(info), counted(_inflated(stream, info))


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/").lower()


def _refuse_ambiguous(stream: BinaryIO, infos: list[zipfile.ZipInfo]) -> None:
    """BadZipFile unless the package has one directory, at its very end, and each of its parts once."""
    size = stream.seek(0, 2)
    start = max(0, size - _LONGEST_COMMENT - _END_SIZE)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    if tail.count(_END) != 1 or at + _END_SIZE > len(tail):
        raise zipfile.BadZipFile("the directory is not told from others")
    length, offset, comment = struct.unpack("<IIH", tail[at + 12 : at + _END_SIZE])
    if at + _END_SIZE + comment != len(tail) or offset + length != start + at:
        raise zipfile.BadZipFile("the directory does not stand at the end")
    if len({_name(info) for info in infos}) < len(infos):
        raise zipfile.BadZipFile("a part is there twice")


def _inflated(source: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part, as they really inflate."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("a part is packed in a way that no program uses for these files")
    source.seek(info.header_offset)
    header = source.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("a part is missing")
    source.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = info.compress_size
    inflater = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := source.read(min(left, BLOCK))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, BLOCK)
            packed = inflater.unconsumed_tail
