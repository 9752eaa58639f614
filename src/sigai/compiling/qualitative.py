"""Commitments without a number: 全覆盖, 全部退出, 清零, 完成出清, 逐年提升; and dated steps (2021年，制定实施方案).

All of something is 100 %, none left is 0 家, a rise year by year is growth above 0 %. They are marked `qualitative`;
the figure stands for words, so confidence is lower than that of a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sigai.compiling import lists, names
from sigai.compiling.context import Context
from sigai.compiling.kinds import Sort
from sigai.compiling.lexicon import words
from sigai.compiling.model import Comparator, Direction, Flag, Kind
from sigai.compiling.qualifiers import without_sizes
from sigai.compiling.statements import Draft
from sigai.compiling.tokens import Token

_SURE = 0.8


@dataclass(frozen=True, slots=True)
class _Promise:
    """A form of words and what it commits to. `name` is built from the groups of the pattern."""

    pattern: re.Pattern[str]
    suffix: str = ""
    value: float = 100
    unit: str = "%"
    kind: Kind = "level"
    direction: Direction = "up"
    comparator: Comparator = "=="
    confidence: float = _SURE


@cache
def _promises() -> tuple[_Promise, ...]:
    return tuple(
        _Promise(**{**entry, "pattern": re.compile(entry["pattern"])}) for entry in words("promises")["promises"]
    )


_STEP = re.compile(
    r"^(?:积极|持续|全面|深入|组织|率先|在.{2,12}?|对|争取|结合.{2,12}?)*(?P<verb>"
    r"制定|落实|开展|建立|探索|启动|出台|编制|完成|推广|开发推广|开发|建成|健全|印发|组建|成立|发布|实施|有所突破)(?:应用)?(?P<rest>.{3,60})$"
)
_BREAKTHROUGH = re.compile(r"^(?:争取)?在(?P<name>.{3,40})(?:有所|取得|实现)突破$")
_VAGUE = re.compile(r"(?:提升|优化|增强|完善|改善|突破|成效|进展|明显|显著|发展|水平|能力|作用|格局|进一步|工作体系)$")


def read_promises(segment: list[Token], context: Context, *, steps: bool) -> list[Draft]:
    """The commitments of a segment without figures; `steps` also takes dated steps (in a timetable)."""
    segment = without_sizes(segment)
    if context.past or any(token.kind == "figure" for token in segment):
        return []
    tokens = [
        token for token in segment if token.text == "逐年" or not (token.kind == "time" or token.can("soft", "every"))
    ]
    text = names.words_of(tokens).strip("—-·")
    if not 4 <= len(text) <= 80 or not (context.calendar.horizon or context.when):
        return []
    for promise in _promises():
        found = promise.pattern.match(text)
        if found:
            return _drafts(promise, found, segment, context)
    dated = context.time is not None and not context.time.until and context.time.first == context.time.last
    return _step(text, segment, context) if steps and dated else []


def _drafts(promise: _Promise, found: re.Match[str], segment: list[Token], context: Context) -> list[Draft]:
    groups = found.groupdict()
    raw = (groups.get("name") or "") + (groups.get("rest") or "")
    about = bool(groups.get("about"))
    comparator = "~" if about else promise.comparator
    tail = (groups.get("tail") or "") + promise.suffix
    found_names = _several(raw, promise)
    return [
        _draft(name + tail, promise, comparator, segment, context)
        for name in found_names
        if len(name) >= 2 and not name.endswith("的")
    ]


def _several(raw: str, promise: _Promise) -> list[str]:
    """诊断、改造全覆盖 are two promises; 冶金、化工等行业 is one list that says whose."""
    name, _ = names.trimmed(re.sub(r"^(?:实现|推动|完成|确保|推进|加快|支持|推动实现|基本实现)+", "", raw))
    if promise.kind != "annual_growth" and promise.suffix != "覆盖":
        return [name]
    if "等" in name or "行业" in name or "（" in name:
        return [name]
    parts = lists.listed(name)
    if len(parts) < 2:
        return [name]
    tail = parts[-1]
    if promise.kind == "annual_growth":
        return [part if part.endswith("量") or len(part) > 5 else part + _amount(parts) for part in parts]
    head = re.match(r"(.*?(?:企业|园区|行业|农村|城乡)(?:实现|的)?)(.{2,})", parts[0])
    return [
        parts[0].replace("实现", ""),
        *((head.group(1).replace("实现", "") if head else "") + part for part in (*parts[1:-1], tail)),
    ]


def _amount(parts: list[str]) -> str:
    return next((found.group() for part in parts if (found := re.search(r"[一-龥]{2,6}量$", part))), "")


def _draft(name: str, promise: _Promise, comparator: Comparator, segment: list[Token], context: Context) -> Draft:
    when = context.when
    end = when.last if when and when.last else context.calendar.horizon
    start = context.calendar.year if promise.kind == "annual_growth" else None
    sort = Sort(promise.kind, (), comparator, promise.direction, start, end, None, when is not None)
    flags: list[Flag] = [] if when else ["no_date"]
    return Draft(
        name, promise.value, promise.unit, sort, segment[0].start, segment[-1].end, context.scope,
        soft=context.soft, flags=flags, confidence=promise.confidence, qualitative=True,
    )  # fmt: skip


def _step(text: str, segment: list[Token], context: Context) -> list[Draft]:
    broke = _BREAKTHROUGH.match(text)
    found = _STEP.match(text)
    if not (found or broke) or (_VAGUE.search(text) and not broke):
        return []
    name = broke["name"] + "突破" if broke else f"{found['rest']}{found['verb']}" if found else ""
    when = context.when
    sort = Sort(
        "level", (), "==", "up", when.first if when else None, when.last if when else None, None, when is not None
    )
    return [
        Draft(
            names.trimmed(name)[0],
            100,
            "%",
            sort,
            segment[0].start,
            segment[-1].end,
            context.scope,
            soft=context.soft,
            flags=["milestone"],
            confidence=0.85,
            qualitative=True,
        )
    ]
