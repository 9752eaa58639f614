"""Units of measure: Chinese statistical units with dimensions, so that kWh is never added to tce.

Built on pint, with sizes as exact fractions (亩 is 2000/3 of a square metre). Coal equivalent has a dimension of its
own: electricity becomes tce only through a coefficient that carries `tce/kWh`. Counts (家, 个, 座,
台 …) share the dimension `[count]`, persons `[person]`, percentage points `[point]`: a share in % may never be added to
a change in percentage points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

import pint

_DEFINITIONS = (
    "倍 = []",
    "percent = 0.01 = 百分比",
    "permille = 0.001 = 千分比",
    "point = [point] = 个百分点 = 百分点",
    "yuan = [money] = 元",
    "千元 = 1e3 * yuan",
    "万元 = 1e4 * yuan",
    "百万元 = 1e6 * yuan",
    "亿元 = 1e8 * yuan",
    "item = [count] = 个 = 家 = 座 = 台 = 项 = 种 = 件 = 套 = 户 = 次 = 张 = 条 = 处 = 辆 = 组 = 所 = 批 "
    "= 场 = 份 = 类 = 支 = 款",
    "万个 = 1e4 * item = 万家 = 万座 = 万台 = 万项 = 万件 = 万套 = 万户 = 万次 = 万张 = 万条 = 万辆",
    "person = [person] = 人 = 人次 = 名",
    "万人 = 1e4 * person = 万人次 = 万名",
    "gram = [mass] = g = 克",
    "kilogram = 1e3 * gram = kg = 千克 = 公斤",
    "斤 = 0.5 * kilogram",
    "tonne = 1e6 * gram = t = 吨",
    "万吨 = 1e4 * tonne = 万t",
    "亿吨 = 1e8 * tonne = 亿t",
    "kt = 1e3 * tonne",
    "Mt = 1e6 * tonne",
    "gce = [coal_equivalent] = 克标准煤 = 克标煤",
    "kgce = 1e3 * gce = 千克标准煤 = 千克标煤",
    "tce = 1e6 * gce = 吨标准煤 = 吨标煤",
    "万吨标准煤 = 1e4 * tce = 万吨标煤 = 万tce",
    "kgCO2 = [carbon_dioxide] = 千克二氧化碳",
    "tCO2 = 1e3 * kgCO2 = 吨二氧化碳",
    "万吨二氧化碳 = 1e4 * tCO2 = 万tCO2",
    "joule = [energy] = J = 焦",
    "MJ = 1e6 * joule = 兆焦",
    "GJ = 1e9 * joule = 吉焦",
    "百万千焦 = 1e9 * joule",
    "kWh = 3.6e6 * joule = 千瓦时 = 度",
    "MWh = 1e3 * kWh = 兆瓦时",
    "GWh = 1e6 * kWh = 吉瓦时",
    "TWh = 1e9 * kWh = 太瓦时",
    "万千瓦时 = 1e4 * kWh = 万度 = 万kWh",
    "亿千瓦时 = 1e8 * kWh = 亿度 = 亿kWh",
    "kW = [power] = 千瓦",
    "MW = 1e3 * kW = 兆瓦",
    "万千瓦 = 1e4 * kW = 万kW",
    "GW = 1e6 * kW = 吉瓦",
    "metre = [length] = m = 米",
    "kilometre = 1e3 * metre = km = 公里 = 千米",
    "m3 = metre ** 3 = 立方米 = 方",
    "升 = m3 / 1000 = L",
    "万立方米 = 1e4 * m3 = 万方 = 万m3",
    "亿立方米 = 1e8 * m3 = 亿m3",
    "m2 = metre ** 2 = 平方米",
    "万平方米 = 1e4 * m2 = 万m2",
    "亩 = 2000 / 3 * m2 = mu",
    "万亩 = 1e4 * 亩",
    "hectare = 1e4 * m2 = 公顷",
    "平方公里 = 1e6 * m2",
    "hour = [time] = h = 小时",
    "day = 24 * hour = 天 = 日",
    "year = 8760 * hour = 年",
    "month = 730 * hour = 月",
    "蒸吨 = tonne / hour",
)
_SPELLINGS = {
    "％": "percent",
    "%": "percent",
    "‰": "permille",
    "㎡": "m2",
    "m²": "m2",
    "m³": "m3",
    "㎥": "m3",
    "·": "*",
}
_ONE_WORD = {"kW·h": "kWh", "MW·h": "MWh", "千瓦·时": "千瓦时", "千瓦小时": "千瓦时"}
"""Units of energy that are written as a product of power and time."""

SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
"""Words that multiply what stands behind them: a figure, or a unit."""

_SCALED = frozenset(
    (
        "元",
        "人",
        "人次",
        "名",
        "个",
        "家",
        "座",
        "台",
        "项",
        "件",
        "套",
        "户",
        "次",
        "辆",
        "组",
        "批",
        "份",
        "吨",
        "千瓦时",
        "kWh",
        "千瓦",
        "kW",
        "立方米",
        "m3",
        "平方米",
        "m2",
        "亩",
        "公里",
        "米",
        "t",
        "tce",
        "吨标准煤",
        "吨标煤",
        "吨二氧化碳",
        "tCO2",
    )
)
"""The units that any of these words may stand before; what is scaled already takes none: 千万元 is a thousand 万元 to
nobody."""

_SCALE_WORDS = "|".join(sorted(SCALES, key=len, reverse=True))
_SCALED_WORDS = "|".join(sorted(_SCALED, key=len, reverse=True))
_SCALED_UNIT = re.compile(rf"(?<![^\s*/()])({_SCALE_WORDS})({_SCALED_WORDS})(?![^\s*/()])")

_ENGLISH_SCALES = {
    "hundred": "百",
    "100": "百",
    "thousand": "千",
    "1,000": "千",
    "1000": "千",
    "k": "千",
    "ten thousand": "万",
    "10 thousand": "万",
    "10,000": "万",
    "10000": "万",
    "10k": "万",
    "million": "百万",
    "mn": "百万",
    "1,000,000": "百万",
    "hundred million": "亿",
    "100 million": "亿",
    "billion": "十亿",
    "bn": "十亿",
    "'000": "千",
    "000": "千",
    "'000,000": "百万",
    "m": "百万",
    "mm": "百万",
}
_ENGLISH_UNITS = {
    **dict.fromkeys(("yuan", "rmb", "cny", "renminbi", "chinese yuan", "yuan rmb", "rmb yuan"), "元"),
    **dict.fromkeys(("person", "persons", "people"), "人"),
    **dict.fromkeys(("tonnes", "tons", "ton"), "吨"),
}
_ENGLISH = re.compile(
    r"^(?:(?P<before>rmb|cny|renminbi|yuan),? ?(?:in )?)?'?(?P<scale>{})(?:'?s(?: of)?)? ?(?P<unit>{})?$".format(
        *("|".join(sorted(map(re.escape, words), key=len, reverse=True)) for words in (_ENGLISH_SCALES, _ENGLISH_UNITS))
    )
)
_NO_AMOUNTS = ("'", "0")
"""What a scale begins with that is no number of its own: `RMB'000` is a unit, `RMB 1000` an amount."""

_APOSTROPHES = str.maketrans("’‘`´", "''''")
_RENMINBI = re.compile(
    rf"^(?:(?P<before>人民币|RMB|CNY) ?)?(?P<scale>{_SCALE_WORDS})?(?P<unit>元|人民币)整? ?(?:[(（]?人民币[)）]?)?$"
)


_HAN = re.compile("[㐀-鿿]")
_BETWEEN_LANGUAGES = re.compile(r"[/()（）]|(?<=[㐀-鿿]),?\s+(?=[A-Za-z¥￥'])|(?<=[A-Za-z0]),?\s+(?=[㐀-鿿])")
"""Between the Chinese and the English name of a unit."""

_ONLY_BEHIND_MONEY = frozenset(("m", "mm", "000"))
"""Scales that mean another thing, or nothing, before a unit."""

_AMOUNT = re.compile(r"^[\s(（]*\d[\d.,]*\s*[^\s\d.,/*·^]")
"""A number with a unit is an amount, with a calendar word a time (`1月`), and neither is a unit."""

_SPACED = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])|(?<=[十百千万亿])\s+(?=\w)")
"""Spaces within one word that is spelled apart, as tables do to fill a line: `万 元`, `亿 kWh`."""

_LONGEST = 60
"""Characters of the longest text that may be a unit: pint takes the square of its length to find that it is none."""


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(None, cache_folder=None, non_int_type=Fraction)
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def unit_names() -> frozenset[str]:
    """Every name that a unit may be written with, before they are put together with `/` and `·`."""
    spelled = (name.strip() for definition in _DEFINITIONS for name in _names(definition))
    return frozenset(spelled) | (_SPELLINGS.keys() - {"·"})


def _names(definition: str) -> tuple[str, ...]:
    """`kWh = 3.6e6 * joule = 度` gives `kWh` and `度`: all but the second part, which is the size."""
    name, _, *others = definition.split("=")
    return name, *others


@dataclass(frozen=True, slots=True)
class MeasureUnit:
    """A unit as an author wrote it, with its dimension and its size in base units.

    `symbol` is kept for display; two units are interchangeable when their `dimension` is the same.
    """

    symbol: str
    size: Fraction
    dimension: tuple[tuple[str, int], ...]

    @classmethod
    def parse(cls, text: str) -> MeasureUnit:
        """Read `万元`, `tce/万元`, `%`, `家`, `` (a pure number); ValueError for an unknown unit."""
        return _parse(text.strip())

    @property
    def factor(self) -> float:
        """Its size as a floating-point number."""
        return float(self.size)

    def same_dimension(self, other: MeasureUnit) -> bool:
        """Whether amounts in the two units can be added and compared; their sizes may differ."""
        return self.dimension == other.dimension

    def factor_to(self, other: MeasureUnit) -> float:
        """What a number in this unit is multiplied with to be in `other`; ValueError across dimensions."""
        if not self.same_dimension(other):
            raise ValueError(f"{self.symbol or '1'} cannot be converted to {other.symbol or '1'}")
        return float(self.size / other.size)

    def times(self, other: MeasureUnit) -> MeasureUnit:
        """The unit of a product of amounts in the two units."""
        return _combine(self, other, 1)

    def per(self, other: MeasureUnit) -> MeasureUnit:
        """The unit of an amount in this unit divided by one in `other`."""
        return _combine(self, other, -1)

    @property
    def dimensionless(self) -> bool:
        """Whether it is a unit of pure numbers, such as % or 个百分点."""
        return not self.dimension

    def __str__(self) -> str:
        return self.symbol


NUMBER = MeasureUnit("", Fraction(1), ())


_FEWEST_LETTERS = 3
_SIGNS = "%‰¥￥"
"""Signs that stand for letters in a unit; figures and dates hold none of them without its scale or name."""


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text, with or without brackets around it, is a unit of measure."""
    word = text.strip("()[]（）【】 ")
    if not any(each.isalpha() or each in _SIGNS for each in word):
        return False
    if word in unit_names():
        return True
    try:
        MeasureUnit.parse(text.strip() if word.count("(") != word.count(")") else word)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_in_other_case(word: str) -> bool:
    """Whether letters are no unit as written, and one in another case: `MWH`. One or two letters may be anything."""
    spelled = {name.casefold() for name in unit_names() if name.isascii() and len(name) >= _FEWEST_LETTERS}
    return not is_unit(word) and word.casefold() in spelled


def _parse(text: str) -> MeasureUnit:
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:_LONGEST]!r}… is not a known unit")
    return _of_short(text)


@cache
def _of_short(text: str) -> MeasureUnit:
    text = spelled = _in_one_word(_SPACED.sub("", text))
    for spelling, name in _SPELLINGS.items():
        spelled = spelled.replace(spelling, name)
    if not spelled:
        return NUMBER
    if _AMOUNT.match(spelled) or "//" in spelled or re.search(r"[^*/\s]\s+[^*/\s]|[、,;]", spelled):
        # pint takes all of these for something else
        raise ValueError(f"{text!r} is not a known unit")
    registry = _registry()
    _define_scaled(registry, spelled)
    try:
        size, root = registry.get_root_units(registry.parse_units(spelled))
        powers = registry.get_dimensionality(root)
    except Exception as error:  # pint raises half a dozen kinds, tokenizer errors among them
        raise ValueError(f"{text!r} is not a known unit") from error
    dimension = tuple(sorted((str(name), _whole(power, text)) for name, power in powers.items() if power))
    return MeasureUnit(text, Fraction(str(size)), dimension)


def _in_one_word(text: str) -> str:
    """`人民币千元`, `亿元(人民币)` and `千元整`, `RMB thousand` and `1,000 yuan` in one word; others as they are."""
    for written, word in _ONE_WORD.items():
        text = text.replace(written, word)
    if (found := _RENMINBI.match(text)) and (found["scale"] or found["unit"] == "元"):
        return f"{found['scale'] or ''}元"
    found = _ENGLISH.match(re.sub("^[¥￥]", "rmb", text.lower().translate(_APOSTROPHES)))
    scale = found["scale"] if found else ""
    if found and found["before"] and (scale[-1].isalpha() or scale.startswith(_NO_AMOUNTS)):
        return _ENGLISH_SCALES[scale] + "元"
    if found and found["unit"] and scale not in _ONLY_BEHIND_MONEY:
        return _ENGLISH_SCALES[scale] + _ENGLISH_UNITS[found["unit"]]
    return _in_two_languages(text)


def _in_two_languages(text: str) -> str:
    """`千元/thousand yuan` and `万元 (RMB 10k)` as the unit that both names mean; anything else as it is."""
    names = [name for name in map(str.strip, _BETWEEN_LANGUAGES.split(text)) if name]
    if len(names) != 2 or bool(_HAN.search(names[0])) == bool(_HAN.search(names[1])):
        return text
    try:
        one, other = map(_of_short, names)
    except ValueError:
        return text
    alike = one.same_dimension(other) and one.size == other.size
    return next(name for name in names if _HAN.search(name)) if alike else text


def scaled_unit(scale: str, unit: str) -> str:
    """A scale such as 万 put before a unit that is not scaled itself; nothing where it cannot stand before it."""
    return scale + unit if scale in SCALES and unit in _SCALED else ""


_DEFINED: set[str] = set()
"""The scaled units that have been asked for: all that are possible would be hundreds."""


def _define_scaled(registry: pint.UnitRegistry[Fraction], spelled: str) -> None:
    for scale, unit in _SCALED_UNIT.findall(spelled):
        whole = scale + unit
        if whole not in unit_names() and whole not in _DEFINED:
            _DEFINED.add(whole)
            registry.define(f"{whole} = {SCALES[scale]} * {unit}")


def _whole(power: object, text: str) -> int:
    """A power of a dimension as the whole number it must be: the root of a metre measures nothing here."""
    number = Fraction(str(power))
    if number.denominator != 1:
        raise ValueError(f"{text!r} raises a unit to a broken power")
    return number.numerator


def _combine(left: MeasureUnit, right: MeasureUnit, sign: int) -> MeasureUnit:
    powers = dict(left.dimension)
    for name, power in right.dimension:
        powers[name] = powers.get(name, 0) + sign * power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    size = left.size * right.size if sign > 0 else left.size / right.size
    if not dimension and size == 1:
        return NUMBER
    return MeasureUnit(_combined_symbol(left.symbol, right.symbol, sign), size, dimension)


def _combined_symbol(left: str, right: str, sign: int) -> str:
    """The symbol of a product or quotient, cancelled: `kgce/kWh` times `kWh` is `kgce`."""
    powers = _symbol_powers(left)
    for name, power in _symbol_powers(right).items():
        powers[name] = powers.get(name, 0) + sign * power
    above = "·".join(name for name, power in powers.items() for _ in range(power))
    below = [name for name, power in powers.items() for _ in range(-power)]
    if not below:
        return above
    return f"{above or '倍'}/{'·'.join(below)}" if len(below) == 1 else f"{above or '倍'}/({'·'.join(below)})"


def _symbol_powers(symbol: str) -> dict[str, int]:
    """How often each name stands in a symbol: `万元/(人·年)` is 万元 once, 人 and 年 minus once.

    A symbol with other signs than `·`, `*`, `/` and brackets (a power, say) counts as one name.
    """
    if not re.fullmatch(r"[^*/·()]+([*/·][^*/·()]+)*(/\([^*/·()]+([*·][^*/·()]+)*\))?", symbol):
        return {symbol: 1} if symbol else {}
    powers: dict[str, int] = {}
    sign, inside = 1, False
    for piece in re.findall(r"[*/·()]|[^*/·()]+", symbol):
        if piece in "*/·":
            sign = sign if inside else (-1 if piece == "/" else 1)
        elif piece in "()":
            inside = piece == "("
        elif piece != "倍":
            powers[piece] = powers.get(piece, 0) + sign
    return powers
