"""Units as people read them: in Chinese as content writes them, in English in words of their own."""

from __future__ import annotations

_PLAIN = {
    "元": "yuan",
    "倍": "times",
    "百分点": "points",
    "个百分点": "points",
    "年": "years",
    "月": "months",
    "天": "days",
    "日": "days",
    "小时": "h",
    "吨": "t",
    "公斤": "kg",
    "千克": "kg",
    "吨标准煤": "tce",
    "吨标煤": "tce",
    "tce": "tce",
    "千瓦时": "kWh",
    "千瓦": "kW",
    "兆瓦": "MW",
    "吉瓦": "GW",
    "立方米": "m³",
    "平方米": "m²",
    "米": "m",
    "公里": "km",
    "亩": "mu",
    "公顷": "ha",
    "平方公里": "km²",
    "蒸吨": "t/h",
    "人次": "attendances",
    "人": "people",
    "名": "people",
    "户": "firms",
    "家": "firms",
    "座": "sites",
    "处": "sites",
    "台": "machines",
    "套": "sets",
    "辆": "vehicles",
    "次": "times",
    "项": "items",
    "条": "lines",
    "场": "events",
    "份": "copies",
    "批": "lots",
}
_SCALES = {"百万": "million", "千万": "10m", "万": "10k", "亿": "100m", "千": "thousand"}
_COUNTED = "items"
_COUNTS = "个种件张组所类支款"
_ONE = {"people": "person", "copies": "copy"}
_OVER = {"years": "year", "months": "month", "days": "day"}


def unit_word(unit: str, language: str, count: str = "") -> str:
    """`万元` as `10k yuan`, `吨/年` as `t/year`; in Chinese, and what is no Chinese, as it is.

    Behind the count 1 a thing counted is one: `1 firm`; digits of a scale stand apart: `13.8 × 100m yuan`.
    """
    if language != "en" or unit.isascii():
        return unit
    first, *others = unit.split("/")
    word = _english(first)
    if count == "1" and first not in ("元", "米", "吨"):
        word = _ONE.get(word) or (word[:-1] if word.endswith("s") and len(word) > 1 else word)
    if count and word[:1].isdigit():
        word = f"× {word}"
    return "/".join([word, *(_OVER.get(over, over) for over in map(_english, others))])


def _english(word: str) -> str:
    if word in _PLAIN:
        return _PLAIN[word]
    if word and word in _COUNTS:
        return _COUNTED
    for scale, said in _SCALES.items():
        if word.startswith(scale) and word != scale:
            return f"{said} {_english(word.removeprefix(scale))}"
    return word
