"""What stands around the header row: units in titles and in rows of their own, further header rows above and below.

A person reads `工业总产值` over `本月` and `累计`, or `单位：元` in the corner, as part of the header. Each column gets
one name, what stands beside it, and its unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sigai.base.units import MeasureUnit, unit_names
from sigai.tables.files.headers import Known
from sigai.tables.files.texts import clean, header_key, split_unit

Span = tuple[int, int, int, int]
"""A merged range: top, left, bottom, right, from 0 and inclusive."""

Meaning = Literal["period", "total", "end", "this", "other", "unclear", ""]
"""What words beside a header say of its figures: of the period alone, a total since January, at the period's end, of
this year, something else than the figures of the period, or nothing that is known."""

MOST_BELOW = 3
_STATED = re.compile(r"(?<![填报送制写管理任口属主办业个本各])(?:计量|金额|数量|货币|数值|数据)?单位\s*[::]\s*(.+)$")
_STATED_EN = re.compile(r"\bunits?(?: of measure)?\s*:\s*(.+)$", re.IGNORECASE)
_BETWEEN_UNITS = re.compile(r"[、,;，；\s]+")
_IN_BRACKETS = re.compile(r"[(\[（【][^()\[\]（）【】]*[)\]）】]")
_LIKE_A_UNIT = re.compile(r"(元|吨|千瓦时|瓦|度|人|户|家|个|台|米|方|亩|克|标煤|标准煤|时|%|‰)$")
_NUMBERING = re.compile(r"^(?:[甲乙丙丁戊]|[A-E]|[(]?\d{1,2}[)]?)$")
_NO_WORDS = frozenset(("-", "--", "—", "——", "/", "单位", "计量单位", "unit"))

_YEAR = re.compile(r"^\d{4}年?(?:\d{1,2}月)?$")

_LONGEST_WORDS = 15
_OTHER = re.compile(
    "上年|去年|前年|同期|同比|增长|增速|增减|增幅|环比|上月|上期|上季|预计|预测|计划|目标|年初(?!至|到|累|起)|期初|占比|"
    "比重|排名|完成率|差额|比上|定额|last|previous|growth|change"
)
_TOTAL = re.compile(r"累计|年初(?:至|到|起)|^1[-—–~至到]?(?:本月|\d{1,2}月)|ytd|cumulat|sincejanuary|yeartodate")
_PERIOD = re.compile(r"^(?:本月|当月|本季|本季度|当季|单月|月度|thismonth|month)(?:数|值|额|量|实际|完成|发生|止)*$")
_END = re.compile(r"^(?:本?期末|本?月末|本?季末|本?年末)(?:数|值|余额|人数|实有)*$")
_THIS = re.compile(r"^(?:本期|当期|本年|今年|本年度|当年|thisyear|实际|完成|数值|数量|金额)(?:数|值|额|量)?$")


@dataclass(frozen=True, slots=True)
class Heads:
    """One entry per column: its name, the words of other header rows, its unit in a row of its own. `stated` are the
    units that title or foot give for the table; `below` counts the header rows under the header row."""

    names: tuple[str, ...]
    beside: tuple[str, ...]
    units: tuple[str, ...]
    stated: tuple[str, ...]
    below: int = 0


def read_heads(
    rows: Sequence[Sequence[str]], header: int, known: Known, spans: Sequence[Span] = (), foot: Sequence[str] = ()
) -> Heads:
    """The heads of a table whose header row is `rows[header]`, from the cleaned texts of its first rows, its merged
    ranges and the texts that stand alone in its last rows."""
    width = max((len(row) for row in rows), default=0)
    names = _widened(rows[header], width)
    below = _count_below(rows, header, names, spans)
    above = [row for row in range(header) if _is_group(rows[row], row, known, spans, width)]
    grouped = [_filled(rows, row, width, spans) for row in above]
    lower = [_widened(rows[header + 1 + at], width) for at in range(below)]
    names = _names_over(names, header, rows, spans, lower)
    columns = [
        _column([*(row[at] for row in grouped), *(row[at] for row in lower)], names[at], known) for at in range(width)
    ]
    around = [(cell, at not in above) for at in range(header) for cell in rows[at] if cell]
    around += [(text, False) for text in (*rows[header], *foot)]
    stated = dict.fromkeys(unit for text, title in around for unit in stated_units(text, title=title))
    return Heads(
        tuple(name for name, _, _ in columns),
        tuple(beside for _, beside, _ in columns),
        tuple(unit for _, _, unit in columns),
        tuple(stated),
        below,
    )


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text, with or without brackets around it, is a unit of measure."""
    word = text.strip("()[]（）【】 ")
    if not word or word.isdigit():
        return False
    if word in unit_names():
        return True
    try:
        MeasureUnit.parse(word)
    except ValueError:
        return False
    return True


def fits(unit: str, wanted: str) -> bool:
    """Whether a unit is known and can be converted to another; one that is not known fits everything."""
    try:
        return MeasureUnit.parse(unit).same_dimension(MeasureUnit.parse(wanted))
    except ValueError:
        return True


def stated_units(text: str, *, title: bool = False) -> list[str]:
    """The units that a text states for a table, as in `单位：万元`; of a title also one in brackets at its end.

    A word that looks like a unit and is none that is known is kept: figures in it are not to be guessed at.
    """
    match = _STATED.search(text) or _STATED_EN.search(text)
    if match is None:
        unit = split_unit(text)[1] if title else ""
        return [unit] if unit in unit_names() else []
    said = _IN_BRACKETS.sub("", match[1]).strip("()[]（）【】。. ")
    words = [word for word in _BETWEEN_UNITS.split(said) if word]
    return [word for word in words if is_unit(word) or (len(word) < 8 and _LIKE_A_UNIT.search(word))]


@lru_cache(maxsize=4096)
def meaning(words: str) -> Meaning:
    """What the words beside a header say of the figures under it."""
    key = header_key(split_unit(words)[0] if is_unit(split_unit(words)[1]) else words)
    if not key:
        return ""
    if len(key) > _LONGEST_WORDS:
        return "unclear"
    if _OTHER.search(key):
        return "other"
    found: tuple[tuple[re.Pattern[str], Meaning], ...] = (
        (_TOTAL, "total"),
        (_PERIOD, "period"),
        (_END, "end"),
        (_THIS, "this"),
    )
    return next((each for pattern, each in found if pattern.search(key)), "unclear")


def _widened(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _says(text: str) -> bool:
    """Whether a text is of the kind that stands in further header rows."""
    return is_unit(text) or meaning(text) not in ("", "unclear")


def _count_below(rows: Sequence[Sequence[str]], header: int, names: list[str], spans: Sequence[Span]) -> int:
    """How many rows under the header row are header rows, too."""
    count = 0
    for at in range(header + 1, min(header + 1 + MOST_BELOW, len(rows))):
        cells = _widened(rows[at], len(names))
        if not _is_below(cells, names, _spanned(header, spans)):
            break
        count += 1
    return count


def _spanned(header: int, spans: Sequence[Span]) -> set[int]:
    """The columns under a name that is merged over several of them."""
    wide = [(left, right) for top, left, bottom, right in spans if top <= header <= bottom and right > left]
    return {column for left, right in wide for column in range(left, right + 1)}


def _is_below(cells: list[str], names: list[str], spanned: set[int]) -> bool:
    given = [(at, cell) for at, cell in enumerate(cells) if cell]
    if _is_numbering([cell for _, cell in given]):
        return True
    words = [(at, cell) for at, cell in given if cell not in _NO_WORDS and header_key(cell) != header_key(names[at])]
    if not words or any(re.search(r"\d{5}", cell) or _is_number(cell) for _, cell in words):
        return False
    if all(is_unit(cell) or meaning(cell) not in ("", "unclear") for _, cell in words):
        return not any(at == 0 and names[0] for at, _ in words)
    open_heads = spanned | {at for at, name in enumerate(names) if not name}
    heads = all(at in open_heads or _says(cell) for at, cell in words)
    return heads and len(words) > 1 and any(at in open_heads for at, _ in words)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.,\s%]+", text))


def _is_numbering(cells: list[str]) -> bool:
    """A row that numbers the columns: 甲, 乙, 1, 2, 3."""
    if len(cells) < 3 or not all(_NUMBERING.match(cell) for cell in cells) or cells[0] not in "甲A":
        return False
    numbers = [int(cell.strip("()")) for cell in cells if cell.strip("()").isdigit()]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _is_group(cells: Sequence[str], row: int, known: Known, spans: Sequence[Span], width: int) -> bool:
    """Whether a row above the header names groups of columns, as a title over all of them does not."""
    whole = any(top <= row <= bottom and right - left + 1 >= width for top, left, bottom, right in spans)
    return not whole and any(
        cell
        and (
            meaning(cell) in ("period", "total", "end", "this", "other")
            or is_unit(cell)
            or known(cell)
            or _YEAR.match(cell)
        )
        for cell in cells
    )


def _filled(rows: Sequence[Sequence[str]], row: int, width: int, spans: Sequence[Span]) -> list[str]:
    """The texts of a row of groups, each over all columns that it is merged over, or up to the next one."""
    cells = _widened(rows[row], width)
    merged = [span for span in spans if span[0] <= row <= span[2]]
    for top, left, _, right in merged:
        for column in range(left, min(right + 1, width)):
            cells[column] = rows[top][left] if left < len(rows[top]) else ""
    if not merged:
        for column in range(1, width):
            cells[column] = cells[column] or cells[column - 1]
    return cells


def _names_over(
    names: list[str], header: int, rows: Sequence[Sequence[str]], spans: Sequence[Span], lower: list[list[str]]
) -> list[str]:
    """The names with those that are merged over several columns, or that stand left of a head without one."""
    found = list(names)
    for top, left, bottom, right in spans:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if top <= header <= bottom and text:
            for column in range(left, min(right + 1, len(found))):
                found[column] = found[column] or text
    for column in range(1, len(found)):
        if not found[column] and any(row[column] for row in lower):
            found[column] = found[column - 1]
    return found


def _column(others: list[str], name: str, known: Known) -> tuple[str, str, str]:
    """Name, other words and unit of a column, from its name in the header row and what stands above and below."""
    words = [word for word in dict.fromkeys(others) if word and word not in _NO_WORDS and word != name]
    if not (name and known(name)) and is_unit(split_unit(name)[1]) and known(split_unit(name)[0]):
        name, own = split_unit(name)
        words = [own, *words]
    if not (name and known(name)):
        better = next((word for word in words if known(word)), "")
        if better:
            words = [*(word for word in words if word != better), *([name] if name else [])]
            name = better
    words = [word for word in words if not _NUMBERING.match(word)]
    unit = next((word.strip("()[]（）【】 ") for word in words if is_unit(word)), "")
    beside = [word for word in words if not is_unit(word)]
    return name, clean(" ".join(beside)), unit


def foot_texts(rows: Sequence[Sequence[str]]) -> list[str]:
    """The texts of the last rows that hold nothing else: notes under a table."""
    return [given[0] for row in rows if len(given := [cell for cell in row if cell]) == 1]
