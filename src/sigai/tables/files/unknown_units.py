"""Words that can only be units, and that nobody knows here: foreign money, counters, `仟圆`.

Figures in them are not to be guessed at: such a word is kept as a unit, so that the figures are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sigai.base.units import is_unit

_SCALE = "[十百千万亿拾佰仟萬億兆]*|[kKmM]"
_MONEY = re.compile(
    rf"(?:{_SCALE})(?:人民|新加坡|加拿大|澳大利亚|新西兰|马来西亚|[元圆角分币镑铢盾金钱整美港日欧英韩台澳加新泰卢布法郎里拉比索$¥€£]){{1,6}}(?:{_SCALE})"
)
_SIGN_OF_MONEY = re.compile("[元圆角币镑铢$¥€£]|美金|卢布|法郎|里拉|比索|块钱")
_SCALE_BEHIND = "(?:'?000(?:,000)?|mn|bn|mm?|k|thousand|million|billion)?(?:'?s)?"
_CURRENCY = re.compile(
    rf"(?:{_SCALE})(?:US|HK|NT|AU?|S)?(?:USD|EUR|HKD|JPY|GBP|RMB|CNY|CNH|TWD|KRW|AUD|CAD|SGD|RUB|CHF|MOP|(?<=[A-Z])\$)"
    + _SCALE_BEHIND,
    re.IGNORECASE,
)
_OWN_MONEY = re.compile(r"人民币|RMB|CNY|[¥￥]", re.IGNORECASE)
"""The name of the currency alone says neither that figures are of another one nor how large they are."""

_OPEN_SCALE = re.compile(
    r"(?:in )?(?:[a-z¥￥]+ )?'000(?:,000)?(?:'?s|元)?|000(?:,000)?(?:'?s|元)"
    r"|(?:in )?(?:ten |hundred )?(?:thousand|million|billion)s?"
    r"|[×x*✕]\s*1[0,]*0\s*(?:元|吨|yuan|rmb)?",
    re.IGNORECASE,
)
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_COUNTER = re.compile(
    rf"(?:{_SCALE})(?:[桶箱袋瓶包盒株头只尾匹羽棵枚卷捆担担艘架幢栋粒片块册磅码立方英尺寸标准盎司斤两]{{1,3}})"
)
_LATIN = re.compile(r"[A-Za-z]{1,5}")


def foreign_money(text: str) -> str:
    """A text that is money of another kind, or money spelled in another way, without its spaces; else nothing."""
    word = text.translate(_APOSTROPHES).replace(" ", "").strip("()[]（）【】。.")
    said = _MONEY.fullmatch(word) and _SIGN_OF_MONEY.search(word)
    is_money = (said or _CURRENCY.fullmatch(word)) and not _OWN_MONEY.fullmatch(word)
    return word if is_money and not is_unit(word) else ""


def unread_unit(text: str) -> str:
    """A text that is foreign money, or that only says how often figures are to be taken (`'000`, `in thousands`,
    `×1000`); else nothing."""
    word = text.translate(_APOSTROPHES).strip("()[]（）【】。. ")
    return foreign_money(text) or (word if _OPEN_SCALE.fullmatch(word) else "")


def leading_money(words: Sequence[str]) -> str:
    """The longest beginning of some words that is foreign money as one word; several units are several."""
    if all(map(is_unit, words)):
        return ""
    ends = range(len(words), 0, -1)
    return next((money for end in ends if (money := foreign_money("".join(words[:end])))), "")


def unknown_unit(text: str) -> str:
    """What stands behind `单位：` where it can only be a unit that is not known; a department or place is none."""
    word = text.replace(" ", "").strip("()[]（）【】。.")
    is_one = _COUNTER.fullmatch(word) or _OWN_MONEY.fullmatch(word) or _LATIN.fullmatch(word)
    return unread_unit(text) or (word if is_one and not is_unit(word) else "")
