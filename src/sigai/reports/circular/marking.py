"""What must stand beside a figure: that it is estimated, provisional, of an earlier month; and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sigai.base.issues import Language
from sigai.programme.common import Text
from sigai.reports.circular.checking import CheckedNumber
from sigai.reports.circular.facts import Mark

_MARKS: Mapping[Mark, tuple[str, str, str]] = {
    "estimated": ("含推算", "with estimates", r"推算|估计|预计数"),
    "provisional": ("暂报", "provisional", r"暂|初步"),
    "held": ("本月未定", "month open", r"未定|沿用|判断"),
}
_ORIGINS: Mapping[str, Text] = {
    "run": Text(zh="本次计算", en="this calculation"),
    "office": Text(zh="专班提供", en="stated by the office"),
    "unnamed": Text(zh="没写明是谁的数", en="does not say whose number it is"),
    "none": Text(zh="无法追溯", en="cannot be traced"),
    "unreadable": Text(zh="读不懂", en="cannot be read"),
}


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A line of the annex that explains the numbers of the text."""

    said: str
    what: str
    value: str
    marks: str


def origin_words(number: CheckedNumber, language: Language) -> str:
    """Where a figure of a text comes from, in words."""
    return _ORIGINS[number.tie][language]


def marks_of(number: CheckedNumber, language: Language = "zh") -> list[str]:
    """What must be said beside a figure."""
    if number.fact is None:
        return []
    english = language == "en"
    words = {mark: _MARKS[mark][english] for mark in number.fact.marks}
    if english:
        return list(words.values())
    if "held" in words and number.fact.note:
        words["held"] = number.fact.note
    if number.fact.interval:
        words["estimated"] += f"，{number.fact.interval}"
    return list(words.values())


def marked(text: str, numbers: Sequence[CheckedNumber]) -> str:
    """A text with marks behind the figures that need them and whose sentence does not say it yet, each once."""
    said: dict[tuple[str, str], set[Mark]] = {}
    inserts: list[tuple[int, str]] = []
    for number in numbers:
        fact = number.fact
        if fact is None:
            continue
        done = said.setdefault((number.sentence, fact.target), set())
        missing = [mark for mark in fact.marks if mark not in done and not re.search(_MARKS[mark][2], number.sentence)]
        if missing:
            done.update(missing)
            told = [fact.note if mark == "held" and fact.note else _MARKS[mark][0] for mark in missing]
            inserts.append((number.said.end, f"（{'，'.join(told)}）"))
    for place, words in sorted(inserts, reverse=True):
        text = text[:place] + words + text[place:]
    return text


def rows_of(numbers: Iterable[CheckedNumber]) -> list[NumberRow]:
    """The lines of the annex, each number of the run once, in the order of the text."""
    found: dict[tuple[str, str], NumberRow] = {}
    for number in numbers:
        fact = number.fact
        what = fact.what.zh if fact else f"来源：{number.source}" if number.source else number.sentence[:60]
        row = NumberRow(
            number.said.text.replace(" ", ""),
            what,
            fact.shown if fact else "—",
            "，".join(marks_of(number)) or ("—" if fact else origin_words(number, "zh")),
        )
        found.setdefault((row.said if fact is None else fact.id, row.what), row)
    return list(found.values())
