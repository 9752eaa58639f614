"""Rows of a table that are about nobody: totals, and the lines under it with who filled it in.

They are left out before anything is checked. A total is no subject's figure, and a good sheet is not to be blamed for
having one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.files import RawTable, RowIssues, clean, header_key
from sigai.tables.files.margins import units_behind, units_in_remarks
from sigai.tables.files.raw import Column, Mask, Words, as_text
from sigai.tables.files.spans import word_of_span
from sigai.values.headers import VALUE_ALIASES
from sigai.values.void_problems import SIDE_ROW

_BLANK = r"[\s　]*"
_TOTAL = (
    rf"(?:[^0-9]{{0,8}}[合总小共]{_BLANK}计(?:数|额)?|总{_BLANK}和|汇{_BLANK}总|(?:sub-?|grand )?totals?|sum)"
    rf"{_BLANK}[:：]?{_BLANK}(?:[（(][^)）]*[)）])?{_BLANK}$"
)
_LINE = (
    r"(?:[^0-9:：]{0,8}(?:负责人|填表人|填报人|制表人?|审核人?|复核人?|编制人|经办人|报送人|统计员|统计人员|联系人|电话|手机|日期|时间"
    r"|签字|签名|签章|盖章|公章|填报单位|报送单位|编制单位|制表单位|资料来源|数据来源)[^:：]{0,6}|备?注\d*|说明|附注)"
    rf"{_BLANK}[:：]"
)
_UNIT = rf"(?:计量|金额|数量|货币|数值|数据)?单{_BLANK}位{_BLANK}[:：]?{_BLANK}$"
_ABOUT_NOBODY = rf"(?i)^{_BLANK}(?:{_TOTAL}|{_LINE}|{_UNIT})"

_MOST_BLANK = 10_000
"""So many rows that name nobody are looked at in their other cells."""


def without_side_rows(table: RawTable, named: Callable[[str], bool], issues: RowIssues) -> RawTable:
    """A table without its rows of totals and signatures; `named` says whether a word is a subject's name after all.
    A unit in such a row is one that is mentioned; what it says of all figures stands among the titles."""
    means = [VALUE_ALIASES.get(header_key(name)) for name in table.names]
    entity = [at for at, each in enumerate(means) if each == "entity"]
    if not entity or not len(table):
        return table
    said, blank = np.zeros(len(table), dtype=np.bool_), np.ones(len(table), dtype=np.bool_)
    for at in entity:
        here, empty = _says(table.columns[at], named), np.asarray(table.columns[at].is_null())
        said, blank = said | here, blank & (empty | here)
    rows = np.flatnonzero(blank & ~said)[:_MOST_BLANK]
    for at in (at for at, each in enumerate(means) if each not in ("entity", "measure", "unit") and len(rows)):
        said[rows] |= _says(table.columns[at].take(pa.array(rows)), named)
    aside = said & blank
    if not aside.any():
        return table
    left = table.of_rows(np.flatnonzero(aside))
    _tell(left, issues)
    mentioned = dict.fromkeys((*table.mentioned, *units_in_remarks(left.columns), *units_behind(left.columns)))
    over = tuple(text for at in entity for text in left.words(at).words if word_of_span(text))
    return replace(table.of_rows(np.flatnonzero(~aside)), mentioned=tuple(mentioned), titles=(*table.titles, *over))


def _says(column: Column, named: Callable[[str], bool]) -> Mask:
    """The cells that say that their row is about nobody."""
    if pa.types.is_dictionary(column.type):
        codes = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
        of_words: Mask = np.append(_says(column.dictionary, named), np.False_)[codes]
        return of_words
    if not pa.types.is_string(column.type):
        return np.zeros(len(column), dtype=np.bool_)
    said: Column = pc.match_substring_regex(column, _ABOUT_NOBODY)
    found: Mask = said.fill_null(False).to_numpy(zero_copy_only=False).copy()
    for at in np.flatnonzero(found).tolist():
        found[at] = not named(clean(column[at].as_py()))
    return found


def _tell(rows: RawTable, issues: RowIssues) -> None:
    cells = [as_text(column) for column in rows.columns]
    first = Words.of(_first_that_says(cells))
    issues.words(SIDE_ROW, rows.file, rows.rows, None, words=first, facts=lambda word: {"given": word})


def _first_that_says(cells: list[Column]) -> Column:
    said = [pc.if_else(pc.match_substring_regex(column, _ABOUT_NOBODY), column, None) for column in cells]
    return pc.coalesce(*said)
