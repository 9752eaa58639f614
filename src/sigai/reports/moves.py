"""What changed since the month before: the one comparison that cockpit, target pages and lists, report, bulletin,
workbooks and the API show. Its definition, `MOVES_RULE`, stands beside it wherever it is shown.

Compared is the verdict of a target in an area, in two months. Nothing else is a move: a probability that rose or fell
under the same verdict is none. Why it moved is told as well, by `cause_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sigai.base.issues import Language
from sigai.programme.common import Text
from sigai.reports.standings import TargetStatus
from sigai.reports.words import VERDICT

MoveKind = Literal["worse", "unjudged", "better", "judged", "new_step"]
MoveCause = Literal["decision", "correction", "reporting", "level"]

MOVES: Mapping[MoveKind, Text] = MappingProxyType(
    {
        "worse": Text(zh="变差", en="worse"),
        "unjudged": Text(zh="转为看不出", en="no longer clear"),
        "better": Text(zh="变好", en="better"),
        "judged": Text(zh="新有判断", en="newly judged"),
        "new_step": Text(zh="进入新考核期", en="towards a new step"),
    }
)
"""The kinds of moves in words, in the order in which lists show them."""

CAUSES: Mapping[MoveCause, Text] = MappingProxyType(
    {
        "level": Text(zh="水平变化", en="level"),
        "reporting": Text(zh="报送变化", en="reporting"),
        "correction": Text(zh="数据更正", en="correction"),
        "decision": Text(zh="口径或要求变化", en="decision"),
    }
)
"""Why a verdict moved, in words."""

_SCALE = ("achieved", "likely", "doubtful", "unlikely", "missed")
"""Verdicts from the best to the worst; *unclear* is none."""

_ALIKE = 1e-9
"""Relative: two numbers nearer than that are one."""


def _scale(language: Language, separator: str) -> str:
    return separator.join(VERDICT[verdict][language] for verdict in _SCALE)


MOVES_RULE = Text(
    zh=f"与上月相比：比的是判断，两个月都按本次计算；{_scale('zh', '、')}依次由好到差，看不出的没有判断；"
    "进入新考核期的目标换了要求，单列，不分好差；判断不变、只有把握升降的不算。变化原因有四，按先后认定："
    "口径或要求变化、数据更正（只有一个月的数含更正）、报送变化（有一个月报送不足，或已报数与推算后的数走向不同）、水平变化。",
    en="Since last month: verdicts are compared, both months by this calculation; from good to bad they are "
    f"{_scale('en', ', ').lower()}, and unclear is none; a target that now works towards a new step has another "
    "goal and stands apart, neither better nor worse; a chance that moved under the same verdict does not count. "
    "Why is the first of four that holds: decision (what is asked is another), correction (the figure of one month "
    "alone holds corrected ones), reporting (too little is in of one month, or what was reported went another way than "
    "the figure with estimates), level.",
)
"""What counts as changed since last month, and why; docs/progress.md says it at length."""


@dataclass(frozen=True, slots=True)
class Move:
    """A target in an area whose verdict is another one than in an earlier month, and why."""

    kind: MoveKind
    before: TargetStatus
    now: TargetStatus

    @property
    def cause(self) -> MoveCause:
        """Why it moved, from what both rows say."""
        return cause_of(self.before, self.now)


def moves(before: Iterable[TargetStatus], now: Iterable[TargetStatus]) -> tuple[Move, ...]:
    """What moved between two months: at most one row per target and area of each, in the order of `MOVES`, then as in
    the later month. What has no row in the earlier month did not move."""
    earlier = {_key(row): row for row in before}
    pairs = ((earlier[_key(row)], row) for row in now if _key(row) in earlier)
    found = [Move(kind, was, row) for was, row in pairs if (kind := _kind(was, row))]
    order = tuple(MOVES)
    return tuple(sorted(found, key=lambda move: order.index(move.kind)))


def cause_of(before: TargetStatus, now: TargetStatus) -> MoveCause:
    """Why a verdict is another one, from the two rows alone, so that every output says the same.

    In this order: what was asked is another (`decision`); the figure of one month holds corrected ones and that of the
    other does not (`correction`); one month is open or has no figure that counts, or the figure moved one way and what
    was reported alone the other or not at all (`reporting`); else the figure against what was expected (`level`).
    """
    asked = [(row.period_end, row.comparator, row.goal, row.baseline, row.method) for row in (before, now)]
    if asked[0] != asked[1]:
        return "decision"
    if before.revised != now.revised:
        return "correction"
    if any(row.held or row.actual is None or row.status == "no_data" for row in (before, now)):
        return "reporting"
    moved, reported = _way(before.actual, now.actual), _way(before.reported_value, now.reported_value)
    if (before.estimated or now.estimated) and moved != reported:
        return "reporting"
    return "level"


def _way(before: float | None, now: float | None) -> int:
    """Which way a number went: -1, 0 or 1; 0 where one of them is missing."""
    if before is None or now is None or abs(now - before) <= _ALIKE * max(abs(now), abs(before)):
        return 0
    return 1 if now > before else -1


def _key(row: TargetStatus) -> tuple[str, str]:
    return row.target.id, row.area.code


def _kind(before: TargetStatus, now: TargetStatus) -> MoveKind | None:
    judged = before.shown in _SCALE, now.shown in _SCALE
    if before.shown == now.shown or not any(judged):
        return None
    if before.period_end != now.period_end:
        return "new_step"
    if not all(judged):
        return "judged" if judged[1] else "unjudged"
    return "worse" if _SCALE.index(now.shown) > _SCALE.index(before.shown) else "better"
