"""What a table says of whole rows of figures outside its heads: a column 口径, a row 上年同期 over others, the sheet's
name, the title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from sigai.tables.files import RawTable, Words, clean, header_key
from sigai.tables.files.columns import ColumnPositions
from sigai.tables.files.raw import Column, Rows
from sigai.tables.files.spans import plain_span, span_of_word, word_of_name, word_of_span
from sigai.values.headers import PASSED_KEYS

MOST_WORDS = 24
"""A column with more different texts does not say what figures are."""

_MANY_ROWS = 20_000
"""Columns of ever new texts are looked at in tables up to this size."""

_BRACKETED = re.compile(r"\(([^()]+)\)")
_SCOPE_HEAD = re.compile(".{0,4}口径(?:类型|说明)?|累计标[志识]|期别类型|是否累计|累计/(?:当|本)月|[当本]月/累计")
"""Heads of columns that say over which time figures run, or whose they are."""

_OF_TIME = re.compile("同期|上年|去年")
_OF_GROWTH = re.compile("[比增降减升涨跌]|变[动化]率|排名|完成|进度|实际")
"""Words that a remark may hold of a figure that is right."""

_YEAR = re.compile(r"\d{4}年(?:\d{1,2}月)?")
_MOST_TOGETHER = 6
"""Words of a column of spans, and letters of one, so many at most, that nobody understands."""

_NUMBER = re.compile(r"[-+\d.,\s%]+")
_NOTES = frozenset(("备注", "说明", "备注说明", "原因", "note", "notes", "remark", "remarks", "comment"))


def span_columns(table: RawTable, found: ColumnPositions) -> list[int]:
    """The columns without a known name whose cells say what the figures of their rows are."""
    return [at for at in found.others if table.names[at] and _judged(table, at)]


def spans_of_rows(table: RawTable, found: ColumnPositions) -> dict[str, Words]:
    """What is said of the figures of each row, by header: by columns, and by rows such as 上年同期 over others."""
    said = {}
    for at in found.others:
        if judged := _judged(table, at):
            words = table.words(at)
            left = [code for code, word in enumerate(words.words) if word in judged]
            codes = np.where(np.isin(words.codes, left), words.codes, -1).astype(np.int32)
            said[table.names[at] or f"第{table.number(at)}列"] = Words(codes, words.words)
    if "entity" in found.columns:
        name = table.names[found.columns["entity"]]
        labels = carried_spans(table.words(found.columns["entity"]), table.rows)
        if labels is not None:
            said.setdefault(name, labels)
    return said


def said_around(sheet: str, titles: Iterable[str], around: Sequence[str] = ()) -> str:
    """The words of a sheet's name, of a title or in brackets in one, or `around` the table, that say what all figures
    of it are; nothing where there are none, or several that differ."""
    texts = [*filter(None, [word_of_name(clean(sheet))]), *around]
    for title in map(clean, titles):
        word = "" if plain_span(title) else word_of_span(title)  # a word alone is that of a group of columns
        texts += [word] if word else filter(plain_span, _BRACKETED.findall(title))
    spans = {span: text for text in texts if (span := span_of_word(text)) != "this"}
    return next(iter(spans.values())) if len(spans) == 1 else ""


def _judged(table: RawTable, at: int) -> frozenset[str]:
    """The words of a column that say what the figures of their rows are, or that nobody understands among such."""
    return judged_words(table.names[at], _few_words(table.columns[at]))


def judged_words(head: str, words: Iterable[str]) -> frozenset[str]:
    """The words of a column, of those that it holds, that say what figures are. Among these, and under a head for it,
    a word that nobody understands is one that may."""
    given = list(words)
    plain = frozenset(word for word in given if plain_span(word))
    if not head:
        return frozenset(word for word in plain if not _OF_GROWTH.search(word))
    if header_key(head) in _NOTES or header_key(head) in PASSED_KEYS:
        return frozenset()
    unclear = frozenset(word for word in given if span_of_word(word) == "unclear")
    if _SCOPE_HEAD.fullmatch(header_key(head)):
        return unclear | plain if unclear or any(plain_span(word) != "this" for word in plain) else frozenset()
    unclear = frozenset(word for word in unclear if not _NUMBER.fullmatch(word))
    if len(plain) == len(given):
        return plain if any(plain_span(word) != "this" for word in plain) else frozenset()
    if not any(plain_span(word) in ("total", "period", "end") or _OF_TIME.search(word) for word in plain):
        return frozenset()
    are_few = len(given) <= _MOST_TOGETHER and all(len(word) <= _MOST_TOGETHER for word in unclear)
    return plain | unclear if are_few else plain


def tell_spans(words: Iterable[str]) -> bool:
    """Whether words only say what figures are, and not only that they are of this year."""
    spans = [plain_span(word) for word in words]
    return bool(spans) and all(spans) and any(span != "this" for span in spans)


def _few_words(column: Column) -> Sequence[str]:
    """The different texts of a column of few; none of one of many, or of numbers."""
    if pa.types.is_dictionary(column.type):
        few = pa.types.is_string(column.type.value_type) and len(column.dictionary) <= MOST_WORDS
        return Words.of(column).words if few else ()
    if not pa.types.is_string(column.type) or len(column) > _MANY_ROWS:
        return ()
    words = column.unique()
    return Words.of(words).words if len(words) <= MOST_WORDS else ()


def carried_spans(words: Words, rows: Rows) -> Words | None:
    """The nearest word over each row that says what figures are, in the order of the sheet; of a line under all rows,
    for those without another; None where no word does. A year over rows ends what was said above it."""
    said = [word_of_span(word) for word in words.words]
    if not any(said):
        return None
    labels = [at for at, word in enumerate(words.words) if said[at] or _YEAR.fullmatch(word)]
    order = np.argsort(rows, kind="stable")
    is_label = np.isin(words.codes, labels)[order]
    codes = np.where(is_label, words.codes[order], -1)
    last = np.maximum.accumulate(np.where(is_label, np.arange(len(codes)), -1))
    figures = np.flatnonzero(~is_label & (words.codes[order] >= 0))
    foot = codes[figures[-1] + 1 :] if len(figures) else codes[:0]
    general = next((int(code) for code in foot if code >= 0 and said[code] not in ("", words.words[code])), -1)
    carried = np.empty(len(codes), dtype=np.int32)
    carried[order] = np.where(last >= 0, codes[np.maximum(last, 0)], general)
    return Words(carried, tuple(said))
