"""Statements of one target in different places and years, told by their names and units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sigai.compiling.model import ExtractedTarget, TargetGroup
from sigai.programme.findings.alike import relation

_SAME = (
    ("规模以上", "规上"),
    ("固体废弃物", "固废"),
    ("固体废物", "固废"),
    ("户", "家"),
    ("比重", "占比"),
    ("比例", "占比"),
    ("累计", ""),
    ("新增", ""),
    ("的", ""),
    ("全市", ""),
    ("全省", ""),
    ("全区", ""),
)
_NOISE = re.compile(r"[\s“”\"'（）()、，,《》]+")
_GROWTH = re.compile(r"(?:年均|年平均)(?:增速|增幅|增长率|增长速度|增长)$")
_NEAR = 0.8


def grouped(targets: Iterable[ExtractedTarget]) -> tuple[ExtractedTarget, ...]:
    """The targets with `group` set: G001, G002 … in order of first appearance."""
    groups: list[tuple[Counter[str], str]] = []
    holding: dict[tuple[str, str], set[int]] = {}
    found = []
    for target in targets:
        family, grams = unit_family(target), bigrams(plain_name(target.indicator))
        near = sorted({number for gram in grams for number in holding.get((family, gram), ())})
        number = next((number for number in near if _one_thing(grams, target.indicator, groups[number])), len(groups))
        if number == len(groups):
            groups.append((grams, target.indicator))
            for gram in grams:
                holding.setdefault((family, gram), set()).add(number)
        found.append(replace(target, group=f"G{number + 1:03d}"))
    return tuple(found)


def group(targets: Iterable[ExtractedTarget]) -> tuple[TargetGroup, ...]:
    """Groups of statements, in order of first appearance; the fullest name stands for the group."""
    listed = tuple(targets)
    members: dict[str, list[ExtractedTarget]] = {}
    for target in listed if all(item.group for item in listed) else grouped(listed):
        members.setdefault(target.group, []).append(target)
    return tuple(
        TargetGroup(name, max((item.indicator for item in items), key=len), items[0].unit, tuple(items))
        for name, items in members.items()
    )


def plain_name(name: str) -> str:
    """A name in the form in which names are compared."""
    for long, short in _SAME:
        name = name.replace(long, short)
    return _GROWTH.sub("", _NOISE.sub("", name)) or name


def unit_family(target: ExtractedTarget) -> str:
    """What can be one target: counts with counts, levels with levels, rates of change apart from both."""
    if target.kind in ("annual_growth", "cumulative_change", "multiple"):
        return f"change {target.direction}"
    base = re.sub(r"^(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)(?=.)", "", target.unit)
    return {"户": "家", "个": "家", "项": "家", "座": "家"}.get(base, base)


def _one_thing(grams: Counter[str], name: str, known: tuple[Counter[str], str]) -> bool:
    """Alike but for words that change nothing; neither has one of its own in place of the other's (城镇…, 农村…)."""
    alike = relation(name, known[1])
    return alike == "same" or (alike != "apart" and likeness_of(grams, known[0]) >= _NEAR)


def bigrams(text: str) -> Counter[str]:
    """The pairs of characters that follow each other in a text; a text of one character is its own."""
    return Counter(text[place : place + 2] for place in range(len(text) - 1)) or Counter([text])


def likeness_of(one: Counter[str], other: Counter[str]) -> float:
    """How much of their bigrams two texts share, from 0 to 1 (Dice)."""
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))
