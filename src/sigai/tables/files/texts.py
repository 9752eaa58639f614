"""Texts as people type them: full-width letters, stray spaces, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

import numpy as np

from sigai.base.letters import plain_letters
from sigai.base.units import is_unit
from sigai.tables.files.unknown_units import foreign_money

MARKS = "".join(
    chr(code)
    for first, last in (
        (0xB2, 0xBF),
        (0x2070, 0x2080),
        (0x2150, 0x218F),
        (0x2460, 0x24FF),
        (0x3251, 0x32C0),
        (0x1F100, 0x1F10C),
    )
    for code in range(first, last)
    if not chr(code).isdecimal() and any(each.isdecimal() for each in unicodedata.normalize("NFKC", chr(code)))
)
"""Characters that hold digits and are none: raised, circled and bracketed numbers, fractions. As a note behind a word
or a number (`1234①`, `甲公司²`) they must not become digits of it."""

_MARKED = re.compile(f"((?<![m米])[{MARKS}]+|(?<=[0-9０-９])[₀-₉]+)")
"""A raised 2 or 3 behind a metre belongs to the unit, a lowered one in CO₂ to the name."""

_INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"^(.+?)\s*[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]$")
_BRACKETED_FIRST = re.compile(r"^[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]\s*(.+)$")
_BEHIND_SIGN = re.compile(r"[\s/,:;、_\-—]+")
_UNIT_SAID = re.compile(r"^(.+?)[\s,;、]*(?:计量|金额|数量)?单位\s*:\s*([^\s:]+)$")
_UNIT_WORD = re.compile(r"^\s*(?:计\s*量|金\s*额|数\s*量)?\s*单\s*位\s*:")
_HAN = "[㐀-鿿]"
_SPELLED_APART = re.compile(rf"(?<!{_HAN}){_HAN}(?:\s{_HAN})+(?!{_HAN})")
_ONE_LETTER_UNITS = frozenset("元吨亩")
"""Units of one letter that end no ordinary word, as 人 ends 制表人."""

CALENDAR = frozenset(("年", "月", "日", "天", "季", "年度", "year", "month", "day"))
"""Units of time that say of figures when they are of, not in what they are."""

_MANY = 2000
_GUESSED = 100
_LONGEST_GUESSED = 100


def clean(text: str) -> str:
    """A cell's text with full-width forms and look-alikes made plain, invisible characters taken out and white space
    collapsed; marks of notes stay what they are."""
    if not text or (text.isascii() and text.isalnum()):
        return text
    kept = _MARKED.split(text) if not text.isascii() else [text]
    plain = "".join(part if at % 2 else unicodedata.normalize("NFKC", part) for at, part in enumerate(kept))
    return _SPACES.sub(" ", _INVISIBLE.sub("", plain_letters(plain))).strip()


_OF_FILLING = re.compile(
    r"[(\[【][^()\[\]【】]{0,20}[亏损负减降][^()\[\]【】]{0,20}以[“”\"‘’'「」]?[-—–−][“”\"‘’'「」]?号?(?:填列|表示|填报|填写)[)\]】]"
    r"|[(\[【]\s*(?:非?必[填报][项]?|选[填报][项]?|可[填选空]|不可为?空|请?(?:填写|选择|下拉选择)|(?:系统)?自动(?:计算|生成|带出)|[只请]填数字|纯?数字"
    r"|(?:保留|精确到|取)?(?:小数点后)?[一二两三四0-4]位小数|保留小数点后[一二两三四1-4]位|取整数?|整数|required|optional)\s*[)\]】]",
    re.IGNORECASE,
)
"""A remark in heads about how to fill a column in: `（亏损以“-”号填列）`, `（必填）`, `（保留两位小数）`. It says
nothing that the figures do not."""


def without_marks(text: str) -> str:
    """A cleaned text without the marks of notes in it."""
    return _OF_FILLING.sub("", _MARKED.sub("", clean(text))).strip()


@lru_cache(maxsize=16384)
def header_key(text: str) -> str:
    """How a header is looked up: cleaned, lower case, without spaces, marks of notes, asterisks and a colon at
    the end."""
    return re.sub(r"[\s*_\-]+", "", without_marks(text).lower()).rstrip(":")


def split_unit(header: str) -> tuple[str, str]:
    """`工业总产值（万元）`, `（万元）工业总产值`, `工业总产值/万元` or `工业总产值 万元` as name and unit; the unit is
    empty where no bracket closes the header or holds a unit before it, and none stands behind a sign."""
    header = _OF_FILLING.sub("", clean(header))
    if match := _BRACKETED.match(header):
        return match[1], _UNIT_WORD.sub("", match[2]).strip()
    if (said := _UNIT_SAID.match(header)) and is_unit(said[2]):
        return said[1], said[2]
    first = _BRACKETED_FIRST.match(header)
    return (first[2], first[1]) if first and is_unit(first[1]) else _behind_sign(header)


@lru_cache(maxsize=16384)
def _behind_sign(text: str) -> tuple[str, str]:
    """A name and the unit behind a space, a slash, a comma or a dash; a unit alone, or behind `单位`, is no name's."""
    if len(text) < _LONGEST_GUESSED and not is_unit(text):
        for sign in _BEHIND_SIGN.finditer(text):
            name, unit = text[: sign.start()], text[sign.end() :]
            if (
                name
                and not name.endswith("单位")
                and unit not in CALENDAR
                and unit.count("(") == unit.count(")")
                and is_unit(unit)
            ):
                return name, unit
    return text, ""


def closed_up(text: str) -> str:
    """A cleaned text with words that are spelled apart, letter by letter, closed up: `计 量 单 位 : 万 元` is
    `计量单位:万元`; a unit at the end of such a word stands apart from it."""
    return _SPELLED_APART.sub(lambda found: _closed(found[0].split()), text)


def _closed(letters: list[str]) -> str:
    """Letters as one word, or as a word and the unit behind it; such as are units one by one stay apart."""
    if is_unit("".join(letters)) or foreign_money("".join(letters)):
        return "".join(letters)
    if all(map(is_unit, letters)):
        return " ".join(letters)
    for cut in range(1, len(letters)):
        name, unit = "".join(letters[:cut]), "".join(letters[cut:])
        is_known = is_unit(unit) and (len(unit) > 1 or unit in _ONE_LETTER_UNITS or name.endswith("单位"))
        if is_known or foreign_money(unit):
            return f"{name} {unit}"
    return "".join(letters)


def nearest(word: str, candidates: Collection[str]) -> str:
    """The candidate most like `word`, or nothing where none is near. Bounded in time for large registers."""
    if not word or not candidates or len(word) > _LONGEST_GUESSED:
        return ""
    if len(candidates) > _MANY:
        return _nearest_by_position(word, candidates)
    lowered = {candidate.lower(): candidate for candidate in candidates}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""


class Guesses:
    """What was meant by the first hundred words that are wrong; a column of nothing but wrong ones costs no more."""

    def __init__(self, candidates: Collection[str]) -> None:
        self._candidates, self._left = candidates, _GUESSED

    def __call__(self, word: str) -> str:
        self._left -= 1
        return nearest(word, self._candidates) if self._left >= 0 else ""


def _nearest_by_position(word: str, candidates: Collection[str]) -> str:
    """Among candidates of the same length, the one that differs in the fewest places (at most a fifth of them)."""
    same = [candidate for candidate in candidates if len(candidate) == len(word)]
    if not same:
        return ""
    letters = np.array(same, dtype=f"U{len(word)}").view("U1").reshape(len(same), len(word))
    differing = (letters != np.array(list(word))).sum(axis=1)
    best = int(differing.argmin())
    return same[best] if differing[best] <= max(1, len(word) // 5) else ""
