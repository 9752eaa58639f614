"""A paragraph in one plain form for reading, with the way back to where each character stands in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import opencc

_WIDE = str.maketrans(
    "０１２３４５６７８９％．＋－ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ(),;:!?［］＞＜＝﹥﹤﹦≧⩾⪖≮≦⩽⪕≯",
    "0123456789%.+-ABCDEFGHIJKLMNOPQRSTUVWXYZ（），；：！？[]><=><=≥≥≥≥≤≤≤≤",
)
# The font Symbol keeps its signs at private places; a PDF or a copied text may hold these instead of the signs.
_SYMBOLS = {"\uf0b3": "≥", "\uf0a3": "≤", "\uf0bb": "≈"}
_SYMBOL = re.compile(rf"[{''.join(_SYMBOLS)}](?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_FOOTNOTE = re.compile(
    r"(?<!^)（注?\d{1,3}）|\[注?\d{1,3}\]|〔注?\d{1,3}〕(?!\d*号)|【注?\d{1,3}】|[①-⒇㉑-㉟㊀-㊉㊱-㊿⓪-⓿❶-➓]"
    r"|(?<=[一-龥%％])[*＊※†‡]{1,3}|(?<!m|米|M)(?<!(?<!\d)10)[⁰¹²³⁴-⁹]+"
)
# Characters of plans that only traditional writing has: where none stands, nothing is converted.
_TRADITIONAL = re.compile(r"[業產發達項個國實現規劃劃動區縣萬億長與為對開關於術標準級總]")
_OPENING = {"（": "）", "“": "”", "《": "》", "‘": "’", "〔": "〕", "「": "」", "【": "】", "[": "]"}


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` without white space and with half-width figures; `places[i]` is where character i stands in the source."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the source."""
        if not self.places:
            return (0, 0)
        last = min(max(end - 1, start), len(self.places) - 1)
        return self.places[min(start, len(self.places) - 1)], self.places[last] + 1


def plain(source: str, first: int = 0, *, notes: bool = True) -> PlainText:
    """The plain form of a source text whose first character is number `first` of the document without white space.

    White space is dropped and not counted. Wide figures, letters and brackets become one form each; footnote marks
    become spaces of no meaning (NUL), so that they can be skipped but never read as figures; they stay where `notes` is
    false, as a cell of a table may hold a figure in brackets.
    """
    kept = "".join(source.split())
    text = _curled(_simplified(kept).translate(_WIDE))
    text = _SYMBOL.sub(lambda sign: _SYMBOLS[sign.group()], text)
    text = _THOUSANDS.sub(",", text)
    if notes:
        text = _FOOTNOTE.sub(lambda mark: "\0" * len(mark.group()), text)
    places = [first + number for number in range(len(text))]
    if "\0" in text:
        places = [place for place, letter in zip(places, text, strict=True) if letter != "\0"]
        text = text.replace("\0", "")
    return PlainText(text, tuple(places))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    """Traditional characters as simplified ones, one for one, so that every character keeps its place."""
    if not _TRADITIONAL.search(text):
        return text
    whole: str = _converter().convert(text)
    return whole if len(whole) == len(text) else "".join(_converter().convert(letter)[:1] for letter in text)


def _curled(text: str) -> str:
    """Straight quotation marks as opening and closing ones, in turn."""
    if text.count('"') % 2 or '"' not in text:
        return text
    parts = text.split('"')
    return "".join(part + ("“”"[number % 2] if number < len(parts) - 1 else "") for number, part in enumerate(parts))


def bracketed(text: str) -> list[bool]:
    """For each character whether it stands inside brackets, quotation marks or a title: closed worlds of their own."""
    inside = [False] * len(text)
    closing: list[str] = []
    for place, letter in enumerate(text):
        if closing and letter == closing[-1]:
            inside[place] = True
            closing.pop()
            continue
        if letter in _OPENING and text.find(_OPENING[letter], place) > 0:
            closing.append(_OPENING[letter])
        inside[place] = bool(closing)
    return inside


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph as (start, end), ends by 。！？ outside brackets."""
    inside = bracketed(text)
    parts: list[tuple[int, int]] = []
    start = 0
    for place, letter in enumerate(text):
        if letter in "。！？" and not inside[place]:
            parts.append((start, place + 1))
            start = place + 1
    if start < len(text):
        parts.append((start, len(text)))
    return parts
