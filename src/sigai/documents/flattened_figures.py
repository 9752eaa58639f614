"""Tables of indicators that extraction flattened to lines, back to rows: 6 研发投入强度 % 预期性 2.5左右 -.

A head of column names with a name, a year and mostly a unit; then rows, each read from its right end: as many values,
natures (预期性) and units as the head has columns, and before them the name with its number and class. A name broken
over lines is put together. What does not read as a row ends the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sigai.documents.columns import COUNTERS
from sigai.documents.draft import Block, row
from sigai.documents.lines import Line

Sort = Literal["value", "unit", "nature", "other"]

_NAME = re.compile(r"指标|目标任务|项目|任务名称")
_UNIT = re.compile(r"^(?:计量)?单位$")
_NATURE = re.compile(r"^(?:指标)?(?:属性|性质|类型)$")
_VALUE_HEAD = re.compile(r"(?:19|20)\d\d|年均|累计|增速|目标值|基期值|现状值|基准值|基数")
_VALUE = re.compile(
    r"^(?:[-—–－/]{1,2}|(?:不低于|不超过|约|>=?|<=?|[＞＜≥≤≧≦≈±+-])?[\[〔【（(]?(?:[>＞<＜≥≤约-])?\d[\d,.，]*"
    r"(?:%|％|万|亿|以上|左右|以内|以下|倍|个百分点)*[\]〕】）)]?(?:%|％|以上|左右|以内|以下)?)$"
)
_NATURES = re.compile(r"^(?:预期性|约束性|指导性|预期|约束)$")
_UNIT_CELL = re.compile(r"^(?:%|％|‰|[一-龥A-Za-z/（）()²³·㎡℃]{1,14}|[一-龥]*/\d*[万亿]?[一-龥]*|%左右)$")
_COUNTER = re.compile(r"^\d{1,3}[.．、]?$|^[（(]\d{1,2}[)）]$")
_MOST_BROKEN = 4
_LONGEST_NAME = 60
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class FlattenedRows:
    """The rows found: the line after the last, and the blocks that head and rows are."""

    stop: int
    blocks: tuple[Block, ...]


def figure_rows(lines: Sequence[Line], start: int, heads: tuple[str, ...]) -> FlattenedRows | None:
    """The rows below a head of indicators at `start`, or None where there is no such table."""
    squeezed = ["".join(head.split()) for head in heads]
    name = next((number for number in reversed(range(len(heads))) if _NAME.search(squeezed[number])), None)
    if name is None or not any(_VALUE_HEAD.search(head) for head in squeezed[name + 1 :]):
        return None
    sorts = [_sort(head) for head in squeezed[name + 1 :]]
    before = squeezed[:name]
    if not COUNTERS & set(before) and start + 1 < len(lines) and _counted(lines[start + 1]):
        heads, before = ("", *heads), ["", *before]
    blocks = [row(heads, lines[start].page)]
    place = start + 1
    while place < len(lines):
        if lines[place].furniture:
            blocks.append(Block(lines[place].text, kind="furniture", page=lines[place].page))
            place += 1
            continue
        found = _row(lines, place, before, sorts)
        if found is None:
            break
        stop, cells = found
        blocks.append(row(cells, lines[place].page))
        place = stop
    return FlattenedRows(place, tuple(blocks)) if sum(block.kind == "row" for block in blocks) > _FEWEST else None


def _counted(line: Line) -> bool:
    """Whether a row begins with its number, or with its class and its number."""
    return any(_COUNTER.match(token) for token in _parted(line.text)[:2])


def _sort(head: str) -> Sort:
    if _UNIT.match(head):
        return "unit"
    if _NATURE.match(head):
        return "nature"
    return "value" if _VALUE_HEAD.search(head) else "other"


def _row(
    lines: Sequence[Line], place: int, before: Sequence[str], sorts: Sequence[Sort]
) -> tuple[int, tuple[str, ...]] | None:
    """The row that begins on a line: where it ends, and its cells."""
    tokens: list[str] = []
    for stop in range(place + 1, min(place + _MOST_BROKEN, len(lines)) + 1):
        line = lines[stop - 1]
        if line.furniture or len("".join(tokens)) > _LONGEST_NAME:
            return None
        tokens += _parted(line.text)
        read = _read(tokens, sorts)
        if read:
            front = _front(read[0], before)
            return (stop, (*front, *read[1])) if front else None
        if re.search(r"[。；，]", line.text):
            return None
    return None


def _parted(text: str) -> list[str]:
    return [token for token in text.split() if token]


def _read(tokens: list[str], sorts: Sequence[Sort]) -> tuple[list[str], tuple[str, ...]] | None:
    """(name tokens, cells) where the last tokens fit the columns; a column of values may be empty on the left."""
    for missing in range(sorts.count("value")):
        kept = _without_first_values(sorts, missing)
        front = len(tokens) - len(kept)
        if front < 1:
            continue
        cells = tokens[front:]
        if all(_fits(cell, sort) for cell, (_, sort) in zip(cells, kept, strict=True)) and any(
            re.search(r"\d", cell) for cell, (_, sort) in zip(cells, kept, strict=True) if sort == "value"
        ):
            whole = [""] * len(sorts)
            for cell, (column, _) in zip(cells, kept, strict=True):
                whole[column] = cell
            return tokens[:front], tuple(whole)
    return None


def _without_first_values(sorts: Sequence[Sort], missing: int) -> list[tuple[int, Sort]]:
    """The columns with their places, the first `missing` columns of values left out."""
    kept: list[tuple[int, Sort]] = []
    for column, sort in enumerate(sorts):
        if sort == "value" and missing:
            missing -= 1
            continue
        kept.append((column, sort))
    return kept


def _fits(cell: str, sort: Sort) -> bool:
    if sort == "value":
        return bool(_VALUE.match(cell))
    if sort == "nature":
        return bool(_NATURES.match(cell))
    return sort == "other" or (bool(_UNIT_CELL.match(cell)) and not _NATURES.match(cell))


def _front(tokens: list[str], before: Sequence[str]) -> tuple[str, ...] | None:
    """The cells up to the name: the number of the row and its class, as far as the head has columns for them."""
    counter = next((number for number, head in enumerate(before) if head in COUNTERS or not head), None)
    cells, words = [""] * len(before), list(tokens)
    counted = [number for number, token in enumerate(tokens) if _COUNTER.match(token)]
    classes = [number for number in range(len(before)) if number != counter]
    if counter is not None and counted:
        cells[counter] = tokens[counted[-1]]
        early, words = tokens[: counted[-1]], tokens[counted[-1] + 1 :]
        if early and classes and classes[0] < counter:
            cells[classes[0]] = "".join(early)
        else:
            cells[counter] = "".join(early) + cells[counter]
    if classes and len(words) > 1 and not cells[classes[0]] and (counter is None or classes[0] > counter):
        cells[classes[0]] = words.pop(0)
    name = "".join(words)
    return (*cells, name) if re.search(r"[一-龥A-Z]{2}", name) else None
