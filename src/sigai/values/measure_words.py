"""Words beside a measure's name, in a head or in a cell: units, periods, and what the figures are of the measure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sigai.base.units import is_unit
from sigai.programme.measures import Measure
from sigai.tables.files import ReadPeriod, clean
from sigai.tables.files.heads import stated_units
from sigai.tables.files.spans import Meaning, meaning
from sigai.tables.files.texts import CALENDAR, split_unit
from sigai.tables.files.unknown_units import foreign_money
from sigai.values.stated_periods import HELD, has_year, period_in, split_period

ANY_YEAR = 2000
"""Where only the month of a period without a year is asked for."""

_BETWEEN = re.compile(r"[,、;()\[\]]+")
_SHORT_UNITS = frozenset("元吨")
"""Units of one letter that end no word for what figures are, as 度 ends 本年度."""
_STATING = re.compile(r"(?:计量|金额|数量|货币)?单位|[以按]")


_WANTED: Mapping[str, tuple[Meaning, ...]] = {"ytd": ("total",), "flow": ("period",), "stock": ("end", "period")}


def wanted_span(measure: Measure) -> tuple[Meaning, ...]:
    """What words may say of the figures of a measure, the plainest first."""
    if measure.frequency == "year":
        return ("total", "period", "end")
    return _WANTED[measure.accumulation]


@dataclass(frozen=True, slots=True)
class SaidWords:
    """What words beside a name say: a unit, what the figures are, a period as written; `unclear` where some of them are
    not understood, or two of them contradict each other."""

    unit: str = ""
    span: Meaning = ""
    period: str = ""
    unclear: bool = False

    def fits(self, measure: Measure) -> bool:
        """Whether the words say the figures that are wanted of a measure."""
        return not self.unclear and self.span in ("", "this", *wanted_span(measure))


def is_period(words: str) -> bool:
    """Whether words are a period and nothing else."""
    return split_period(words)[0] == HELD


def span_of(words: str) -> Meaning:
    """What words say of figures, nothing where that is unclear; of a period only that it runs since January."""
    if not is_period(words):
        said = meaning(words)
        return said if said != "unclear" else ""
    read = period_in(words, ANY_YEAR)
    return "total" if read is not None and read.cumulated else ""


def said_words(texts: Iterable[str], is_name: Callable[[str], bool]) -> SaidWords:
    """What texts beside a name say, one after the other; `is_name` knows the name's own other spellings."""
    units: dict[str, None] = {}
    spans: dict[Meaning, None] = {}
    periods: dict[str, None] = {}
    unclear = False
    for part in (part for text in texts for part in _parts(text) if part and not is_name(part)):
        if is_period(part):
            periods[part] = None
            spans[span_of_period(part)] = None
        elif unit := _unit_of(part):
            units[unit] = None
        elif span := span_of(part):
            spans[span] = None
        else:
            unclear = True
    more = [span for span in spans if span not in ("", "this")] or [span for span in spans if span]
    unclear |= max(len(units), len(periods), len(more)) > 1
    return SaidWords(next(iter(units), ""), next(iter(more), ""), next(iter(periods), ""), unclear)


def span_of_period(written: str) -> Meaning:
    """What a period beside a name says of figures: since January, or, where it begins later, of it alone."""
    read = period_in(written, ANY_YEAR)
    if read is None:
        return "unclear"
    if read.cumulated:
        return "total"
    return "" if read.period.kind == "year" or read.period.first % 12 == 0 else "period"


def is_apart(said: str, row: ReadPeriod) -> bool:
    """Whether the period beside a name is another one than that of the row: it ends with another month, lies in another
    year, or is a part of a year that the row does not mean."""
    read = period_in(said, ANY_YEAR)
    if read is None:
        return True
    own, whole = read.period, row.period
    if has_year(said) and own.last // 12 != whole.last // 12:
        return True
    if own.kind == "year":
        return False
    from_january = own.first % 12 == 0
    length = own.last - own.first
    return own.last % 12 != whole.last % 12 or bool(length and not from_january and length != whole.last - whole.first)


def _parts(text: str) -> Iterator[str]:
    """The words of a text between commas and spaces, and before a unit (`累计/千元`); a unit or a period with spaces in
    it is one."""
    for part in map(str.strip, _BETWEEN.split(clean(text).strip("()[] "))):
        if is_period(part) or _unit_of(part) or foreign_money(part):
            yield part
            continue
        words = part.split()
        apart = next((at for at in range(1, len(words) - 1) if _unit_of("".join(words[at:]))), None)
        if apart is not None:  # a unit spelled letter by letter
            words[apart:] = ["".join(words[apart:])]
        for word in words:
            name, behind = split_unit(word)
            yield from (name, behind) if _unit_of(behind) else _without_sign(word)


def _without_sign(word: str) -> tuple[str, ...]:
    """A word for what figures are and the unit that stands before or behind it, as in `累计千元`; else the word."""
    for cut in range(1, len(word)):
        one, two = word[:cut], word[cut:]
        for name, unit in ((one, two), (two, one)):
            if (len(unit) > 1 or unit in _SHORT_UNITS) and _unit_of(unit) and (is_period(name) or span_of(name)):
                return name, unit
    return (word,)


def unit_apart(text: str) -> tuple[list[str], str]:
    """The units among the words beside a name, and the other words: `千元，累计` holds both."""
    if not text or is_unit(text) or is_period(text):
        return [], text
    parts = list(filter(None, _parts(text)))
    units = [unit for part in parts if not is_period(part) and (unit := _unit_of(part))]
    return (units, " ".join(part for part in parts if is_period(part) or not _unit_of(part))) if units else ([], text)


def _unit_of(part: str) -> str:
    """The unit that a word is or states (`单位：千元`); a unit of time says of when figures are, not in what."""
    bare = part.replace(" ", "")
    if is_unit(bare):
        return "" if bare in CALENDAR else bare
    return next(iter(stated_units(part)), "") if _STATING.match(part) else ""
