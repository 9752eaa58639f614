"""One way to read any table file: batches of columns, issues instead of exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sigai.base.issues import Issue, Place, UserError
from sigai.tables.files.csv_files import csv_sheet, read_csv
from sigai.tables.files.excel_files import excel_sheets, read_excel
from sigai.tables.files.folders import TABLE_FILES
from sigai.tables.files.headers import Known
from sigai.tables.files.margins import with_margin_units
from sigai.tables.files.parquet_files import read_parquet
from sigai.tables.files.parts import parted
from sigai.tables.files.problems import EMPTY_FILE, NOT_READABLE
from sigai.tables.files.raw import RawTable
from sigai.tables.files.sheets import SheetFile

READABLE = TABLE_FILES


def read_tables(path: Path, file: str, known: Known, example: str) -> Iterator[RawTable | Issue]:
    """The tables of one file and what is wrong with it, as they are read.

    `file` is how issues name it; `known` says which headers mean something (the header row is where most of them
    stand); `example` shows a header row in the message for a file without one.
    """
    try:
        if path.stat().st_size == 0:
            yield EMPTY_FILE.at(Place(file))
            return
        suffix = path.suffix.lower()
        if suffix == ".parquet":
            yield from read_parquet(path, file, known, example)
            return
        reader = read_excel if suffix.startswith(".xls") else read_csv
        tables, issues = reader(path, file, known, example)
    except OSError as error:
        yield NOT_READABLE.at(Place(file), kind=path.suffix.lstrip("."), reason=error.strerror or type(error).__name__)
        return
    yield from issues
    for table in tables:
        yield from parted(with_margin_units(table), known)


def read_sheets(path: Path, file: str) -> SheetFile:
    """The sheets of a CSV file or workbook as a person sees them, titles and heads included, and what is wrong with
    single lines; UserError where the file cannot be read. What the heads mean, a mapping says."""
    if path.suffix.lower().startswith(".xls"):
        return SheetFile(file, tuple(excel_sheets(path, file)))
    sheet, issues = csv_sheet(path, file)
    if sheet is None:
        raise UserError(issues)
    return SheetFile(file, (sheet,), tuple(issues))
