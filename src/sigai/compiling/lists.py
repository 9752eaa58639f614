"""Lists of names that share a beginning or an end: 河湖、海湾建成率 are 河湖建成率 and 海湾建成率.

A list of members and one head noun (小麦、水稻良种覆盖率) is dealt out by finding where the last member ends and the
head noun begins: where the members repeat a word, at a word that opens head nouns (lexicon `head_starts`), where the
last member would be as long as the others, or before the ending of an indicator.
"""

from __future__ import annotations

import re
from functools import cache

from sigai.compiling import names
from sigai.compiling.lexicon import alternatives
from sigai.compiling.text import bracketed

_THING = re.compile(
    r"(?:项目|企业|平台|园区|产品|工厂|车间|中心|基地|医院|学校|公园|站|馆|集群|人才|机构|品牌|场所|工程|实验室)$"
)
_ENDING = re.compile(
    r"(?:增加值|营业收入|总产值|产值|综合利用率|重复利用率|数控化率|普及率|覆盖率|建成率|达标率|利用率|转化率|占比|比重"
    r"|年?产量|投资|收入|规模|能耗|排放量|增速|面积|产能|产品单耗|单耗)$"
)
_RATE = re.compile(r"[一-龥]{2}率$")
_HEAD = re.compile(
    r"(.*?单位.*?(?:增加值|GDP|生产总值|产品)|(?:规模以上|规上)[一-龥]{2,6}?(?:企业|工业)|.*?行业"
    r"|万元[^，]*?(?:GDP|生产总值|增加值))(?=.)"
)
_RANK = re.compile(r"^(?:国家|省|市|县|区|自治区|省部|世界)级")
_WHOLE = re.compile(r"行业|领域|的|等|类")
"""What makes of a list one whole: the members say whose, the figure is stated once for all of them."""


@cache
def _head_starts() -> re.Pattern[str]:
    return re.compile(alternatives("words", "head_starts"))


def listed(name: str) -> list[str]:
    """The items of a list in a name: A、B和C; what stands in brackets or quotation marks is never parted."""
    inside = bracketed(name)
    marked = "".join(
        "\1" if letter == "、" and not within else letter for letter, within in zip(name, inside, strict=True)
    )
    parts = [part for part in re.split("\x01|以及", marked) if part]
    if parts and (joined := re.match(r"^([^“（]{2,}?)(?:和|与|及)(.{2,})$", parts[-1])):
        parts = [*parts[:-1], joined[1], joined[2]]
    return parts


def spread(name: str) -> list[str]:
    """The full names of a list that shares its beginning or its end; one name where it is no list."""
    parts = listed(name)
    if len(parts) < 2:
        return parts
    if any(names.only_level(part) for part in parts[:-1]):
        head = names.head_noun(parts[-1])
        return [part + head if names.only_level(part) else part for part in parts]
    if all(names.ends_like_indicator(part) for part in parts):
        return _with_head(parts)
    thing = _THING.search(parts[-1])
    if thing and not names.ends_like_indicator(parts[-1]):
        return _with_rank(_with_thing(parts, thing.group()))
    if not names.ends_like_indicator(parts[-1]):
        return _with_rank(parts)
    tail = _tail(parts)
    return [part if part.endswith(tail) else part + tail for part in parts]


def is_whole(name: str) -> bool:
    """工业、农业等领域设备投资规模: the members only say whose, the figure is stated once for all of them."""
    return any(_WHOLE.search(part) for part in listed(name))


def for_each(name: str) -> list[str]:
    """The names of a list of which each has the stated figure (均, 各); one name where the list is one whole."""
    parts = listed(name)
    return [name] if len(parts) < 2 or is_whole(name) else spread(name)


def _with_thing(parts: list[str], thing: str) -> list[str]:
    """甲、乙、丙中心: members that are no things of their own take the noun of the last."""
    alone = all(len(part) <= 4 and not _THING.search(part) for part in parts[:-1])
    return [part if part.endswith(thing) else part + thing for part in parts] if alone else parts


def _with_rank(parts: list[str]) -> list[str]:
    """省级甲工厂、乙工厂: the rank of the first holds for those that have none."""
    rank = _RANK.match(parts[0])
    if not rank or any(_RANK.match(part) for part in parts[1:]):
        return parts
    return [parts[0], *(rank.group() + part for part in parts[1:])]


def _tail(parts: list[str]) -> str:
    """The head noun behind the last member; empty where none is found."""
    last, others = parts[-1], parts[:-1]
    for size in range(min(4, len(others[0])), 1, -1):
        shared = others[0][-size:]
        place = last.find(shared)
        if place >= 0 and len(last) > place + size + 1:
            return last[place + size :]
    length = len(others[-1])
    starts = [found.start() for found in _head_starts().finditer(last) if found.start()]
    near = sorted((abs(start - length), start) for start in starts if abs(start - length) <= 2)
    if near:
        return last[near[0][1] :]
    ending = _ENDING.search(last)
    if ending and ending.start():
        return ending.group()
    if all(len(part) == length for part in others) and len(last) >= length + 2:
        return last[length:]
    rate = _RATE.search(last)
    return rate.group() if rate and rate.start() else ""


def _with_head(parts: list[str]) -> list[str]:
    """规上工业企业单位增加值能耗、用水量: the second lacks the first one's beginning."""
    found = _HEAD.match(parts[0])
    if not found:
        return parts
    head = found.group(1)
    return [
        parts[0], *(part if len(part) > 6 or part.startswith(head[:2]) else head + part for part in parts[1:])
    ]  # fmt: skip
