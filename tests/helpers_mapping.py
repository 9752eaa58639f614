"""Files written for mappings, and what a mapping makes of them."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from helpers_values import ENTITIES, PROGRAMME, write_folder
from sigai.base.periods import Period
from sigai.tables.files import read_sheets
from sigai.values import register_of
from sigai.values.mapping import (
    GivenWithFile,
    MappedFile,
    Mapping,
    MappingReaders,
    mapped_file,
    propose_mapping,
)

MONTH = GivenWithFile(Period.parse("2022-09"))
Rows = list[list[Any]]


def readers_in(folder: Path) -> MappingReaders:
    """What files are read against: the invented programme and its enterprises."""
    entities, _ = register_of(write_folder(folder, {}, ENTITIES), PROGRAMME)
    return MappingReaders.of(PROGRAMME, entities)


def written(path: Path, rows: Rows, merged: tuple[str, ...] = ()) -> Path:
    """A workbook, or a CSV file by the path's ending."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(["" if cell is None else cell for cell in row])
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def proposed(path: Path, readers: MappingReaders) -> Mapping:
    """The first mapping of a file."""
    return propose_mapping(read_sheets(path, path.name), readers, name="导出")


def applied(path: Path, mapping: Mapping, readers: MappingReaders, with_: GivenWithFile = MONTH) -> MappedFile:
    """What a mapping makes of a file, by default handed in for September."""
    return mapped_file(read_sheets(path, path.name), mapping, readers, with_)


def figures(found: MappedFile) -> dict[tuple[str, str, str], Decimal]:
    """The figures taken, by whose, of what and when."""
    return {figure.key: figure.value for figure in found.figures}


def codes(found: MappedFile) -> set[str]:
    """The codes of everything that is said."""
    return {issue.code for issue in (*found.changes, *found.issues)}


def changed(rows: Rows, **cells: Any) -> Rows:
    """The same rows with other cells: `A4="x"`."""
    copy = [list(row) for row in rows]
    for place, value in cells.items():
        copy[int(place[1:]) - 1][ord(place[0]) - ord("A")] = value
    return copy
