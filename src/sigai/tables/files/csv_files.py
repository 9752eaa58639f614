"""CSV: found separator and header, millions of rows by the column, and every odd line on its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from sigai.base.issues import Issue, Place
from sigai.tables.files.csv_lines import (
    MOST_COLUMNS,
    SMALL_AREA,
    SingleRows,
    head_records,
    joined_record,
    line_pattern,
    split_line,
    split_record,
)
from sigai.tables.files.encodings import Decoded, decode
from sigai.tables.files.headers import SEARCHED_ROWS, Known, find_header
from sigai.tables.files.heads import MOST_BELOW, Heads, foot_texts, read_heads
from sigai.tables.files.packed import RefusedError
from sigai.tables.files.parts import FOOT_ROWS
from sigai.tables.files.problems import BAD_ENCODING, EMPTY_FILE, LONG_LINE, NO_HEADER, NO_LAST_BREAK
from sigai.tables.files.raw import Column, RawTable, Rows, as_text
from sigai.tables.files.repeated import first_header
from sigai.tables.files.sheets import SheetTexts
from sigai.tables.files.texts import clean

_SEMICOLON = ";"
_DELIMITERS = (",", _SEMICOLON, "\t", "|", "，", "；")
_PLAIN_DELIMITERS = {"，": ",", "；": ";"}
_BLOCK = 1 << 24
_SAMPLE = 2000
_SAMPLED = 10_000
_KEPT_TEXT = re.compile(rb'(^|[,;\t|])(?:="([^"\n]*)"|"=""([^"\n]*)""")(?=[,;\t|\n]|$)', re.MULTILINE)

LONGEST_LINE = 1_000_000
"""Bytes of a line; a row of a spreadsheet rarely has a thousandth of that."""

_HEAD = SEARCHED_ROWS + MOST_BELOW
_LOOKED_AT = 100
"""So many cells of a line tell a row of its own from a part of a cell."""

_MOST_SEARCHED = 300_000
"""Cells looked at in search of the header: thirty wide rows, cut at each of the separators."""


@dataclass(slots=True)
class _Body:
    """The lines below the header, `size` bytes. `first_row` is the row number of the first; `removed` lines were read
    singly."""

    lines: Column
    size: int
    first_row: int
    width: int
    delimiter: str
    ends_broken: bool
    removed: npt.NDArray[np.bool_] = field(init=False)
    joined: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        lengths: Column = pc.binary_length(self.lines)
        self.removed = np.asarray(lengths) == 1  # only a line break
        self.joined = np.zeros(len(self.lines), dtype=np.int64)

    def row_numbers(self) -> Rows:
        """The row number of every line; a record over several lines counts as one row, as in a spreadsheet."""
        return self.first_row + np.arange(len(self.lines)) - np.cumsum(self.joined)

    def text(self, line: int) -> str:
        return str(self.lines[line].as_py()).rstrip("\n")

    def is_last(self, line: int) -> bool:
        return self.ends_broken and line == len(self.lines) - 1


def read_csv(path: Path, file: str, known: Known, example: str) -> tuple[list[RawTable], list[Issue]]:
    """One CSV file as a table; no rows and an issue where it cannot be read."""
    decoded = _decoded(path)
    if not decoded.data.strip():
        return [], [EMPTY_FILE.at(Place(file))]
    decoded, long = _without_long_lines(decoded)
    issues = [LONG_LINE.at(Place(file, row=line + 1), size=size, most=LONGEST_LINE) for line, size in long]
    best, delimiter, first = _find_layout(_lines(decoded, SEARCHED_ROWS), known)
    if best < 0:
        return [], [*issues, NO_HEADER.at(Place(file), example=example)]
    header = first_header(first, best, known)
    wide = max(at + 1 for at, cell in enumerate(first[best]) if cell)
    decoded = _with_joined_head(decoded, header, delimiter, known)
    head = _lines(decoded, _HEAD)
    heads = _heads(head, header, delimiter, decoded.data, known)
    names = (*heads.names, *[""] * (wide - len(heads.names)))
    issues += [BAD_ENCODING.at(Place(file, row=line + 1), encoding=decoded.encoding) for line in decoded.bad_lines]
    body = _body(decoded, header + heads.below, len(names), delimiter)
    if body.ends_broken and len(body.lines):
        issues.append(NO_LAST_BREAK.at(Place(file, row=int(body.row_numbers()[-1]))))
    try:
        columns, rows, single = _read_body(body, file)
    except RefusedError as error:
        return [], [*issues, error.at(Place(file))]
    table = RawTable(
        file,
        names,
        tuple(columns),
        rows,
        beside=_padded(heads.beside, len(names)),
        units=_padded(heads.units, len(names)),
        stated=heads.stated,
        over=heads.over,
        titles=heads.titles,
        mentioned=heads.mentioned,
        semicolons=delimiter == _SEMICOLON,
    )
    return [table], [*issues, *single.issues]


def _decoded(path: Path) -> Decoded:
    """The text of a file. What is a formula only to stay a text in a spreadsheet (`="0610"`) is a text in it."""
    decoded = decode(path.read_bytes())
    return replace(decoded, data=_KEPT_TEXT.sub(rb'\1"\2\3"', decoded.data)) if b'="' in decoded.data else decoded


def _padded(texts: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*texts, *[""] * (width - len(texts))) if texts else ()


def csv_sheet(path: Path, file: str) -> tuple[SheetTexts | None, list[Issue]]:
    """One CSV file as a sheet from its first line on, as wide as its fullest line; None where it holds nothing.

    A short line is a title or a note as often as a fault: what is said of lines is told with their rows.
    """
    decoded, long = _without_long_lines(_decoded(path))
    issues = [LONG_LINE.at(Place(file, row=line + 1), size=size, most=LONGEST_LINE) for line, size in long]
    issues += [BAD_ENCODING.at(Place(file, row=line + 1), encoding=decoded.encoding) for line in decoded.bad_lines]
    fullest, delimiter, _ = _find_layout(_lines(decoded, SEARCHED_ROWS), bool)
    if fullest < 0:
        return None, [*issues, EMPTY_FILE.at(Place(file))]
    decoded = _with_joined_head(decoded, fullest, delimiter, bool)
    width = len(split_line(_lines(decoded, SEARCHED_ROWS)[fullest].rstrip("\r"), delimiter))
    try:
        columns, rows, single = _read_body(_body(decoded, -1, width, delimiter), file)
    except RefusedError as error:
        return None, [*issues, error.at(Place(file))]
    texts = [["" if cell is None else str(cell) for cell in as_text(column).to_pylist()] for column in columns]
    cells = [("",) * width] * (int(rows.max()) if len(rows) else 0)
    for at, row in enumerate(rows.tolist()):
        cells[row - 1] = tuple(column[at] for column in texts)
    return SheetTexts("", tuple(cells), semicolons=delimiter == _SEMICOLON), [*issues, *single.issues]


def _heads(head: Sequence[str], header: int, delimiter: str, data: bytes, known: Known) -> Heads:
    """The heads of the table; empty cells at the end of the header row are none."""
    rows = [[clean(cell) for cell in split_line(text, delimiter)] for text in head[: header + 1 + MOST_BELOW]]
    while rows[header] and not rows[header][-1]:
        rows[header].pop()
    last = (
        data[-_SAMPLED:].decode("utf-8", "ignore").rstrip("\n").split("\n")[-FOOT_ROWS:]
        if len(head) > header + 1
        else []
    )
    foot = foot_texts([[clean(cell) for cell in split_line(text, delimiter)] for text in last])
    heads = read_heads(rows, header, known, foot=foot)
    width = max(len(rows[header]), *(at + 1 for at, beside in enumerate(heads.beside) if heads.below and beside), 0)
    beside, units = heads.beside[:width], heads.units[:width]
    return replace(heads, names=heads.names[:width], beside=beside, units=units)


def _without_long_lines(decoded: Decoded) -> tuple[Decoded, list[tuple[int, int]]]:
    """The same lines with those that are too long left empty, and the numbers (from 0) and bytes of these."""
    data = decoded.data
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n")) if len(data) > LONGEST_LINE else np.empty(0)
    bounds = np.concatenate(([-1], ends, [len(data)])).astype(np.int64)
    lengths = np.diff(bounds) - 1
    long = np.flatnonzero(lengths > LONGEST_LINE).tolist()
    if not long or len(data) <= LONGEST_LINE:
        return decoded, []
    pieces, start = [], 0
    for line in long:
        pieces.append(data[start : int(bounds[line]) + 1])
        start = int(bounds[line + 1])
    kept = b"".join([*pieces, data[start:]])
    return Decoded(kept, decoded.encoding, decoded.bad_lines), [(line, int(lengths[line])) for line in long]


def _lines(decoded: Decoded, most: int) -> list[str]:
    return [line.decode("utf-8") for line in decoded.data.split(b"\n", most)[:most]]


def _records(lines: Sequence[str], delimiter: str, known: Known) -> list[str]:
    """The first lines as records, a head with line breaks in quotes being one of them."""

    def is_row(line: str) -> bool:
        cells = [] if '"' in line else line.split(delimiter, _LOOKED_AT)[:_LOOKED_AT]
        return len({cell for cell in map(clean, cells) if known(cell)}) > 1

    return head_records(lines, delimiter, is_row)


def _with_joined_head(decoded: Decoded, header: int, delimiter: str, known: Known) -> Decoded:
    """The same file with every record down to the header row on one line, and the further header rows below, too."""
    lines = _lines(decoded, _HEAD)
    records = _records(lines, delimiter, known)[: header + 1]
    at = sum(record.count("\n") + 1 for record in records)
    width = len(split_record(records[-1], delimiter))
    for _ in range(MOST_BELOW):
        if at >= len(lines):
            break
        below = joined_record(lines[at], lines[at + 1 :], width, delimiter) or lines[at : at + 1]
        records.append("\n".join(below))
        at += len(below)
    if not any("\n" in record for record in records):
        return decoded
    rest = decoded.data.split(b"\n", at)[at:]
    head = [record.replace("\n", " ").encode() for record in records]
    ends = np.cumsum([record.count("\n") + 1 for record in records])
    bad = tuple(dict.fromkeys(_line_of(line, ends) for line in decoded.bad_lines))
    return Decoded(b"\n".join((*head, *rest)), decoded.encoding, bad)


def _line_of(line: int, ends: Rows) -> int:
    """The line, now that the records that end before `ends` have one each, of a line of the file."""
    at = int(np.searchsorted(ends, line, side="right"))
    return at if at < len(ends) else line - int(ends[-1]) + len(ends)


def _find_layout(head: Sequence[str], known: Known) -> tuple[int, str, list[list[str]]]:
    """The header's record, the separator and all first records; the separator that shows the most known names wins."""
    best: tuple[int, int, str, list[list[str]]] = (0, -1, ",", [])
    left = _MOST_SEARCHED
    for delimiter in _DELIMITERS:
        rows: list[list[str]] = []
        for text in _records(head, delimiter, known):
            width = text.count(delimiter) + 1
            looked_at = width <= min(left, MOST_COLUMNS)
            left -= width if looked_at else 0
            rows.append([clean(cell) for cell in split_record(text, delimiter)] if looked_at else [])
        line, count = find_header(rows, known)
        if count > best[0]:
            best = (count, line, delimiter, rows)
    return best[1:]


def _body(decoded: Decoded, header: int, width: int, delimiter: str) -> _Body:
    data = decoded.data
    start = 0
    for _ in range(header + 1):
        start = data.find(b"\n", start) + 1 or len(data)
    data = data[start:]
    if delimiter in _PLAIN_DELIMITERS:
        data = data.replace(delimiter.encode(), _PLAIN_DELIMITERS[delimiter].encode())
        delimiter = _PLAIN_DELIMITERS[delimiter]
    ends_broken = bool(data) and not data.endswith(b"\n")
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n")) + 1
    offsets = np.concatenate(([0], ends, [len(data)] if ends_broken else [])).astype(np.int64)
    lines = pa.Array.from_buffers(
        pa.large_string(), len(offsets) - 1, [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data)]
    )
    return _Body(lines, len(data), header + 2, width, delimiter, ends_broken)


def _read_body(body: _Body, file: str) -> tuple[list[Column], Rows, SingleRows]:
    """All rows below the header: whole lines by the column, odd ones singly, and all in their order."""
    room = max(SMALL_AREA, body.size // 2)
    single = SingleRows(file, body.width, body.delimiter, room)
    _set_quotes_apart(body, single)
    kept = np.flatnonzero(~body.removed)
    buffer = body.lines.filter(pa.array(~body.removed)) if body.removed.any() else body.lines
    odd: list[int] = []
    try:
        table = _parse(buffer, body, odd)
    except pa.ArrowInvalid:  # a cell longer than a block: every line is read singly
        table, odd = None, list(range(1, len(buffer) + 1))
    numbers = body.row_numbers()
    for position in odd:
        line = int(kept[position - 1])
        body.removed[line] = True
        single.take_line(body.text(line), int(numbers[line]), last=body.is_last(line))
    columns = _columns(table, single, body.width)
    rows = np.concatenate((numbers[~body.removed], np.array(single.rows, dtype=np.int64)))
    if single.rows:  # a title between tables is a short line: each is read again in its place
        order = np.argsort(rows, kind="stable")
        columns, rows = [column.take(pa.array(order)) for column in columns], rows[order]
    filled = _any_filled(columns, len(rows))
    if not filled.all():
        columns, rows = [column.filter(pa.array(filled)) for column in columns], rows[filled]
    return columns, rows, single


def _set_quotes_apart(body: _Body, single: SingleRows) -> None:
    """Take out the lines whose quotes do not pair, and read them singly."""
    quoted = pc.match_substring(body.lines, '"')
    if not pc.any(quoted).as_py():
        return
    fine: Column = pc.or_(pc.invert(quoted), pc.match_substring_regex(body.lines, line_pattern(body.delimiter)))
    suspects = np.flatnonzero(~fine.to_numpy(zero_copy_only=False))
    texts: dict[int, str] = {}
    done = -1
    for line in suspects.tolist():
        if line <= done:
            continue
        first = body.text(line)
        following = map(body.text, range(line + 1, len(body.lines)))
        record = joined_record(first, following, body.width, body.delimiter) or [first]
        done = line + len(record) - 1
        texts[line] = "\n".join(record)
        body.removed[line : done + 1] = True
        body.joined[line + 1 : done + 1] = 1
    numbers = body.row_numbers()
    for line, text in texts.items():
        row, last = int(numbers[line]), body.is_last(line)
        if "\n" in text:
            single.take(split_record(text, body.delimiter), row)
        else:
            single.take_unpaired(text, row, last=last)


def _parse(lines: Column, body: _Body, odd: list[int]) -> pa.Table | None:
    """The rows with as many cells as the header; the numbers (from 1) of the other lines go to `odd`."""
    if not len(lines):
        return None

    def set_apart(row: pa.csv.InvalidRow) -> Literal["skip"]:
        odd.append(int(row.number or 0))  # rows are numbered because one thread reads them
        return "skip"

    names = [str(index) for index in range(body.width)]
    has_quotes = bool(pc.any(pc.match_substring(lines, '"')).as_py())
    return pa.csv.read_csv(
        _text_of(lines),
        read_options=pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=_BLOCK),
        parse_options=pa.csv.ParseOptions(
            delimiter=body.delimiter,
            quote_char='"' if has_quotes else False,
            invalid_row_handler=set_apart,
            ignore_empty_lines=False,
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict(zip(names, _column_types(lines, body), strict=True)),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def _text_of(lines: Column) -> Any:
    """The bytes that the lines stand in, one after the other, without a copy."""
    _, starts, texts = lines.buffers()
    offsets = np.frombuffer(cast("memoryview[int]", starts), dtype=np.int64)[lines.offset :]
    first, end = int(offsets[0]), int(offsets[len(lines)])
    return pa.BufferReader(cast(pa.Buffer, texts).slice(first, end - first))


def _column_types(lines: Column, body: _Body) -> list[pa.DataType]:
    """Dictionary codes for columns that repeat themselves, plain text for those of ever new numbers."""
    step = max(1, len(lines) // _SAMPLE)
    sample = [split_line(line.as_py()[:_SAMPLED].rstrip("\n"), body.delimiter) for line in lines[::step]]
    types: list[pa.DataType] = []
    for column in range(body.width):
        cells = [row[column] for row in sample if len(row) > column]
        repeats = len(set(cells)) * 2 < len(cells)
        types.append(pa.dictionary(pa.int32(), pa.string()) if repeats else pa.string())
    return types


def _columns(table: pa.Table | None, single: SingleRows, width: int) -> list[Column]:
    """The parsed columns with the singly read rows below them."""
    columns: list[Column] = []
    for index in range(width):
        extra: Any = pa.array([cells[index] or None for cells in single.cells], pa.string())
        if table is None:
            columns.append(extra)
            continue
        column: Any = table.column(index)
        if pa.types.is_dictionary(column.type):
            extra = extra.dictionary_encode()
        chunks = [*column.chunks, extra] if len(extra) else column.chunks
        joined: Any = pa.chunked_array(chunks, column.type).unify_dictionaries()
        columns.append(joined.chunk(0) if joined.num_chunks == 1 else pa.concat_arrays(joined.chunks))
    return columns


def _any_filled(columns: Sequence[Column], rows: int) -> npt.NDArray[np.bool_]:
    filled = np.zeros(rows, dtype=np.bool_)
    for column in columns:
        filled |= column.is_valid().to_numpy(zero_copy_only=False)
    return filled
