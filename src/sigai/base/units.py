"""Units of measure: Chinese statistical units with dimensions, so that kWh is never added to tce.

Built on pint. Coal equivalent has a dimension of its own: electricity becomes tce only through a coefficient that
carries `tce/kWh`. Counts (家, 个, 座, 台 …) share the dimension `[count]`, persons `[person]`, percentage points
`[point]`: a share in % may never be added to a change in percentage points.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pint
from pint.util import UnitsContainer

_DEFINITIONS = (
    "percent = 0.01 = 百分比",
    "permille = 0.001 = 千分比",
    "point = [point] = 个百分点 = 百分点",
    "yuan = [money] = 元",
    "千元 = 1e3 * yuan",
    "万元 = 1e4 * yuan",
    "百万元 = 1e6 * yuan",
    "亿元 = 1e8 * yuan",
    "item = [count] = 个 = 家 = 座 = 台 = 项 = 种 = 件 = 套 = 户 = 次 = 张 = 条 = 处",
    "万个 = 1e4 * item = 万家 = 万台 = 万户",
    "person = [person] = 人 = 人次 = 名",
    "万人 = 1e4 * person = 万人次",
    "gram = [mass] = g = 克",
    "kilogram = 1e3 * gram = kg = 千克 = 公斤",
    "tonne = 1e6 * gram = t = 吨",
    "万吨 = 1e4 * tonne",
    "亿吨 = 1e8 * tonne",
    "gce = [coal_equivalent] = 克标准煤",
    "kgce = 1e3 * gce = 千克标准煤",
    "tce = 1e6 * gce = 吨标准煤",
    "万吨标准煤 = 1e4 * tce",
    "kWh = [energy] = 千瓦时 = 度",
    "MWh = 1e3 * kWh = 兆瓦时",
    "万千瓦时 = 1e4 * kWh",
    "亿千瓦时 = 1e8 * kWh",
    "joule = kWh / 3.6e6 = J = 焦",
    "MJ = 1e6 * joule = 兆焦",
    "GJ = 1e9 * joule = 吉焦",
    "百万千焦 = 1e9 * joule",
    "kW = [power] = 千瓦",
    "MW = 1e3 * kW = 兆瓦",
    "万千瓦 = 1e4 * kW",
    "metre = [length] = m = 米",
    "kilometre = 1e3 * metre = km = 公里 = 千米",
    "m3 = metre ** 3 = 立方米 = 方",
    "万立方米 = 1e4 * m3 = 万方",
    "亿立方米 = 1e8 * m3",
    "m2 = metre ** 2 = 平方米",
    "亩 = 2000 / 3 * m2 = mu",
    "hectare = 1e4 * m2 = 公顷",
    "平方公里 = 1e6 * m2",
    "year = [time] = 年",
    "month = year / 12 = 月",
    "day = year / 365 = 天 = 日",
    "hour = day / 24 = 小时",
    "蒸吨 = tonne",
)
_SPELLINGS = {"％": "percent", "%": "percent", "‰": "permille", "㎡": "m2", "m²": "m2", "m³": "m3", "㎥": "m3"}


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(None, cache_folder=None)
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as an author wrote it, with its dimension and its size in base units.

    `symbol` is kept for display; two units are interchangeable when their `dimension` is the same.
    """

    symbol: str
    factor: float
    dimension: tuple[tuple[str, int], ...]

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Read `万元`, `tce/万元`, `%`, `家`, `` (a pure number); ValueError for an unknown unit."""
        return _parse(text.strip())

    def same_dimension(self, other: Unit) -> bool:
        return self.dimension == other.dimension

    def factor_to(self, other: Unit) -> float:
        """What a number in this unit is multiplied with to be in `other`; ValueError across dimensions."""
        if not self.same_dimension(other):
            raise ValueError(f"{self.symbol or '1'} cannot be converted to {other.symbol or '1'}")
        return self.factor / other.factor

    def times(self, other: Unit) -> Unit:
        return _combine(self, other, 1)

    def per(self, other: Unit) -> Unit:
        return _combine(self, other, -1)

    @property
    def dimensionless(self) -> bool:
        return not self.dimension

    def __str__(self) -> str:
        return self.symbol


NUMBER = Unit("", 1.0, ())


@cache
def _parse(text: str) -> Unit:
    spelled = text
    for spelling, name in _SPELLINGS.items():
        spelled = spelled.replace(spelling, name)
    if not spelled:
        return NUMBER
    registry = _registry()
    try:
        units = registry.parse_units(spelled)
        size = registry.get_root_units(units)
    except Exception as error:  # pint raises half a dozen kinds, tokenizer errors among them
        raise ValueError(f"{text!r} is not a known unit") from error
    root: UnitsContainer = registry.get_dimensionality(size[1])
    dimension = tuple(sorted((str(name), round(power)) for name, power in root.items() if power))
    return Unit(text, float(size[0]), dimension)


def _combine(left: Unit, right: Unit, sign: int) -> Unit:
    powers = dict(left.dimension)
    for name, power in right.dimension:
        powers[name] = powers.get(name, 0) + sign * power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    factor = left.factor * right.factor**sign
    if sign > 0:
        symbol = "·".join(part for part in (left.symbol, right.symbol) if part)
    else:
        symbol = f"{left.symbol or '1'}/{right.symbol}" if right.symbol else left.symbol
    if not dimension:
        symbol = "" if factor == 1.0 else symbol
    return Unit(symbol, factor, dimension)
