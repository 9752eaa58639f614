"""Workbooks with what a plain writer does not make: notes on cells, conditional formats, attributes of a sheet."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat


def noted(content: bytes, *notes: tuple[str, str], author: str = "某人") -> bytes:
    """The workbook with notes on cells, each by its cell and text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, text in notes:
        book.worksheets[0][cell].comment = Comment(text, author)
    return _saved(book)


def on_condition(content: bytes, cells: str, form: str) -> bytes:
    """The workbook with a number format that a condition gives to some cells."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    manner = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=form))
    book.worksheets[0].conditional_formatting.add(cells, Rule(type="expression", formula=["TRUE"], dxf=manner))
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with the XML of its first sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith("sheet1.xml") else part)
    return out.getvalue()


def with_default(attributes: str) -> Callable[[bytes], bytes]:
    """A change that gives a sheet attributes for all rows that say nothing themselves."""
    return lambda xml: re.sub(
        rb"<sheetFormatPr[^>]*/>", f'<sheetFormatPr defaultRowHeight="15" {attributes}/>'.encode(), xml
    )


def with_row(number: int, attributes: str) -> Callable[[bytes], bytes]:
    """A change that gives attributes to a row."""
    start = f'<row r="{number}"'.encode()
    return lambda xml: xml.replace(start, start + f" {attributes}".encode())
