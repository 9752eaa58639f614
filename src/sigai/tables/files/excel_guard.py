"""Looking into a workbook before it is opened: how large it really is, and where its cells stand.

An `.xlsx` is a zip of XML. What its directory claims is not believed: the parts are inflated here, counted and thrown
away, so that neither a bomb nor one stray cell in the last corner of a sheet reaches the reader.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

LARGEST_INSIDE = 500 * 1024 * 1024
LARGEST_RATIO = 200
HARMLESS = 10 * 1024 * 1024
"""Below this size a high ratio is only a sheet of blanks."""

LARGEST_AREA = 20_000_000
"""Cells of a sheet between its first and its last, empty ones included, that the reader may lay out in memory."""

_GAP = 10_000
_WIDEST = 1_000
_NARROW = 26
_ROW = re.compile(rb"""<row\s[^>]*?\br\s*=\s*["']([0-9]+)""")
_FAR_CELL = re.compile(rb"""<c\s[^>]*?\br\s*=\s*["'](?:([A-Za-z]{2,})([0-9]+)|([A-Za-z])([0-9]{6,}))""")
"""Only cells beyond column Z or row 99,999 are looked at one by one: in a plain table the search stays fast."""


class TooLargeError(Exception):
    """The workbook unpacks to more than is allowed; `size` in bytes so far, `ratio` to its packed size."""

    def __init__(self, size: int, ratio: int) -> None:
        self.size, self.ratio = size, ratio
        super().__init__(f"{size} bytes, {ratio} times")


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the cells of a workbook stand. `rows` and `columns` end the dense part, `last_*` are the farthest cell."""

    rows: int = 0
    columns: int = 0
    last_row: int = 0
    last_column: int = 0

    @property
    def sparse(self) -> bool:
        return self.last_row * self.last_column > LARGEST_AREA


def inspect(path: Path) -> Extent:
    """Inflate and measure; raises TooLargeError, zipfile.BadZipFile, zlib.error or OSError."""
    packed = max(1, path.stat().st_size)
    total = 0
    extent = Extent()
    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        for info in archive.infolist():
            rest = b""
            cells = _Cells()
            for block in _inflate(stream, info):
                total += len(block)
                ratio = total // packed
                if total > LARGEST_INSIDE or (ratio > LARGEST_RATIO and total > HARMLESS):
                    raise TooLargeError(total, ratio)
                rest = cells.take(rest + block)  # whatever a part is called, the workbook may use it as a sheet
            extent = cells.widen(extent)
    return extent


def _inflate(source: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part, as they really inflate, in blocks of at most a megabyte."""
    source.seek(info.header_offset)
    header = source.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("a part is missing")
    source.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = info.compress_size
    inflater = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := source.read(min(left, 1 << 20))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, 1 << 20)
            packed = inflater.unconsumed_tail


class _Cells:
    """Gathers the extent of one sheet from its XML."""

    def __init__(self) -> None:
        self._rows: set[int] = set()
        self._letters: set[bytes] = set()

    def take(self, xml: bytes) -> bytes:
        """Note the cells of a piece; what may be cut in the middle of a cell is handed back for the next."""
        self._rows.update(map(int, _ROW.findall(xml)))
        for letters, row, letter, far_row in _FAR_CELL.findall(xml):
            self._letters.add((letters or letter).upper())
            self._rows.add(int(row or far_row))
        return xml[-200:]

    def widen(self, extent: Extent) -> Extent:
        if not self._rows:
            return extent
        rows, columns = sorted(self._rows), sorted({_NARROW, *map(_column_number, self._letters)})
        dense_row = next((row for row, after in pairwise(rows) if after - row > _GAP), rows[-1])
        dense_column = max((column for column in columns if column <= _WIDEST), default=_NARROW)
        return Extent(
            max(extent.rows, dense_row),
            max(extent.columns, dense_column),
            max(extent.last_row, rows[-1]),
            max(extent.last_column, columns[-1]),
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """`A` for 1, `AA` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
