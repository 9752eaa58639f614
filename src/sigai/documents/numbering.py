"""How Chinese official documents number what they say: 第一章, 一、, （一）, 1., （1）, ①, ——, 附件 1, 专栏 1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigai.base.letters import plain_letters

_CHINESE = "〇零一二三四五六七八九十百"
_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering style; a smaller `rank` stands above a larger one when both number the same document."""

    name: str
    rank: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Marker:
    """The number at the beginning of a paragraph: its style, its value and how many characters it takes."""

    style: Style
    value: int
    length: int


def _style(name: str, rank: int, pattern: str) -> Style:
    return Style(name, rank, re.compile(pattern))


_N = f"[{_CHINESE}\\d]{{1,4}}"
STYLES = (
    _style("chapter", 1, rf"第\s*({_N})\s*[章编篇]"),
    _style("section", 2, rf"第\s*({_N})\s*节"),
    _style("chinese", 3, rf"([{_CHINESE}]{{1,3}})\s*、"),
    _style("chinese_brackets", 4, rf"[（(]\s*([{_CHINESE}]{{1,3}})\s*[）)]"),
    _style("box", 5, r"专栏\s*([一二三四五六七八九十\d]{1,3})(?=[\s：:、.．]|[^\d次场]|$)"),
    _style("figures", 6, r"([0-9０-９]{1,2})\s*(?:[.．](?![0-9０-９](?!G))|、)"),
    _style("decimal", 7, r"([0-9]{1,2})(?:[.．][0-9]{1,2}){1,3}(?=\s+(?![万亿千百个家项吨元倍％%度平公]))"),
    _style("figures_brackets", 8, r"[（(]\s*([0-9０-９]{1,2})\s*[）)]"),
    _style("figures_bracket", 9, r"([0-9０-９]{1,2})[）)]"),
    _style("circled", 10, rf"([{_CIRCLED}])"),
    _style("dash", 11, r"([—–―─]{1,3}|--)(?=[^\s\d—–―─-]|\d{4})"),
)
ARTICLE = re.compile(rf"第\s*{_N}\s*条")
ANNEX = re.compile(r"附\s*[件录表]\s*([一二三四五六七八九十\d０-９]{0,3})\s*(?=[：:、.．\s]|$|[^\d])")


def marker_of(text: str) -> Marker | None:
    """The number that a paragraph begins with; None where it begins with words."""
    start = len(text) - len(text.lstrip())
    seen = plain_letters(text)
    for style in STYLES:
        found = style.pattern.match(seen, start)
        if found:
            return Marker(style, value_of(found.group(1)), found.end())
    return None


def value_of(numeral: str) -> int:
    """The value of a numeral of up to three figures, Chinese, Arabic or circled; 0 where it is none.

    >>> value_of("二十一"), value_of("１２"), value_of("③"), value_of("——")
    (21, 12, 3, 0)
    """
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    if numeral.isdecimal():
        return int(numeral)
    if not numeral or any(letter not in _CHINESE for letter in numeral):
        return 0
    total, figure = 0, 0
    for letter in numeral:
        if letter in "十百":
            total += (figure or 1) * (10 if letter == "十" else 100)
            figure = 0
        else:
            figure = _DIGITS[letter]
    return total + figure
