"""The figures that stand in a text: every one, with its unit, how exactly it is said, and where.

What is no figure is passed over: dates and months, numbers of documents, articles, tables and standards, names that
hold a numeral. Of digits that are left, none is passed over: one that cannot be read is a figure without a size.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from sigai.base.units import is_unit
from sigai.compiling.numerals import number_value, quantity_at

Bound = Literal["", "about", "below", "above"]


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A figure in a text: from `start` to `end`, of `size` in `unit` as it is written (none: it cannot be read).

    `step` is the value of its last digit, so that what it was rounded from lies within half of it. `bound` tells what
    stands around it: about, below or above so much. `falling`: the text says that something fell by it. `rank`: it is
    a place in an order.
    """

    start: int
    end: int
    text: str
    size: float | None
    unit: str = ""
    step: float = 1.0
    bound: Bound = ""
    falling: bool = False
    rank: bool = False


_OF_ONE_MEANING = {
    **{ord("０") + digit: ord("0") + digit for digit in range(10)},
    **dict(
        zip(
            map(ord, "．％－＋／壹贰叁肆伍陆柒捌玖拾佰仟萬億"),
            map(ord, ".%-+/一二三四五六七八九十百千万亿"),
            strict=True,
        )
    ),
    **dict.fromkeys(map(ord, "\u00a0\u3000\u2009\u202f"), ord(" ")),
}
"""One character for one, so that places hold."""

_HAN = "零〇一二两三四五六七八九十百千"
_TO = r"[-—–－~～至到]"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零九一二三四五六七八]{3})"
_NO_FIGURES = re.compile(
    "|".join(
        (
            rf"{_YEAR}[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:3[01]|[12]\d|0?[1-9]))?(?![\d.%％万亿])",
            rf"{_YEAR}\s*(?:年度?)?\s*{_TO}\s*(?:{_YEAR}|\d\d)\s*年?(?!\d)",
            rf"{_YEAR}\s*年",
            rf"\d{{1,2}}\s*月?\s*{_TO}\s*\d{{1,2}}\s*月(?:份|底|末|初)?",
            r"\d{1,2}\s*月(?:份|底|末|初|[上中下]旬)?(?:\s*\d{1,2}\s*[日号])?",
            r"(?<!个)(?:十[一二]?|[一二三四五六七八九])月(?:份|底|末|初|[上中下]旬)?(?:[一二三]?十?[一二三四五六七八九]?日)?",
            rf"\d{{1,2}}\s*{_TO}\s*\d{{1,2}}\s*日|(?<![\d.])\d{{1,2}}\s*日(?!均)",
            r"(?<!\d)(?:[01]?\d|2[0-3])[:：][0-5]\d(?!\d)",
            r"[前第]?[一二三四1-4]个?季度|前[两二三四]季|Q[1-4]",
            r"[〔\[［(（]\s*(?:19|20)\d\d\s*[〕\]］)）]\s*第?\s*\d+\s*号",
            rf"第?\s*(?:\d+|[{_HAN}]+)\s*号(?!召)",
            rf"第\s*(?:\d+|[{_HAN}]+)\s*(?:条|款|章|节|部分|期|批次?|版|页|届|次|类|项(?!目)|产业)",
            r"(?:附件|附表|表|图|注|专栏|附录|公式)[:：]?\s*\d+(?:[-.]\d+)*",
            r"[A-Z]{2,5}(?:/[A-Z]{1,2})?\s?\d+(?:\.\d+)*(?:[-—–](?:19|20)\d\d)?(?![\d.]*\s*[%％万亿元])",
            r"[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]",
            r"(?:(?<=^)|(?<=\n))\s*\d{1,2}(?:[.．、)](?!\d)|\s*[)）])",
            r"[5345]\s*[GgAaDd](?![A-Za-z])",
            r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",
            r"\b(?=[0-9a-fA-F]*[a-fA-F])(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{16,}\b",
            r"CO2|CO₂|PM2\.5|PM10|SO2|ISO\s?\d+",
            r"十[一二三四五六]五",
            r"《[^《》]*》",
        )
    )
)
"""What holds numerals and states no figure."""

_RANK = re.compile(
    rf"(?:全市|全省|全区|全国)?(?:第|居第|倒数第|排名第?|列第|位居第?|位列第?|排第?)\s*(?P<place>\d{{1,3}}|[{_HAN}]{{1,3}})\s*(?P<unit>位|名)?"
)
_FRACTION = re.compile(rf"(?P<below>[{_HAN}万]+)分之(?P<above>[{_HAN}]+(?:点[{_HAN}]+)?|\d+(?:\.\d+)?)")
_TENTHS = re.compile(rf"(?P<tens>[{_HAN}]|\d)成(?P<five>[一二三四五六七八九])?(?![效果为立员本绩品功就长熟])")
_HALF = re.compile(r"(?P<more>过|超|大)半(?!年|[月天日])|(?P<half>一半|半数)")
_LEAST_SPACED = re.compile(r"(?<=\d) (?=[^\s\d])")
_LETTERS = re.compile(r" ?([A-Za-z万亿吨千标准煤元][A-Za-z0-9²³/·\u4e00-\u9fff]{0,11})")
_CALENDAR = frozenset("年月日天时")
_SIGN = re.compile(r"[-−]\s?$")
_FALLING = re.compile(
    r"(?:下降|降低|减少|回落|下滑|压减|减排|降|减|少|低|缩小|收窄|负增长|下跌)(?:了|至少|约|近|超过?|幅)?[:：为达]?\s*$"
)
_SAYS_SO = re.compile(
    r"(?P<about>大?约|左右|接?近|大概|将近)|(?P<below>不足|不到|低于|少于|小于|未达|以内|以下|[<＜])"
    r"|(?P<above>超过?|突破|逾|高于|多于|大于|不少于|不低于|至少|以上|[>＞])"
)
_BEFORE, _AFTER = 4, 2
_ODD = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
"""Numerals that only count what follows."""


def said_numbers(text: str, names: Collection[str] = ()) -> list[SaidNumber]:
    """Every figure of a text, in its order; `names` may hold numerals that are none."""
    plain = text.translate(_OF_ONE_MEANING)
    plain = _blank(plain, (match.span() for match in _NO_FIGURES.finditer(plain)), keep_ranks=True)
    plain = _blank(plain, _places_of(plain, names), keep_ranks=False)
    found: list[SaidNumber] = []
    place = 0
    while place < len(plain):
        number = _number_at(plain, place)
        if number is None:
            place += 1
            continue
        found.append(_as_written(number, text, plain))
        place = max(number.end, place + 1)
    return _with_units_of_the_next(found, plain)


def _blank(text: str, spans: Iterator[tuple[int, int]], *, keep_ranks: bool) -> str:
    """The text with what lies in spans made blank, place for place."""
    letters = list(text)
    for start, end in spans:
        if keep_ranks and _RANK.match(text, start) and text[end - 1] in "位名":
            continue
        letters[start:end] = "\x00" * (end - start)
    return "".join(letters)


def _places_of(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        start = text.find(name)
        while name and start >= 0:
            yield start, start + len(name)
            start = text.find(name, start + 1)


def _number_at(text: str, place: int) -> SaidNumber | None:
    letter = text[place]
    if letter == "\x00" or letter in _ODD:
        return None
    for reading in (_rank, _fraction, _tenths, _half, _quantity):
        found = reading(text, place)
        if found is not None:
            return found
    return _unreadable(text, place)


def _rank(text: str, place: int) -> SaidNumber | None:
    match = _RANK.match(text, place)
    if match is None or not (match["unit"] or "排" in match[0] or "居" in match[0] or "列" in match[0]):
        return None
    size = number_value(match["place"])
    start = match.start("place") - (1 if text[match.start("place") - 1] == "第" else 0)
    return None if size is None else SaidNumber(start, match.end(), "", size, "位", rank=True)


def _fraction(text: str, place: int) -> SaidNumber | None:
    match = _FRACTION.match(text, place)
    if match is None:
        return None
    below, above = number_value(match["below"]), number_value(match["above"])
    if not below or above is None:
        return None
    hundredths = match["below"] == "百"
    if hundredths or match["below"] in ("千", "万"):
        unit, scale = ("%", 1.0) if hundredths else ("‰", 1.0 if match["below"] == "千" else 0.1)
        return SaidNumber(place, match.end(), "", above * scale, unit, step=_step(match["above"]) * scale)
    return SaidNumber(place, match.end(), "", 100 * above / below, "%", step=2.0)


def _tenths(text: str, place: int) -> SaidNumber | None:
    match = _TENTHS.match(text, place)
    tens = number_value(match["tens"]) if match else None
    if match is None or tens is None or text[place - 1 : place] in (".", *"0123456789"):
        return None
    five = number_value(match["five"]) if match["five"] else None
    return SaidNumber(place, match.end(), "", tens * 10 + (five or 0), "%", step=10.0 if five is None else 1.0)


def _half(text: str, place: int) -> SaidNumber | None:
    match = _HALF.match(text, place)
    if match is None:
        return None
    return SaidNumber(place, match.end(), "", 50.0, "%", step=10.0, bound="above" if match["more"] else "")


def _quantity(text: str, place: int) -> SaidNumber | None:
    if not (text[place].isdigit() or text[place] in _HAN or text[place] == "翻"):
        return None
    tight = _LEAST_SPACED.sub("", text[place : place + 60])
    around = text[max(0, place - 1) : place].strip("-−/")
    found = quantity_at(around + tight, len(around))
    if found is None:
        return None
    written, length = tight, found.end - found.start
    if len(found.values) > 1:
        length = _first_of_range(written)
    spaced = _length_in(text[place:], length)
    digits = re.match(r"[\d,]+(?:\.\d+)?", written)
    step = _step(digits[0]) if digits else 1.0
    step = 10.0 if found.unit == "%" and "成" in written[:length] else step
    bound: Bound = "above" if found.more else ""
    unit = found.unit.removeprefix("个") if found.unit == "个月" else found.unit
    end = place + spaced
    if not unit:
        unit, end = _unit_of_letters(text, end)
    return SaidNumber(place, end, "", found.values[0], unit, step=step, bound=bound)


def _unit_of_letters(text: str, place: int) -> tuple[str, int]:
    """A unit that plans do not write and people here do (tce/万元), and where it ends; none: nothing, at the place."""
    match = _LETTERS.match(text, place)
    word = match[1] if match else ""
    while word and not (is_unit(word) and word not in _CALENDAR):
        word = word[:-1]
    return (word, match.start(1) + len(word)) if match and word else ("", place)


def _first_of_range(written: str) -> int:
    """How long the first figure of a range is: the second is read as one of its own."""
    match = re.match(rf"[\d,]+(?:\.\d+)?|[{_HAN}]+", written)
    return match.end() if match else 1


def _length_in(spaced: str, length: int) -> int:
    """How many letters of a text with spaces hold so many without."""
    tight = 0
    for number, letter in enumerate(spaced):
        if letter == " " and number and spaced[number - 1].isdigit():
            continue
        if tight == length:
            return number
        tight += 1
    return len(spaced)


def _step(digits: str) -> float:
    """The value of the last digit."""
    plain = digits.replace(",", "")
    if not plain[0].isdigit():
        return 10.0 ** -len(plain.partition("点")[2])
    return 10.0 ** -len(plain.partition(".")[2])


def _unreadable(text: str, place: int) -> SaidNumber | None:
    letter = text[place]
    if letter in _HAN or unicodedata.numeric(letter, None) is None or "㐀" <= letter <= "鿿":
        return None
    end = place + 1
    while end < len(text) and (text[end].isdigit() or text[end] in ".,"):
        end += 1
    written = text[place:end].rstrip(".,")
    size = number_value(written) if written.isascii() else None
    odd = text[max(0, place - 1) : place].isascii() and text[max(0, place - 1) : place].isalpha()
    unit, stop = _unit_of_letters(text, place + len(written))
    step = _step(written) if size else 1.0
    if unit and not odd:
        return SaidNumber(place, stop, "", size, unit, step=step)
    odd = odd or (text[end : end + 1].isascii() and text[end : end + 1].isalpha()) or text[end : end + 1] == "^"
    return SaidNumber(place, place + len(written), "", None if odd else size, step=step)


def _as_written(number: SaidNumber, text: str, plain: str) -> SaidNumber:
    """With its sign, what stands around it, and its text as the office wrote it."""
    start, size = number.start, number.size
    before = plain[:start]
    sign = _SIGN.search(before)
    if sign and size is not None and not before[: sign.start()].rstrip()[-1:].isdigit():
        start, size, before = sign.start(), -size, before[: sign.start()]
    beside = before[-_BEFORE:] + "\x00" + plain[number.end : number.end + _AFTER]
    said = _SAYS_SO.search(beside)
    bound: Bound = number.bound
    if said:
        bound = "about" if said["about"] else "below" if said["below"] else "above"
    end = start + len(text[start : number.end].rstrip())
    return SaidNumber(
        start,
        end,
        text[start:end],
        size,
        number.unit,
        number.step,
        bound,
        bool(_FALLING.search(before[-8:])),
        number.rank,
    )


_LIST = re.compile(rf"\s*(?:[、和及与/]|{_TO})\s*$")


def _with_units_of_the_next(found: list[SaidNumber], plain: str) -> list[SaidNumber]:
    """Of 12.3、15.6亿元 and 41.2至43.0% the first takes its unit from the last."""
    done: list[SaidNumber] = []
    for number in reversed(found):
        following = done[-1] if done else None
        if (
            following is not None
            and not number.unit
            and not number.rank
            and following.unit
            and _LIST.fullmatch(plain[number.end : following.start])
        ):
            number = SaidNumber(  # noqa: PLW2901 - the same number with its unit
                number.start, number.end, number.text, number.size, following.unit, number.step, number.bound,
                number.falling or following.falling,
            )  # fmt: skip
        done.append(number)
    return done[::-1]
