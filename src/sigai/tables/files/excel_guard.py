"""Looking into a workbook before it is opened: how much a reader would have to lay out for it.

An `.xlsx` is a zip of XML, and a few bytes of it can ask a reader for gigabytes: a cell in the last corner of a sheet,
a merged range over all of it, one long text that thousands of cells repeat. All that is added up here over the whole
workbook, in one pass, by patterns that never look at a byte twice.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sigai.tables.files.excel_xml import pieces, well_formed
from sigai.tables.files.packed import RefusedError, parts
from sigai.tables.files.problems import MANY_CELLS, MANY_MERGED, MANY_SHEETS, MUCH_TEXT

LARGEST_AREA = 20_000_000
"""Cells of all sheets, each from A1 to its last one, empty ones included, that the reader may lay out in memory."""

SMALL_AREA = 1_000_000
"""So many are laid out for any workbook; more only for one that has a byte for every second of them."""

LARGEST_MERGED = 200_000
"""Cells in all merged ranges together: people merge titles and groups of rows, not whole sheets."""

MOST_SHEETS = 250
LONGEST_TEXTS = 64 * 1024 * 1024
"""Bytes of the shared texts once every cell that repeats one has its own copy."""

_LONGEST = (1 << 32) - 1
_MOST_TEXTS = 4_000_000
"""So many texts are remembered by their lengths; in a workbook with more, every one counts as the longest."""

_GAP = 10_000
_WIDEST = 1_000
_NARROW = 26
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the cells of a workbook stand. `rows` and `columns` end the dense part, `last_*` are the farthest cell,
    `area` are the cells of all sheets, each from A1 to its last, `room` how many of them may be laid out, `placed`
    whether every cell says where it stands."""

    rows: int = 0
    columns: int = 0
    last_row: int = 0
    last_column: int = 0
    area: int = 0
    room: int = LARGEST_AREA
    placed: bool = True

    @property
    def sparse(self) -> bool:
        """Whether laying out all cells would take more room than is allowed."""
        return self.area > self.room


def inspect(path: Path) -> Extent:
    """Inflate and measure; raises RefusedError, zipfile.BadZipFile, zlib.error or OSError."""
    inside, merged, sheets = 0, 0, list[_Cells]()
    texts = _Texts()
    for name, blocks in parts(path):
        cells = _Cells()
        for piece in pieces(well_formed(name, blocks)):
            inside += len(piece)
            prefixed = _PREFIXED.search(piece) is not None
            texts.take(name, piece, prefixed)
            cells.take(piece, prefixed)  # whatever a part is called, the workbook may use it as a sheet
            merged += _merged(piece, prefixed)
            if merged > LARGEST_MERGED:
                raise RefusedError(MANY_MERGED, most=LARGEST_MERGED)
        if cells.rows or not cells.placed:
            sheets.append(cells)
            refuse_many_sheets(len(sheets))
    if texts.most > max(LONGEST_TEXTS, 2 * inside) and texts.exactly(path) > max(LONGEST_TEXTS, 2 * inside):
        raise RefusedError(MUCH_TEXT, most=LONGEST_TEXTS >> 20)
    return _extent(sheets, inside)


def refuse_many_sheets(count: int) -> None:
    """RefusedError where a workbook has more sheets than anybody looks at."""
    if count > MOST_SHEETS:
        raise RefusedError(MANY_SHEETS, most=MOST_SHEETS)


def refuse_too_many(area: int, extent: Extent) -> None:
    """RefusedError where `area` cells are more than the workbook may ask for."""
    if area > extent.room:
        raise RefusedError(MANY_CELLS, most=extent.room)


def _extent(sheets: Sequence[_Cells], inside: int) -> Extent:
    room = min(LARGEST_AREA, max(SMALL_AREA, inside // 2))
    rows = columns = last_row = last_column = area = 0
    for sheet in sheets:
        dense_row, dense_column, row, column = sheet.bounds()
        rows, columns = max(rows, dense_row), max(columns, dense_column)
        last_row, last_column = max(last_row, row), max(last_column, column)
        area += row * column
    return Extent(rows, columns, last_row, last_column, area, room, all(sheet.placed for sheet in sheets))


def _of(tag: str, attribute: str, value: str, *, or_none: bool = False) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """An attribute of a tag, or the end of a tag without it: of one without a prefix, which is found fast, and of one
    with any or none.

    Nothing is tried twice: repetitions give nothing back, and none runs past the next `<`.
    """
    others = rf"""(?:\s++(?!{attribute}\s*+=)[^\s=<>"']++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+"""
    rest = rf"""\s++{attribute}\s*+=\s*+["']{value}"""
    rest = rf"{tag}{others}(?:{rest}|(\s*+/?+>))" if or_none else f"{tag}{others}{rest}"
    prefix = r"(?:[^\s<>/:!?]++:)?+"
    return re.compile(f"<{rest}".encode()), re.compile(f"<{prefix}{rest}".encode())


_ROW = _of("row", "r", r"[\s+]*+([0-9]++)")
_FAR_CELL = _of("c", "r", "(?:([A-Za-z]{2,})([0-9]++)|([A-Za-z])([0-9]{6,}))", or_none=True)
"""Only cells beyond column Z or row 99,999, and those that do not say where they stand, are looked at one by one: in a
plain table the search stays fast."""

_RANGE = r"\$?([A-Za-z]++)\$?([0-9]++):\$?([A-Za-z]++)\$?([0-9]++)"
_MERGED = _of("mergeCell", "ref", _RANGE)
_LINKED = _of("hyperlink", "ref", _RANGE)
"""A link over a range is laid out cell by cell, as a merged range is."""

_TEXT = re.compile(rb"<si[\s>/]"), re.compile(rb"<(?:[^\s<>/:!?]++:)?+si[\s>/]")
_REFERENCE = re.compile(rb"""["']s["'][^<>]*+>\s*+<(?:\w++:)?+v>([0-9]{1,9})</(?:\w++:)?+v>\s*+</(?:\w++:)?+c>""")
_PREFIXED = re.compile(rb":(?:row|c|mergeCell|hyperlink|si)[\s/>]")


@dataclass(slots=True)
class _Cells:
    """Gathers the extent of one sheet from its XML."""

    rows: set[int] = field(default_factory=set)
    letters: set[bytes] = field(default_factory=set)
    placed: bool = True

    def take(self, xml: bytes, prefixed: bool) -> None:
        """Note the rows and the far cells of a piece."""
        self.rows.update(map(_number, _ROW[prefixed].findall(xml)))
        for letters, row, letter, far_row, placeless in _FAR_CELL[prefixed].findall(xml):
            if placeless:
                self.placed = False
            else:
                self.letters.add((letters or letter).upper()[:4])
                self.rows.add(_number(row or far_row))

    def bounds(self) -> tuple[int, int, int, int]:
        """The last row and column of the dense part, and the last ones of all."""
        rows, columns = sorted(self.rows or {1}), sorted({_NARROW, *map(column_number, self.letters)})
        dense_row = next((row for row, after in pairwise(rows) if after - row > _GAP), rows[-1])
        dense_column = max((column for column in columns if column <= _WIDEST), default=_NARROW)
        return dense_row, dense_column, rows[-1], columns[-1]


def _merged(xml: bytes, prefixed: bool) -> int:
    """The cells in the merged and linked ranges of a piece, as far as they lie on a sheet."""
    cells = 0
    for mark, patterns in ((b"mergeCell", _MERGED), (b"hyperlink", _LINKED)):
        if mark not in xml:
            continue
        for left, top, right, bottom in patterns[prefixed].findall(xml):
            rows = _number(bottom) - _number(top)
            columns = column_number(right[:4]) - column_number(left[:4])
            cells += (abs(rows) + 1) * (abs(columns) + 1)
    return cells


@dataclass(slots=True)
class _Texts:
    """What the shared texts of a workbook become when every cell that names one gets a copy of its own."""

    longest: int = 0
    named: int = 0
    _part: str = ""
    _parts: int = 0
    _plain: bool = True
    _length: int = -1
    _lengths: array[int] = field(default_factory=lambda: array("I"))

    @property
    def most(self) -> int:
        """At most so many bytes."""
        return self.longest * self.named

    def take(self, part: str, xml: bytes, prefixed: bool) -> None:
        """Note the texts of a piece, and the cells that may name one."""
        self.named += xml.count(b'"s"') + xml.count(b"'s'")
        if part != self._part:
            self._end_text(0)
            self._part, self._length = part, -1
        start = 0
        holds_texts = b"<si" in xml or b":si" in xml
        for found in _TEXT[prefixed].finditer(xml) if holds_texts else ():
            self._parts += self._length < 0
            self._end_text(found.start() - start)
            self._length, start = 0, found.start()
        if self._length >= 0:
            self._length += len(xml) - start
            self.longest = max(self.longest, self._length)
            self._plain = self._plain and b"<!" not in xml  # what stands in a comment is no text

    def _end_text(self, length: int) -> None:
        if self._length >= 0:
            self._lengths.append(min(self._length + length, _LONGEST))
            self.longest = max(self.longest, self._length + length)
            self._plain = self._plain and len(self._lengths) <= _MOST_TEXTS

    def exactly(self, path: Path) -> int:
        """The bytes, with every cell counted by the text that it names, and by the longest where that is unclear."""
        if self._parts != 1 or not self._plain:
            return self.most
        total = matched = 0
        self._end_text(0)
        lengths = [*self._lengths, self.longest]
        for _, blocks in parts(path):
            for piece in pieces(blocks):
                numbers = [int(number) for number in _REFERENCE.findall(piece)]
                matched += len(numbers)
                total += sum(lengths[min(number, len(lengths) - 1)] for number in numbers)
        return total + (self.named - matched) * self.longest


def _number(digits: bytes) -> int:
    """A row, or the last one where the number lies beyond: what claims to stand there is far enough away."""
    return min(int(digits[:9]), _LAST_ROW) if len(digits) < 10 else _LAST_ROW


def column_number(letters: bytes) -> int:
    """1 for `A`, 27 for `AA`; at most the last column of a sheet."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return min(number, _LAST_COLUMN)


def column_letters(number: int) -> str:
    """`A` for 1, `AA` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
