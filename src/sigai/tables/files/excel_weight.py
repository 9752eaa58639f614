"""What a workbook costs a library that makes an object of everything in it, as openpyxl does, told before it does.

A reader of figures (calamine) passes over page breaks, shared formulas, rules and styles; openpyxl builds each of them,
translates each formula anew for each cell and lays merged ranges out. Every element is weighed by what it costs there,
in microseconds, while the XML streams by; what nobody thought of weighs as much as the dearest of the usual.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from sigai.tables.files.excel_guard import column_number
from sigai.tables.files.packed import RefusedError, parts
from sigai.tables.files.problems import TOO_MUCH_WORK

LIGHT = 1_500_000
"""Microseconds that any workbook may weigh: sixty thousand cells, two thousand rows of thirty columns."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _ROW, _FORMULA, _STYLE = f"{_MAIN}c", f"{_MAIN}row", f"{_MAIN}f", f"{_MAIN}cellStyle"
_PLAIN: Mapping[str, float] = {_CELL: 20, _ROW: 5} | {f"{_MAIN}{tag}": 4 for tag in ("f", "is", "si", "t", "v")}
_OTHER = 50
_ROW_WITH_MANNERS = 25
"""A row that says more than where it stands: its height, its style."""

_LAID_OUT: Mapping[str, int] = {"mergeCell": 30, "hyperlink": 100, "comment": 20, "table": 20}
"""Elements whose `ref` is laid out, and what each cell of it costs."""

_PER_CHARACTER = 1.0
"""Of a shared formula, for each cell that repeats it; of other long texts, lists of ranges above all, twice."""

_PER_BYTE = 0.05
_PER_STYLE_BEFORE = 0.1
"""Each named style is compared with all before it."""

_SHORT = 64
_ENDLESS = 10.0**12
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?", re.IGNORECASE)


def weigh(path: Path, most: float = LIGHT, *, laid_out: bool = True) -> float:
    """The microseconds of a workbook that stood the guard; where they are more than `most`, only that they are.

    Not `laid_out`: to one that streams the sheets, and neither translates formulas nor lays ranges out.

    Raises zipfile.BadZipFile, zlib.error or OSError, and RefusedError where the package is too large.
    """
    weights: dict[str, float] = {}
    named: Counter[str] = Counter()
    again = 1
    for name, blocks in parts(path):
        scales = _Scales(most, laid_out)
        _pass(blocks, scales)
        weights[posixpath.basename(name)] = weights.get(posixpath.basename(name), 0) + scales.all
        named.update(scales.named)
        again = max(again, *scales.opened.values(), 1)
        if sum(weights.values()) > most:
            break
    # a part is built once for each relation that names it, and for each sheet that names the relation
    return again * sum(weight * max(named[name], 1) for name, weight in weights.items())


def refuse_heavy(path: Path, most: float = LIGHT, *, laid_out: bool = True) -> None:
    """RefusedError where the workbook weighs more than `most`."""
    if weigh(path, most, laid_out=laid_out) > most:
        raise RefusedError(TOO_MUCH_WORK)


class _HeavyError(Exception):
    """Enough was weighed."""


def _pass(blocks: Iterator[bytes], scales: _Scales) -> None:
    """Weigh one part as far as it is XML: who reads it comes no farther."""
    target: Any = scales
    parser: Any = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for block in blocks:
            scales.all += len(block) * _PER_BYTE
            parser.feed(block)
        parser.close()
    except (_HeavyError, etree.XMLSyntaxError):
        scales.end_table()


class _Scales:
    """Adds up one part. `named` counts the parts that its relations name, `opened` how often each relation is used."""

    def __init__(self, most: float, laid_out: bool) -> None:
        self.all: float = 0
        self.named: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        self._most, self._laid_out = most, laid_out
        self._plain = True
        self._formulas: dict[str, int] = {}
        self._formula: str | None = None
        self._styles = 0
        self._table: float = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Called where an element begins."""
        plain = _PLAIN.get(tag)
        self._plain = plain is not None
        if plain is None:
            self._other(tag, attributes)
        else:
            self.all += plain
            if tag == _FORMULA:
                self._start_formula(attributes)
            elif tag == _ROW and attributes.keys() - {"r", "spans"}:
                self.all += _ROW_WITH_MANNERS
        if self.all > self._most:
            raise _HeavyError

    def data(self, text: str) -> None:
        """Called for text, a long one in pieces."""
        if self._formula is not None:
            self._formulas[self._formula] = self._formulas.get(self._formula, 0) + len(text)
            self.all += _PER_CHARACTER * len(text)
        elif not self._plain:
            self.all += 2 * _PER_CHARACTER * max(len(text) - _SHORT, 0)

    def end(self, tag: str) -> None:
        """Called where an element ends."""
        if tag == _FORMULA:
            self._formula = None

    def doctype(self, *_: object) -> None:
        """Called where a document type is declared: nobody knows what it makes of the rest."""
        self.all = _ENDLESS
        raise _HeavyError

    def close(self) -> None:
        """Called at the end."""
        self.end_table()

    def end_table(self) -> None:
        """Add the table that named none of its columns: its range is laid out for them."""
        self.all += self._table
        self._table = 0

    def _start_formula(self, attributes: Mapping[str, str]) -> None:
        """A shared formula costs in each cell that names it; its text stands in the first."""
        if self._laid_out and attributes.get("t") == "shared":
            self._formula = attributes.get("si", "")
            self.all += _PER_CHARACTER * self._formulas.get(self._formula, 0)

    def _other(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.all += _OTHER + sum(2 * _PER_CHARACTER * max(len(value) - _SHORT, 0) for value in attributes.values())
        if tag == _STYLE:
            self.all += _PER_STYLE_BEFORE * self._styles
            self._styles += 1
        elif name == "Relationship":
            if attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                self.named[posixpath.basename(posixpath.normpath(target)).lower()] += 1
        elif name == "table":
            self.end_table()
            self._table = self._cells(name, attributes)
        elif name == "tableColumn":
            self._table = 0
        elif name in _LAID_OUT:
            self.all += self._cells(name, attributes)
        if name != "hyperlink":  # a link opens no part
            self.opened.update(value for key, value in attributes.items() if key.endswith("/relationships}id"))

    def _cells(self, name: str, attributes: Mapping[str, str]) -> float:
        return _LAID_OUT[name] * _area(attributes.get("ref", "")) if self._laid_out else 0


def _area(ref: str) -> float:
    """The cells of a range, one for a single cell; endless where it is neither, for whole columns may be meant."""
    found = _REF.fullmatch(ref)
    if found is None:
        return _ENDLESS
    left, top, right, bottom = found.groups()
    if right is None:
        return 1
    columns = column_number(right.encode()) - column_number(left.encode())
    return float((abs(int(bottom) - int(top)) + 1) * (abs(columns) + 1))
