"""How rules read statements: amounts that compare, families of kinds, periods, places, marks of scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import TypeVar

from sigai.base.units import MeasureUnit
from sigai.programme.targets import Statement, Target

Key = TypeVar("Key", bound=Hashable)

PlaceKey = Callable[[Statement], tuple[str, str]]

_STANDING = ("level", "share", "cumulative_count")
_LEVEL_WORDS = re.compile(r"(国家|省|自治区|直辖市|市|县|区|州|盟)(?=[^，。]{0,6}级)")
_AREA_WORDS = re.compile(r"全(?:国|省|市|区|县|州|盟|自治区)(?=[^域面])")
_LEAD_WORDS = re.compile(r"(国际|国内|世界|全国|全省|全区|省内|区内|自治区|行业|全球)(?:领先|先进|一流)")
_SIZE_WORDS = re.compile(r"规模以上|规上|限额以上|限上")


@cache
def _unit(text: str) -> MeasureUnit | None:
    try:
        return MeasureUnit.parse(text)
    except ValueError:
        return None


def dimension(statement: Statement) -> Hashable:
    """What a statement's number counts: the dimension of its unit, or the unit as written where it is unknown."""
    unit = _unit(statement.unit)
    return (unit.dimension, statement.unit in ("%", "％", "‰")) if unit else statement.unit


def amount(statement: Statement) -> float:
    """The number in base units, so that 万元 and 亿元 compare; as written where the unit is unknown."""
    unit = _unit(statement.unit)
    return statement.value * unit.factor if unit else statement.value


def same(one: float, other: float) -> bool:
    """Equal but for rounding in the last digit."""
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def family(statement: Statement) -> str:
    """Kinds that state the same thing in other words: a level, a share and a total reached all say where it stands."""
    return "standing" if statement.kind in _STANDING else statement.kind


def is_average(statement: Statement) -> bool:
    """年均: a rate of several years, not that of one."""
    return statement.kind == "annual_growth" and statement.period_start != statement.period_end


def is_yearly(statement: Statement) -> bool:
    """每年: a count asked of each of several years."""
    return statement.kind == "annual_count" and statement.period_start != statement.period_end


def one_year(statement: Statement) -> bool:
    """A rate or count of a single year."""
    return statement.kind in ("annual_growth", "annual_count") and statement.period_start == statement.period_end


def without_repeated_years(statements: Iterable[Statement]) -> list[Statement]:
    """Statements without totals that only repeat, for two years at least, the counts of these years.

    2025年新建 8，2026年新建 10, and elsewhere 2025年底前新建 8、2026年底前新建 10: both say what each year adds.
    """
    listed = list(statements)
    counts = {_count_key(one) for one in listed if "annual_count" in (one.kind, *one.readings) and not is_yearly(one)}
    repeating = [
        one
        for one in listed
        if one.kind == "cumulative_count"
        and one.period_start is None
        and not one.readings
        and _count_key(one) in counts
    ]
    repeated = repeating if len({one.period_end for one in repeating}) > 1 else []
    return [one for one in listed if one not in repeated]


def _count_key(statement: Statement) -> tuple[Hashable, ...]:
    return statement.period_end, amount(statement), dimension(statement)


def period_key(statement: Statement) -> tuple[Hashable, ...]:
    """Statements about the same time: the year, and whether several years are averaged."""
    return statement.period_end, is_average(statement) or is_yearly(statement)


def place_of(target: Target) -> PlaceKey:
    """What counts as a place of a target: its parts of the plan; its sections where it stands in one part only."""
    parts = {(one.source.document, one.source.part) for one in target.statements}
    if len(parts) > 1:
        return lambda one: (one.source.document, one.source.part)
    return lambda one: (one.source.document, one.source.section)


def is_range(one: Statement, other: Statement) -> bool:
    """A lower and an upper bound that leave room between them."""
    low, high = (one, other) if one.comparator in (">=", ">") else (other, one)
    return low.comparator in (">=", ">") and high.comparator in ("<=", "<") and amount(low) <= amount(high)


def named(statement: Statement) -> str:
    """The name with its scope, white space and quotation marks out, 规模以上 and 规上 alike."""
    text = statement.level_scope + statement.scope + statement.indicator
    return re.sub(r"[\s“”\"'‘’《》]", "", text).replace("规模以上", "规上")


def area_words(statement: Statement) -> frozenset[str]:
    """全市, 全区 …: whose figure it is, where the statement says so. 具有全区影响力 is no area of the figure."""
    text = re.sub(r"全(国|省|市|区|县)(?:影响|领先|先进)", "", statement.scope + statement.indicator)
    return frozenset(_AREA_WORDS.findall(text + " "))


def own_place(statement: Statement) -> str:
    """The place that alone is spoken of (东湖区); empty where the figure is that of the whole area."""
    return "" if not statement.scope or re.match(r"[全本我各]", statement.scope) else statement.scope


def level_words(statement: Statement) -> frozenset[str]:
    """国家, 自治区 … of 国家和自治区级: at which level something counts."""
    return frozenset(_LEVEL_WORDS.findall(_levels(statement)))


def leading_words(statement: Statement) -> frozenset[str]:
    """国内 of 国内领先: compared with whom."""
    return frozenset(_LEAD_WORDS.findall(statement.level_scope + statement.indicator))


def _levels(statement: Statement) -> str:
    found = re.findall(r"[国家省自治区市县、和及或（）]{1,14}级", statement.level_scope + statement.indicator)
    return "，".join(found)


def population(statement: Statement) -> str:
    """Whom the figure is about: 规上企业, 规上制造业企业 …; empty where the statement does not say."""
    text = named(statement)
    if not _SIZE_WORDS.search(text):
        return ""
    return "规上制造业" if re.search(r"规上制造业", text) else "规上"


def share_sides(statement: Statement) -> tuple[bool, bool] | None:
    """Whether numerator and denominator of a share are limited to 规上; None where it is no share of two."""
    above, word, below = named(statement).partition("占")
    return (("规上" in above), ("规上" in below)) if word and above and below else None


def by_key(statements: Iterable[Statement], key: Callable[[Statement], Key]) -> dict[Key, list[Statement]]:
    """Statements by what `key` gives for each."""
    groups: dict[Key, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(key(statement), []).append(statement)
    return groups


def counted(statement: Statement) -> Hashable:
    """The size condition on what is counted; numbers with different ones never compare."""
    found = statement.qualifier
    return None if found is None else (found.comparator, found.value, found.unit)
