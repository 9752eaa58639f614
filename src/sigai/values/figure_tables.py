"""The tables of one file of figures, with the rows that are about a subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sigai.base.issues import Issue
from sigai.tables.files import RawTable, RowIssues, header_key, read_tables
from sigai.tables.files.struck import without_struck
from sigai.values.batches import EXAMPLE_LONG
from sigai.values.file_units import with_units_elsewhere
from sigai.values.headers import VALUE_ALIASES
from sigai.values.measure_names import MeasureNames
from sigai.values.side_rows import without_side_rows


def figure_tables(
    path: Path, file: str, names: MeasureNames, named: Callable[[str], bool], issues: RowIssues
) -> Iterator[RawTable]:
    """The tables of a file as they are to be read; `named` says whether a word is a subject's name."""
    workbook = path.suffix.lower().startswith(".xls")
    for table in _tables(path, file, names, issues):
        seen = without_struck(table, _keys(table), issues) if workbook else table
        yield without_side_rows(seen, named, issues)


def _keys(table: RawTable) -> list[int]:
    """The columns that say what the figures of a row are."""
    return [at for at, name in enumerate(table.names) if VALUE_ALIASES.get(header_key(name), "value") != "value"]


def _tables(path: Path, file: str, names: MeasureNames, issues: RowIssues) -> Iterator[RawTable]:
    """The tables of a file, those of a workbook or text file with what the others say of units; a Parquet file states
    none, and comes in pieces."""
    read = _told(read_tables(path, file, names.knows_header, EXAMPLE_LONG), issues)
    if path.suffix.lower() == ".parquet":
        yield from read
    else:
        yield from with_units_elsewhere(list(read), names)


def _told(found: Iterator[RawTable | Issue], issues: RowIssues) -> Iterator[RawTable]:
    for each in found:
        if isinstance(each, Issue):
            issues.add(each)
        else:
            yield each
