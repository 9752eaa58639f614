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
from functools import cache

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
    "tonne = 1e6 * gram = t = 吨",
    "万吨 = 1e4 * tonne",
    "亿吨 = 1e8 * tonne",
    "gce = [coal_equivalent] = 克标准煤 = 克标煤",
    "kgce = 1e3 * gce = 千克标准煤 = 千克标煤",
    "tce = 1e6 * gce = 吨标准煤 = 吨标煤",
    "万吨标准煤 = 1e4 * tce = 万吨标煤",
    "kgCO2 = [carbon_dioxide] = 千克二氧化碳",
    "tCO2 = 1e3 * kgCO2 = 吨二氧化碳",
    "万吨二氧化碳 = 1e4 * tCO2",
    "joule = [energy] = J = 焦",
    "MJ = 1e6 * joule = 兆焦",
    "GJ = 1e9 * joule = 吉焦",
    "百万千焦 = 1e9 * joule",
    "kWh = 3.6e6 * joule = 千瓦时 = 度",
    "MWh = 1e3 * kWh = 兆瓦时",
    "万千瓦时 = 1e4 * kWh = 万度",
    "亿千瓦时 = 1e8 * kWh = 亿度",
    "kW = [power] = 千瓦",
    "MW = 1e3 * kW = 兆瓦",
    "万千瓦 = 1e4 * kW",
    "GW = 1e6 * kW = 吉瓦",
    "metre = [length] = m = 米",
    "kilometre = 1e3 * metre = km = 公里 = 千米",
    "m3 = metre ** 3 = 立方米 = 方",
    "万立方米 = 1e4 * m3 = 万方",
    "亿立方米 = 1e8 * m3",
    "m2 = metre ** 2 = 平方米",
    "万平方米 = 1e4 * m2",
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


@cache
def _parse(text: str) -> MeasureUnit:
    spelled = text
    for spelling, name in _SPELLINGS.items():
        spelled = spelled.replace(spelling, name)
    if not spelled:
        return NUMBER
    if "//" in spelled:  # pint takes it for a division
        raise ValueError(f"{text!r} is not a known unit")
    registry = _registry()
    try:
        size, root = registry.get_root_units(registry.parse_units(spelled))
        powers = registry.get_dimensionality(root)
    except Exception as error:  # pint raises half a dozen kinds, tokenizer errors among them
        raise ValueError(f"{text!r} is not a known unit") from error
    dimension = tuple(sorted((str(name), _whole(power, text)) for name, power in powers.items() if power))
    return MeasureUnit(text, Fraction(str(size)), dimension)


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
