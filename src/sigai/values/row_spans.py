"""What a table says of whole rows of figures outside its heads: a column 口径, a row 上年同期 over others, the sheet's
name, the title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from sigai.tables.files import RawTable, Words, header_key
from sigai.tables.files.columns import ColumnPositions
from sigai.tables.files.heads import Meaning, meaning
from sigai.tables.files.raw import Column, Rows

_ONLY = re.compile(
    r"(?:[本当上去前今同单月季年期末初数值额量表%()-]|累计|年初[至到]今|1-本月|计划|预计|预测|目标|同比|环比|比|增速|增长|增减|增幅|"
    r"排名|比重|占比|实际|完成|数据|情况|\d{1,2}月?-\d{1,2}月)+"
)
"""Nothing but words for what figures are: `上年同期数` is, `目标企业` and a remark are not."""

_LONGEST = 12
MOST_WORDS = 24
"""A column with more different texts does not say what figures are."""

_MANY_ROWS = 20_000
"""Columns of ever new texts are looked at in tables up to this size."""

_BRACKETED = re.compile(r"\(([^()]+)\)")
_NOTES = frozenset(("备注", "说明", "备注说明", "原因", "note", "notes", "remark", "remarks", "comment"))


def plain_span(text: str) -> Meaning:
    """What a text says of figures, where it says nothing else."""
    if not text or len(text) > _LONGEST or not _ONLY.fullmatch(text.replace(" ", "")):
        return ""
    said = meaning(text)
    return "" if said == "unclear" else said


def span_columns(table: RawTable, found: ColumnPositions) -> list[int]:
    """The columns without a known name whose cells only say what the figures of their rows are."""
    return [at for at in found.others if header_key(table.names[at]) not in _NOTES and _tells_spans(table, at)]


def spans_of_rows(table: RawTable, found: ColumnPositions) -> dict[str, Words]:
    """What is said of the figures of each row, by header: by columns, and by rows such as 上年同期 over others."""
    said = {table.names[at]: table.words(at) for at in span_columns(table, found)}
    if "entity" in found.columns:
        name = table.names[found.columns["entity"]]
        labels = carried_spans(table.words(found.columns["entity"]), table.rows)
        if labels is not None:
            said.setdefault(name, labels)
    return said


def said_around(sheet: str, titles: Iterable[str]) -> str:
    """The words of a sheet's name, or in brackets in a title, that say what all figures of a table are; nothing where
    there are none, or several that differ."""
    texts = [sheet, *(piece for title in titles for piece in _BRACKETED.findall(title))]
    spans = {span: text for text in texts if (span := plain_span(text)) not in ("", "this")}
    return next(iter(spans.values())) if len(spans) == 1 else ""


def _tells_spans(table: RawTable, at: int) -> bool:
    return bool(table.names[at]) and tell_spans(_few_words(table.columns[at]))


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
    """The nearest word over each row that says what figures are, in the order of the sheet; None where none does."""
    labels = [at for at, word in enumerate(words.words) if plain_span(word)]
    if not labels:
        return None
    order = np.argsort(rows, kind="stable")
    codes = np.where(np.isin(words.codes, labels), words.codes, -1)[order]
    last = np.maximum.accumulate(np.where(codes >= 0, np.arange(len(codes)), -1))
    carried = np.empty(len(codes), dtype=np.int32)
    carried[order] = np.where(last >= 0, codes[np.maximum(last, 0)], -1)
    return Words(carried, words.words)
