"""Figures as plans write them: 1,200 · 5.2万 · 三百 · 百分之五 · 八成 · 翻一番 · 3—5, with unit and magnitude."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cn2an

from sigai.compiling.lexicon import word_set, words

UnitClass = Literal["count", "money", "percent", "measure", "none"]

_HAN = "零〇一二两三四五六七八九十百千"
_ARABIC = r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?"
_MAGNITUDES = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
_MAGNITUDE = rf"(?!千(?:克|瓦|米|伏|焦|乏|赫))(?:{_MAGNITUDES})"
_RANGE = "至|到|—|-|–|－|~|～|、"
_NOT_BEFORE = re.compile(r"[A-Za-z0-9第.／/^]$")
_NOT_AFTER = re.compile(r"[A-Za-z]|\.\d|级|\+\d|[+＋]|[/／⁄]\d|[¼-¾⅐-⅞⁰¹²³⁴-⁻]|\^[-−]?\d")
"""The numerator of a fraction (1/2) and what has a fraction or a power behind it (1½, 10⁴, 10^4) are no figures."""


@dataclass(frozen=True, slots=True)
class StatedQuantity:
    """A figure in a text: `values` one or two (a range), the unit as written, what kind of unit, and its extent.

    `more`: 300 多亿元, at least so many.
    """

    values: tuple[float, ...]
    unit: str
    unit_class: UnitClass
    start: int
    end: int
    han: bool = False
    more: bool = False


@cache
def _unit_pattern() -> str:
    lists = words("units")
    every = [unit for key in ("count", "money", "percent", "measure") for unit in lists[key]]
    single = "|".join(re.escape(unit) for unit in sorted(every, key=len, reverse=True))
    below = "|".join(re.escape(unit) for unit in sorted(lists["below"], key=len, reverse=True))
    closed = r"（(?:套|处|座|家|个|项|台|件|艘|次|支|人|种|条|所|户|辆|间|、)+）"
    return rf"(?:{single})(?:{closed})?(?:/(?:百|千|万|亿)?(?:{below})(?:·[一-龥]{{2,5}})?|·[一-龥]{{2,4}})*"


@cache
def _pattern() -> re.Pattern[str]:
    number = rf"(?:{_ARABIC}|[{_HAN}]+(?:点[{_HAN}]+)?)"
    return re.compile(
        rf"(?P<percent>百分之)?(?P<first>{number})(?P<mag1>{_MAGNITUDE})?(?P<unit1>{_unit_pattern()})?"
        rf"(?:(?P<join>{_RANGE})(?P<second>{number})(?P<mag2>{_MAGNITUDE})?(?P<unit2>{_unit_pattern()})?)?"
    )


@cache
def _one_pattern() -> re.Pattern[str]:
    number = rf"(?:{_ARABIC}|[{_HAN}]+(?:点[{_HAN}]+)?)"
    return re.compile(
        rf"(?P<percent>百分之)?(?P<first>{number})(?:(?P<more>[多余])(?=(?:{_MAGNITUDE})?{_unit_pattern()}))?"
        rf"(?P<mag1>{_MAGNITUDE})?(?P<unit1>/10万|{_unit_pattern()})?"
    )


def number_value(text: str) -> float | None:
    """The value of a numeral, Arabic or Chinese; None where it is none."""
    plain = text.replace(",", "").replace("−", "-")
    try:
        return float(plain)
    except ValueError:
        pass
    if plain in ("百", "千", "十"):
        return {"百": 100.0, "千": 1000.0, "十": 10.0}[plain]
    try:
        return float(cn2an.cn2an(plain.replace("〇", "零"), "smart"))
    except (ValueError, KeyError):
        return None


def unit_class(unit: str) -> UnitClass:
    """What kind of unit it is, magnitude words (万 亿) aside."""
    base = re.sub(rf"^(?:{_MAGNITUDE})(?=.)", "", unit)
    base = re.split(r"[（/·]", base)[0]
    lists: tuple[UnitClass, ...] = ("percent", "money", "count", "measure")
    for key in lists:
        if base in word_set("units", key) and not ("/" in unit and key == "count"):
            return key
    return "measure" if base and base not in _MAGNITUDES.split("|") else "none"


def quantity_at(text: str, place: int) -> StatedQuantity | None:
    """The figure that starts at `place`, or None: ordinals, years, names (5G, 4A) and bare words are no figures."""
    if _NOT_BEFORE.search(text[max(0, place - 1) : place]) and text[place] not in "-−":
        return None
    if text[place] in "-−" and (place == 0 or text[place - 1].isdigit() or text[place - 1] in "%—-"):
        return None
    if text.startswith("翻", place):
        return _doubling(text, place)
    whole = _pattern().match(text, place)
    if whole and whole["join"]:
        found = _range(text, whole)
        if found:
            return found
    single = _one_pattern().match(text, place)
    return _single(text, single) if single else None


_DOUBLE = re.compile(r"翻([一两二三])?番|翻倍")


def _doubling(text: str, place: int) -> StatedQuantity | None:
    match = _DOUBLE.match(text, place)
    if not match:
        return None
    times = {"一": 2.0, "两": 4.0, "二": 4.0, "三": 8.0}.get(match[1] or "一", 2.0)
    return StatedQuantity((times,), "倍", "percent", place, match.end())


def _single(text: str, match: re.Match[str]) -> StatedQuantity | None:
    number, magnitude, unit = match["first"], match["mag1"] or "", match["unit1"] or ""
    han = not any(letter.isdigit() for letter in number)
    value = number_value(number)
    if value is None or _NOT_AFTER.match(text, match.end()):
        return None
    if match["percent"]:
        return StatedQuantity((value,), "%", "percent", match.start(), match.end())
    if han and not _han_counts(number, magnitude, unit, text, match):
        return None
    if unit == "成":
        return StatedQuantity((value * 10,), "%", "percent", match.start(), match.end(), han)
    whole = magnitude + unit
    more = bool(match["more"])
    if not han and not whole and text[match.end() : match.end() + 1] in ("年", "月", "日", "号"):
        return None
    return StatedQuantity(
        (value,), whole, unit_class(whole) if whole else "none", match.start(), match.end(), han, more
    )


def _han_counts(number: str, magnitude: str, unit: str, text: str, match: re.Match[str]) -> bool:
    """Chinese numerals are figures only with a unit, and 一 (一个, 一批, 一项) hardly ever is one."""
    if not unit or text[max(0, match.start() - 1) : match.start()] in ("第", "每", "数", "几", "上", "双", "成"):
        return False
    if (number == "一" and not magnitude) or number.startswith(("零", "〇")) or unit in ("次", "部", "度", "点", "类"):
        return False
    if unit in ("成",) and text[match.end() : match.end() + 1] in ("效", "果", "为", "立", "员", "本", "立"):
        return False
    return not (unit in ("分", "方", "位", "级", "年", "天", "时", "小时") and not magnitude)


def _range(text: str, match: re.Match[str]) -> StatedQuantity | None:  # noqa: PLR0911 - one for each way to be none
    """Two figures that make one range: 3—5家, 10%-15%, 三至五个; a list (3、5个) only where both share the unit."""
    join, first_unit, second_unit = match["join"], match["unit1"] or "", match["unit2"] or ""
    if _NOT_AFTER.match(text, match.end()) or (join == "、" and not _approximate(match)):
        return None
    if first_unit and second_unit and first_unit != second_unit:
        return None
    unit = second_unit or first_unit
    low, high = number_value(match["first"]), number_value(match["second"])
    if low is None or high is None or not unit or low >= high:
        return None
    if first_unit and not second_unit:
        return None
    magnitude = match["mag2"] or match["mag1"] or ""
    if match["mag1"] and match["mag2"] and match["mag1"] != match["mag2"]:
        return None
    if unit in ("年", "月"):
        return None
    han = not any(letter.isdigit() for letter in match["first"])
    whole = magnitude + unit
    values = (low, high)
    if unit == "成":
        values, whole = (low * 10, high * 10), "%"
    return StatedQuantity(values, whole, unit_class(whole), match.start(), match.end(), han)


def _approximate(match: re.Match[str]) -> bool:
    """两、三家: neighbouring Chinese figures before one unit."""
    return not match["unit1"] and not any(letter.isdigit() for letter in match["first"] + match["second"])
