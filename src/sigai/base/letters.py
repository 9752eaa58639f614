"""Characters that look like others: the parts of characters that PDF and Word put for whole ones, and raised digits."""

from __future__ import annotations

import unicodedata

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Plain digits to raised ones."""

_PARTS = (
    "⺁⺄⺅⺈⺉⺊⺋⺌⺍⺎⺒⺓⺙⺛⺜⺝⺟⺠⺧⺩⺫⺬⺮⺶⺼⺾⻁⻄⻅⻆"
    "⻉⻊⻋⻍⻎⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳"
)
_WHOLE = (
    "厂乙亻刀刂卜㔾小小兀巳幺攵旡日月母民牛王目示竹羊肉艹虎西见角"
    "贝足车辶辶長长门阝雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟"
)
"""Of the radicals supplement, which NFKC leaves: those that stand for a whole character, and that character."""

LOOK_ALIKES = {
    code: plain
    for first, last in ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2F800, 0x2FA20))
    for code in range(first, last)
    if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code) and len(plain) == 1
} | dict(zip(map(ord, _PARTS), _WHOLE, strict=True))
"""Kangxi radicals, compatibility ideographs and the radicals supplement to the characters that a reader sees: one for
one, for `str.translate`."""


def plain_letters(text: str) -> str:
    """A text with look-alikes made plain; every character keeps its place."""
    return text if text.isascii() else text.translate(LOOK_ALIKES)
