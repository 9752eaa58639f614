"""Excel: every visible sheet with a header, merged cells spread, figures and dates as they were stored.

Formulas are never evaluated: a cell gives the result that was saved with it, and one without a result its formula. What
a number format shows instead of the stored number is what is read (`excel_look`).
"""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import python_calamine as calamine

from sigai.base.confinement import Bounds, OutOfBoundsError, confined, preload
from sigai.base.issues import Issue, Place, UserError
from sigai.tables.files.excel_asides import NO_ASIDES
from sigai.tables.files.excel_guard import (
    LARGEST_MERGED,
    Extent,
    column_letters,
    inspect,
    refuse_many_sheets,
    refuse_too_many,
)
from sigai.tables.files.excel_look import Looks, looks, shown_on_condition
from sigai.tables.files.excel_notes import Position, noted_figure, unread_notes, with_noted_heads, with_prompts
from sigai.tables.files.excel_old import old_looks
from sigai.tables.files.excel_weight import LIGHT, refuse_heavy
from sigai.tables.files.headers import SEARCHED_ROWS, Known, find_header
from sigai.tables.files.heads import MOST_BELOW, Heads, foot_texts, is_number, read_heads, units_aside
from sigai.tables.files.labels import is_of_labels, joined_texts
from sigai.tables.files.margins import OF_NOTE
from sigai.tables.files.packed import RefusedError
from sigai.tables.files.parts import FOOT_ROWS
from sigai.tables.files.problems import (
    EMPTY_FILE,
    FAR_CELLS,
    HIDDEN_BY_DEFAULT,
    HIDDEN_SHEET,
    MANY_MERGED,
    NO_HEADER,
    NOT_READABLE,
    PASSWORD,
    PROMPTED_UNIT,
    SHOWN_AS_FORMATTED,
    TOO_MUCH_WORK,
    UNREAD_NOTES,
)
from sigai.tables.files.raw import Column, Mask, RawTable, Rows
from sigai.tables.files.repeated import first_header
from sigai.tables.files.sheets import SheetTexts
from sigai.tables.files.spans import word_of_span, words_of_table
from sigai.tables.files.texts import clean

OLD_FORMAT = Bounds(processor=60, clock=300, memory=2048, answer=512)
"""An old workbook (.xls) cannot be measured before it is opened: it is read in a process apart."""

_PER_BYTE = 10
"""Microseconds for each byte of a workbook that is read as a stream: a long table is long as a file, too."""

_MOST_CONDITIONED = 4_000_000
"""So many cells under formats of conditions are looked at: a sheet may repeat its rules for all of its cells."""

_LONGEST_NOTE = 40
"""Letters of a note that a message shows."""

preload(__name__)

Cells = list[list[Any]]
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def read_excel(path: Path, file: str, known: Known, example: str) -> tuple[list[RawTable], list[Issue]]:
    """Every visible sheet that has a header, as one table each."""
    place = Place(file)
    opened = _opened(path, place)
    if isinstance(opened, Issue):
        return [], [opened]
    sheets, extent, look = opened
    tables, issues = _tables(sheets, file, known, example)
    tables = [replace(table, later_days=look.system_1904) for table in tables] if look.system_1904 else tables
    if look.formats:
        cell, stored, text = look.example
        issues.append(SHOWN_AS_FORMATTED.at(place, count=look.formats, cell=cell, stored=stored, shown=text))
    if extent.sparse:
        far = column_letters(extent.last_column)
        issues.append(FAR_CELLS.at(place, row=extent.last_row, column=far, last=extent.rows))
    return tables, issues


@dataclass(frozen=True, slots=True)
class WorkbookTexts:
    """The texts that the sheets of a workbook show, from A1 on, by their names; `unread` are the cells of each with an
    error or a formula without a result, by row and column from 0; `merged` the merged ranges of each, by their first
    and last cells; `hidden` the rows and the columns of each that are not shown."""

    sheets: Mapping[str, list[list[str]]]
    unread: Mapping[str, Mapping[Position, str]]
    merged: Mapping[str, Merged]
    hidden: Mapping[str, tuple[frozenset[int], frozenset[int]]]


def read_workbook(path: Path, file: str) -> WorkbookTexts:
    """Every sheet of a workbook, hidden ones too, as it shows; UserError where it cannot be read."""
    opened = _opened(path, Place(file))
    if isinstance(opened, Issue):
        raise UserError([opened])
    sheets, _, look = opened
    for sheet in sheets:
        _with_notes(sheet, 0)
    texts = {sheet.name: [[_cell_text(cell) or "" for cell in row] for row in sheet.cells] for sheet in sheets}
    merged = {sheet.name: tuple(sheet.merged) for sheet in sheets}
    hidden = {sheet.name: (sheet.hidden_rows, sheet.hidden_columns) for sheet in sheets}
    return WorkbookTexts(texts, look.unread, merged, hidden)


def excel_sheets(path: Path, file: str) -> list[SheetTexts]:
    """Every visible sheet of a workbook that holds something, as it shows; UserError where it cannot be read."""
    opened = _opened(path, Place(file))
    if isinstance(opened, Issue):
        raise UserError([opened])
    for sheet in opened[0]:
        _prompt(sheet)
        _with_notes(sheet, 0)
    return [
        SheetTexts(
            sheet.name,
            tuple(tuple(_cell_text(cell) or "" for cell in row) for row in sheet.cells),
            tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged),
            sheet.hidden_rows,
            sheet.hidden_columns,
            around=(*sheet.asides.boxes, *sheet.asides.pages),
            prompted=sheet.asides.prompted_units(),
        )
        for sheet in opened[0]
        if sheet.visible and any(cell != "" for row in sheet.cells for cell in row)
    ]


def _opened(path: Path, place: Place) -> tuple[list[_Sheet], Extent, Looks] | Issue:
    """The sheets of a workbook that stood the guards, or why it was not opened."""
    if path.stat().st_size == 0:
        return EMPTY_FILE.at(place)
    try:
        return _read(path)
    except RefusedError as error:
        return error.at(place)
    except OutOfBoundsError:
        return TOO_MUCH_WORK.at(place)
    except calamine.PasswordError:
        return PASSWORD.at(place)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the reader's Rust code is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return _not_readable(path, place, error)


def _read(path: Path) -> tuple[list[_Sheet], Extent, Looks]:
    if path.suffix.lower() == ".xls":
        sheets, look = confined(_old_sheets, path, bounds=OLD_FORMAT)
        return sheets, Extent(), look
    extent = inspect(path)
    if not extent.sparse and extent.placed:
        sheets = _laid_out_sheets(path, extent)
    else:
        refuse_heavy(path, max(LIGHT, _PER_BYTE * path.stat().st_size), laid_out=False)
        sheets = _streamed_sheets(path, extent)
    look = looks(path)
    for sheet in sheets:
        _show(sheet, look, extent)
    return sheets, extent, look


def _old_sheets(path: Path) -> tuple[list[_Sheet], Looks]:
    """The sheets of an old workbook, and what their cells show; called in a process apart."""
    sheets, look = _laid_out_sheets(path, Extent()), old_looks(path)
    for sheet in sheets:
        _show(sheet, look, Extent())
    return sheets, look


def _show(sheet: _Sheet, look: Looks, extent: Extent) -> None:
    """Put the texts that cells show in place of their values; a sheet may end in cells that have none."""
    cells, texts = sheet.cells, look.sheets.get(sheet.name, {})
    sheet.notes, sheet.hides = look.notes.get(sheet.name, {}), sheet.name in look.hiding
    sheet.asides = look.asides.get(sheet.name, NO_ASIDES)
    sheet.hidden_rows, sheet.hidden_columns = look.hidden.get(sheet.name, (frozenset(), frozenset()))
    within = [at for at in texts if not extent.sparse or (at[0] < extent.rows and at[1] < extent.columns)]
    width = max([len(cells[0]) if cells else 0, *(column + 1 for _, column in within)])
    height = max([len(cells), *(row + 1 for row, _ in within)])
    refuse_too_many(width * height, extent)
    if cells and width > len(cells[0]):
        for row in cells:
            row.extend([""] * (width - len(row)))
    cells.extend([""] * width for _ in range(height - len(cells)))
    for at in within:
        cells[at[0]][at[1]] = texts[at]
    _show_beside(sheet, look)


def _show_beside(sheet: _Sheet, look: Looks) -> None:
    """Put what formats write beside texts there, and mark the figures that a condition may show otherwise."""
    cells = sheet.cells
    for (row, column), (before, behind) in look.beside.get(sheet.name, {}).items():
        if row < len(cells) and column < len(cells[row]) and isinstance(cells[row][column], str):
            cells[row][column] = f"{before} {cells[row][column]}{behind}".strip() if cells[row][column] else ""
    left_over, width = _MOST_CONDITIONED, len(cells[0]) if cells else 0
    for (top, left, bottom, right), code in dict.fromkeys(look.conditions.get(sheet.name, ())):
        left_over -= max(0, min(bottom + 1, len(cells)) - top) * max(0, min(right + 1, width) - left)
        if left_over < 0:
            raise RefusedError(TOO_MUCH_WORK)
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = shown_on_condition(cells[row][column], code)


def _not_readable(path: Path, place: Place, error: BaseException) -> Issue:
    damaged = isinstance(error, zipfile.BadZipFile | zlib.error | calamine.ZipError)
    if damaged and path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return PASSWORD.at(place)  # an encrypted workbook is stored in the old container
    return NOT_READABLE.at(place, kind="Excel", reason=type(error).__name__)


class _Sheet:
    """One sheet: its name, whether it is shown, all its cells from A1 on, its merged ranges."""

    def __init__(self, name: str, visible: bool, cells: Cells, merged: Merged) -> None:
        self.name, self.visible, self.cells, self.merged = name, visible, cells, merged
        self.hidden_rows: frozenset[int] = frozenset()
        self.hidden_columns: frozenset[int] = frozenset()
        self.notes: Mapping[Position, str] = {}
        self.asides = NO_ASIDES
        self.hides = False


def _laid_out_sheets(path: Path, extent: Extent) -> list[_Sheet]:
    """Every sheet, laid out; what was measured before is held to, for a workbook may name one part as many sheets."""
    workbook = calamine.CalamineWorkbook.from_path(str(path))
    refuse_many_sheets(len(workbook.sheets_metadata))
    sheets: list[_Sheet] = []
    area = covered = 0
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        last_row, last_column = sheet.end or (0, 0)
        area += (last_row + 1) * (last_column + 1)
        refuse_too_many(area, extent)
        merged = sheet.merged_cell_ranges or ()
        covered += sum(min(bottom, last_row) - top + 1 for (top, _), (bottom, _) in merged if top <= last_row)
        if covered > LARGEST_MERGED:
            raise RefusedError(MANY_MERGED, most=LARGEST_MERGED)
        visible = meta.visible == calamine.SheetVisibleEnum.Visible
        sheets.append(_Sheet(meta.name, visible, sheet.to_python(skip_empty_area=False), merged))
    return sheets


def _streamed_sheets(path: Path, extent: Extent) -> list[_Sheet]:
    """Sheets read as a stream: the dense part of those with stray cells far away, and those whose cells do not say
    where they stand, of which nobody knows beforehand how far they go."""
    dense = (extent.rows, extent.columns) if extent.sparse else (None, None)
    with path.open("rb") as stream:  # openpyxl leaves a file open that it cannot read
        workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        refuse_many_sheets(len(workbook.worksheets))
        sheets: list[_Sheet] = []
        area = 0
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()
            cells: Cells = []
            for row in sheet.iter_rows(max_row=dense[0], max_col=dense[1], values_only=True):
                area += max(len(row), 1)
                refuse_too_many(area, extent)
                cells.append(["" if cell is None else cell for cell in row])
            width = max(map(len, cells), default=0)
            refuse_too_many(width * len(cells), extent)
            even = [row + [""] * (width - len(row)) for row in cells]
            sheets.append(_Sheet(sheet.title, sheet.sheet_state == "visible", even, ()))
        workbook.close()
    return sheets


def _tables(sheets: Sequence[_Sheet], file: str, known: Known, example: str) -> tuple[list[RawTable], list[Issue]]:
    tables: list[RawTable] = []
    issues: list[Issue] = []
    aside: list[Sequence[str]] = []
    filled = [sheet for sheet in sheets if any(cell != "" for row in sheet.cells for cell in row)]
    for sheet in filled:
        _prompt(sheet)
        name = file if len(filled) == 1 else f"{file}#{sheet.name}"
        head = [[_header_text(cell) for cell in row] for row in sheet.cells[: SEARCHED_ROWS + MOST_BELOW]]
        found, count = find_header(head, known)
        header = first_header(head[:SEARCHED_ROWS], found, known)
        if header < 0 or (count == 1 and len(filled) > 1 and is_of_labels(head)):
            aside += [*head, *([line] for line in sheet.asides.boxes)] if sheet.visible else []
            if sheet.visible and not tables and len(filled) == 1:
                issues.append(NO_HEADER.at(Place(name), example=example))
        elif not sheet.visible:
            if count > 1:
                issues.append(HIDDEN_SHEET.at(Place(file), sheet=sheet.name))
        else:
            tables.append(_table(sheet, name, header, _heads(sheet, head, header, known)))
            issues += _unread_notes(sheet, name, header)
            if said := sheet.asides.prompted():
                issues.append(PROMPTED_UNIT.at(Place(name), text=said[:_LONGEST_NOTE]))
            issues += [HIDDEN_BY_DEFAULT.at(Place(name))] if sheet.hides else []
    if not filled:
        issues.append(EMPTY_FILE.at(Place(file)))
    elif not tables and not issues:
        issues.append(NO_HEADER.at(Place(file), example=example))
    texts = joined_texts(aside)
    units, spans = units_aside(texts), tuple(filter(None, map(words_of_table, texts)))
    if units or spans:
        tables = [
            replace(table, mentioned=(*table.mentioned, *units), around=(*table.around, *spans)) for table in tables
        ]
    return tables, issues


def _heads(sheet: _Sheet, head: list[list[str]], header: int, known: Known) -> Heads:
    """What stands around the header row of a sheet, in cells, in notes on them and in text boxes; what only printed
    pages show, and what comes up at some cells, is not certain to be for all figures."""
    spans = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged]
    foot = foot_texts([[_header_text(cell) for cell in row] for row in sheet.cells[header + 1 :][-FOOT_ROWS:]])
    if not sheet.notes and not sheet.asides.boxes:
        heads = read_heads(head, header, known, spans, foot)
    else:
        noted = with_noted_heads(head, header, spans, (sheet.notes, sheet.asides.boxes), known)
        heads = read_heads(noted.rows, noted.header, known, noted.spans, foot)
        heads = replace(heads, below=heads.below - noted.below, mentioned=(*heads.mentioned, *noted.mentioned))
    return replace(heads, mentioned=(*heads.mentioned, *sheet.asides.units()))


def _unread_notes(sheet: _Sheet, file: str, header: int) -> list[Issue]:
    left = unread_notes(sheet.notes, header)
    if not left:
        return []
    (row, column), text = left[0]
    facts = {"count": len(left), "cell": f"{column_letters(column + 1)}{row + 1}", "text": clean(text)[:_LONGEST_NOTE]}
    return [UNREAD_NOTES.at(Place(file), **facts)]


def _with_notes(sheet: _Sheet, first: int, mark: str = "") -> None:
    """Put what the notes on figures say beside them, behind a mark, from a row on."""
    for (row, column), note in sheet.notes.items():
        if first <= row < len(sheet.cells) and column < len(sheet.cells[row]):
            text = _cell_text(sheet.cells[row][column]) or ""
            if is_number(clean(text)):
                sheet.cells[row][column] = noted_figure(text, note, mark)


def _prompt(sheet: _Sheet) -> None:
    """Take what comes up at figures for notes on them; in a template it is its own maker's."""
    sheet.notes = with_prompts(sheet.notes, sheet.asides.prompts, sheet.cells)


def _header_text(cell: Any) -> str:
    return clean(cell) if isinstance(cell, str) else clean(_cell_text(cell) or "")


def _table(sheet: _Sheet, file: str, header: int, heads: Heads) -> RawTable:
    header += heads.below
    _with_notes(sheet, header + 1, OF_NOTE)
    width = max((len(row) for row in sheet.cells), default=0)
    spread = _spread_merged(sheet, header)
    names = [*heads.names, *[""] * (width - len(heads.names))]
    body = sheet.cells[header + 1 :]
    by_column = [list(column) for column in zip(*body, strict=True)] if body else [[] for _ in range(width)]
    kept = [index for index in range(width) if names[index] or any(cell != "" for cell in by_column[index])]
    filled = np.array([any(cell != "" for cell in row) for row in body], dtype=np.bool_)
    mask = pa.array(filled)
    rows: Rows = np.arange(header + 2, header + 2 + len(body), dtype=np.int64)[filled]
    columns = tuple(_column(by_column[index]).filter(mask) for index in kept)
    position = np.cumsum(filled) - 1
    merged = {
        place: np.array([position[row] for row in spread[index]], dtype=np.int64)
        for place, index in enumerate(kept)
        if index in spread
    }

    def those(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(texts[index] if index < len(texts) else "" for index in kept)

    return RawTable(
        file,
        those(names),
        columns,
        rows,
        merged,
        those(heads.beside),
        those(heads.units),
        heads.stated,
        tuple(index + 1 for index in kept),
        heads.over,
        np.array(
            [position[row - header - 1] for row in sorted(sheet.hidden_rows) if _within(row, header, filled)], np.int64
        ),
        frozenset(place for place, index in enumerate(kept) if index in sheet.hidden_columns),
        heads.titles,
        sheet.name,
        heads.mentioned,
        tuple(filter(None, map(word_of_span, sheet.asides.pages))),
    )


def _within(row: int, header: int, filled: Mask) -> bool:
    """Whether a row of a sheet is one of the filled rows under its header."""
    return header < row <= header + len(filled) and bool(filled[row - header - 1])


def _spread_merged(sheet: _Sheet, header: int) -> dict[int, list[int]]:
    """Fill the cells of merged ranges below the header with the text of their first cell.

    Returns, by column, the body rows that belong to such a range: one figure for several rows is for the caller to
    refuse.
    """
    spread: dict[int, list[int]] = {}
    last = len(sheet.cells) - 1
    filled = [any(cell != "" for cell in row) for row in sheet.cells] if sheet.merged else []
    for (top, left), (bottom, _) in sheet.merged:
        if top <= header or top >= bottom or top > last or left >= len(sheet.cells[top]):
            continue
        text = sheet.cells[top][left]
        for row in range(top, min(bottom, last) + 1):
            # a row that holds nothing else stays empty: the range only runs past the end of the table
            if row == top or filled[row]:
                sheet.cells[row][left] = text
                spread.setdefault(left, []).append(row - header - 1)
    return spread


def _column(cells: list[Any]) -> Column:
    """Numbers stay numbers where a column holds nothing else; everything else becomes text."""
    kinds = {type(cell) for cell in cells}
    if kinds <= {float, int} or (kinds <= {float, int, str} and not any(isinstance(c, str) and c for c in cells)):
        return pa.array([None if cell == "" else float(cell) for cell in cells], pa.float64())
    return pa.array([_cell_text(cell) for cell in cells], pa.string())


def _cell_text(cell: Any) -> str | None:
    """A cell as a person would type it: fifteen digits, as Excel keeps them; dates in ISO form."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return None if cell is None else str(cell)
