"""Cells that a sheet holds and does not mean or show: struck out, written in white, or formatted away.

The reader of workbooks marks them (`〔划去：5〕`). Such a cell is no figure and no name: its row is left out, for that
and for nothing that follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Place
from sigai.tables.files.problems import NOT_SHOWN
from sigai.tables.files.raw import Column, Mask, RawTable
from sigai.tables.files.rowissues import RowIssues

_NOTED = re.compile("〔(.*)[,，]批注[:：](.*)〕")
_MARKED = re.compile("〔(划去|白字|不显示)[：:](.*?)〕")
_HOW = {
    "划去": ("被划去（删除线）", "is struck out"),
    "白字": ("字色与底色相同，看不见", "has the colour of its ground"),
    "不显示": ("被格式设为不显示", "is not shown by its number format"),
}


def with_note(figure: str, note: str) -> str:
    """What stands for a figure with a note on its cell that may change it."""
    return f"〔{figure}，批注：{note}〕"


def noted_facts(text: str) -> dict[str, str] | None:
    """The figure and the note of such a cell; None for another."""
    match = _NOTED.fullmatch(text)
    return {"given": match[1], "note": match[2]} if match else None


def is_struck(text: str) -> bool:
    """Whether a text was marked as struck out or not shown."""
    return _MARKED.search(text) is not None


def struck_facts(text: str) -> dict[str, str]:
    """What a marked text holds and why it does not count, for a message."""
    match = _MARKED.search(text)
    how = _HOW[match[1]] if match else ("", "")
    return {"given": match[2] if match else text, "how_zh": how[0], "how_en": how[1]}


def without_struck(table: RawTable, columns: Iterable[int], issues: RowIssues) -> RawTable:
    """A table without the rows in which a cell of some columns is struck out or not shown."""
    aside = np.zeros(len(table), dtype=np.bool_)
    for at in columns:
        here = _marked(table.columns[at]) & ~aside
        for row in np.flatnonzero(here).tolist():
            place = Place(table.file, row=int(table.rows[row]), column=table.names[at])
            issues.add(NOT_SHOWN.at(place, **struck_facts(str(table.columns[at][row].as_py()))))
        aside |= here
    return table.of_rows(np.flatnonzero(~aside)) if aside.any() else table


def _marked(column: Column) -> Mask:
    if pa.types.is_dictionary(column.type):
        codes = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
        of_words: Mask = np.append(_marked(column.dictionary), np.False_)[codes]
        return of_words
    if not pa.types.is_string(column.type):
        return np.zeros(len(column), dtype=np.bool_)
    said: Column = pc.match_substring(column, "〔")
    marked: Mask = said.fill_null(False).to_numpy(zero_copy_only=False).copy()
    for at in np.flatnonzero(marked).tolist():
        marked[at] = is_struck(str(column[at].as_py()))
    return marked
