"""The heads of a sheet: which words stand over each column, and what of them is a period or a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sigai.base.periods import Period
from sigai.base.units import is_unit
from sigai.tables.files import ReadPeriod, SheetTexts, clean, header_key
from sigai.tables.files.heads import foot_texts, mentioned_units, merged_over, stated_units
from sigai.tables.files.parts import FOOT_ROWS
from sigai.tables.files.spans import Meaning, meaning
from sigai.tables.files.texts import split_unit
from sigai.values.measure_words import span_of as says_span
from sigai.values.measure_words import unit_apart
from sigai.values.stated_periods import DAY, DAY_OF_MONTH, HELD, has_year, period_in, split_period

SEARCHED = 30
"""Rows in which heads are looked for."""

NUMBERING = re.compile(r"^(?:[甲乙丙丁戊]|[A-E]|[(（]?\d{1,2}[)）]?)$")
SINCE = "{since}"
"""What stands in the key of a head for a period that runs since January, as `1-9月` does: `9月` is another column."""

_ITEM = re.compile(r"^[(]?(?:[一二三四五六七八九十]+|\d{1,2})[)]?[、.]\s*|^[(][一二三四五六七八九十\d]+[)]\s*")
"""What stands before the name of a section."""
_ONLY_OTHER = re.compile(
    r"(?:(?:上年|去年|前年|上一年)(?:度|同期|同月)?|同期|上月|上期|年度)?(?:计划|预计|预测|目标|任务)?(?:数|值|数据|完成数?)?"
)

_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")

_ANY_YEAR = 2000
"""Where only the kind of a period without a year is asked for."""
_TIMES = frozenset(("年", "月", "日", "季", "天", "年度", "year", "month", "day"))
"""Units of time: over a column they say which period, not in what its figures are."""


@dataclass(frozen=True, slots=True)
class SeenHead:
    """The head of one column: its place from 0, its words from the top down, the key by which it is known again, the
    unit and the period that stand in it."""

    at: int
    words: tuple[str, ...]
    key: str
    unit: str
    period: str

    @property
    def told(self) -> str:
        """The head as messages call it."""
        return " / ".join(self.words)

    @property
    def named(self) -> ReadPeriod | None:
        """The period in the head; one without a year in any year."""
        return period_in(self.period, _ANY_YEAR) if self.period else None

    @property
    def is_since(self) -> bool:
        """Whether figures since January are told apart here from those of a month, as `1-9月` does."""
        return SINCE in self.key

    @property
    def twin(self) -> str:
        """The key of the other kind of column that a head of January stands for, too: its month alone and its figures
        since January are the same. Nothing for any other head."""
        named = self.named
        if named is None or named.period.kind != "month" or named.period.first % 12:
            return ""
        return self.key.replace(SINCE, HELD) if self.is_since else self.key.replace(HELD, SINCE)


def head_key(words: Sequence[str]) -> str:
    """How a head is known again: its words without periods and units, each once. A year over months since January says
    no more than they do."""
    keys = dict.fromkeys(key for word in words if (key := word_key(word)))
    if SINCE in keys:
        keys.pop(HELD, None)
    return "/".join(keys)


def heads_for(heads: Sequence[SeenHead], key: str) -> tuple[SeenHead, ...]:
    """The heads that a column with this key stands for; January's of either kind, where it has none of its own."""
    own = [head for head in heads if head.key == key]
    held = {head.named for head in own}
    periods = {named.period for named in held if named is not None}
    twins = [head for head in heads if head.twin == key and head.named and head.named.period not in periods]
    return tuple(sorted((*own, *twins), key=lambda head: head.at)) if twins else tuple(own)


def unit_in(words: Sequence[str]) -> str:
    """The unit that a head names: in brackets, or in a row of its own. The lowest one is nearest to the figures."""
    found = ""
    for word in words:
        found = next(iter(units_of(word)), found)
    return found


@lru_cache(maxsize=16384)
def units_of(word: str) -> tuple[str, ...]:
    """The units that a word of a head is or names: behind it, in brackets, or beside words for what its figures are, as
    in `工业总产值(累计,千元)`."""
    text, behind = clean(word), split_unit(word)[1]
    if _is_unit(plain := text.strip("()[]")):
        return (plain,)
    found = [behind] if _is_unit(behind) else []
    for piece in _BRACKETED.findall(text):
        found += [piece] if _is_unit(piece) else unit_apart(piece)[0]
    if not found:
        units, rest = unit_apart(_BRACKETED.sub(" ", text))
        found = units if any(map(says_span, rest.split())) else []
    return tuple(dict.fromkeys(filter(_is_unit, found)))


def bare_head(word: str) -> str:
    """A word of a head without the unit and the period in it."""
    name, unit = split_unit(word)
    held = split_period(name if _is_unit(unit) else word)[0].replace(HELD, "")
    return re.sub(r"[(\[]\s*[)\]]", "", held).strip(" _-/、")


def _is_unit(text: str) -> bool:
    return bool(text) and text.lower() not in _TIMES and is_unit(text)


def span_of(words: Sequence[str], name: str) -> Meaning:
    """What the words of a head say of its figures (`total`, `period`, `end`, `other`), beside the measure's name."""
    return _said(words, name) or ("total" if any(SINCE in word_key(word) for word in words) else "")


def span_in(head: SeenHead, key: str, name: str, *, told_apart: bool) -> Meaning:
    """What the head of a column with this key says of its figures. Where heads tell `9月` and `1-9月` apart, the first
    is of the month alone."""
    said = _said(head.words, name)
    if said:
        return said
    if SINCE in key:
        return "total"
    return "period" if told_apart and HELD in key and head.named and (head.twin or _is_alone(head.named)) else ""


def _said(words: Sequence[str], name: str) -> Meaning:
    said = [meaning(bare_head(word)) for word in words if header_key(split_unit(word)[0]) != header_key(name)]
    return next((each for each in reversed(said) if each not in ("", "unclear")), "")


def tells_apart(heads: Iterable[SeenHead]) -> bool:
    """Whether some heads of a table name periods since January, so that its months are months alone."""
    return any(head.period and span_of(head.words, "") == "total" for head in heads)


def _is_alone(read: ReadPeriod) -> bool:
    """Whether a period, told apart from those since January, is of some months alone; a whole year is both."""
    return not (read.cumulated or read.until or read.period.kind == "year")


@lru_cache(maxsize=16384)
def word_key(word: str) -> str:
    """How one word of a head is known again."""
    name, unit = split_unit(word)
    if _is_unit(unit):
        word = name
    if _is_unit(clean(word).strip("()[]")) or NUMBERING.match(clean(word)):
        return ""
    text, held = split_period(word)
    read = period_in(held, _ANY_YEAR) if held else None
    if read is None:
        return header_key(text)
    kind = SINCE if read.cumulated else f"{HELD}末" if text == HELD and read.until else HELD
    return header_key(text).replace(HELD, kind)


def heads_at(sheet: SheetTexts, first: int, count: int) -> tuple[SeenHead, ...]:
    """The heads that `count` rows from `first` on make, of columns with one.

    A merged cell stands over every cell that it covers. Where no cell is merged, a word of a row above the last goes on
    to the right up to the next one.
    """
    rows = [_filled(sheet, row, last=row == first + count - 1) for row in range(first, first + count)]
    found = []
    for at in range(sheet.width):
        words = tuple(dict.fromkeys(row[at] for row in rows if row[at]))
        if words:
            found.append(seen_head(at, words))
    return tuple(found)


def seen_head(at: int, words: tuple[str, ...]) -> SeenHead:
    """The head of a column by its words."""
    period = next((held for word in words if (held := split_period(word)[1])), "")
    return SeenHead(at, words, head_key(words), unit_in(words), _whole_period(words, period))


def _whole_period(words: Sequence[str], period: str) -> str:
    """The period of a head; a year over a month makes one with it."""
    held = [found for word in words if (found := split_period(word)[1])]
    if len(held) > 1 and re.fullmatch(r"\d{4}\s*年?度?", held[0]) and not has_year(held[-1]):
        return f"{held[0][:4]}年{held[-1]}"
    return period


def _filled(sheet: SheetTexts, row: int, *, last: bool) -> list[str]:
    cells = [clean(cell) for cell in merged_over(sheet.cells, row, sheet.width, sheet.merged)]
    if not last and not any(top <= row <= bottom and left < right for top, left, bottom, right in sheet.merged):
        for at in range(1, len(cells)):
            cells[at] = cells[at] or cells[at - 1]
    return cells


def mentioned_in(sheet: SheetTexts, first: int, count: int) -> tuple[str, ...]:
    """The units in the words of the rows above the heads and of the last rows that do not state them."""
    above = [clean(cell) for row in sheet.cells[:first] for cell in row if cell]
    return mentioned_units([*above, *map(clean, foot_texts(sheet.cells[first + count :][-FOOT_ROWS:]))])


def stated_in(sheet: SheetTexts, first: int, count: int) -> tuple[str, ...]:
    """The units that the rows above the heads, `count` rows from `first` on, and the last rows state for the table."""
    above = [cell for row in sheet.cells[:first] for cell in row if cell]
    foot = foot_texts(sheet.cells[first + count :][-FOOT_ROWS:])
    found = [unit for text in above for unit in stated_units(text, title=True)]
    found += [unit for text in foot for unit in stated_units(text)]
    return tuple(dict.fromkeys(found))


def is_section(text: str) -> bool:
    """Whether a text alone in its row says of the rows below of which other period they are, or that their figures are
    no figures of the period: `2022年8月`, `（二）上年同期`, `2022年计划`."""
    bare = _ITEM.sub("", clean(text))
    return split_period(bare)[0] == HELD or is_only_other(text)


def is_only_other(text: str) -> bool:
    """Whether a text says nothing but that figures are planned, expected or of another year."""
    bare = bare_head(_ITEM.sub("", clean(text)))
    return bool(bare) and _ONLY_OTHER.fullmatch(bare) is not None


def title_period(sheet: SheetTexts, rows: Iterable[int], year: int | None = None) -> tuple[Period, ...]:
    """The different periods that some rows above the heads name; with a `year`, those that do not name theirs, too."""
    texts = [clean(cell) for row in rows for cell in sheet.cells[row] if cell]
    days = [text for text in texts if DAY.search(text) or (year is not None and DAY_OF_MONTH.search(text))]
    held = [split_period(text)[1] for text in texts if text not in days]
    read = [period_in(each, year) for each in held if each and (year is not None or has_year(each))]
    return tuple(dict.fromkeys(each.period for each in read if each is not None))


def apart_from(period: Period, named: Sequence[Period]) -> Period | None:
    """A period that is named and is another one; None where nothing is named, or one is this period or holds it. Of
    periods within each other the shortest says which one is meant."""
    narrow = [each for each in named if not any(other != each and each.contains(other) for other in named)]
    return None if not narrow or any(each.contains(period) for each in narrow) else narrow[0]
