"""What changed since the month before: the one comparison that cockpit, target pages and lists, report, bulletin,
workbooks and the API show. Its definition, `MOVES_RULE`, stands beside it wherever it is shown.

Compared is what pages show as the verdict (`TargetStatus.shown`) of a target in an area, in two months of one run.
Nothing else is a move: a probability that rose or fell under the same verdict is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sigai.base.issues import Language
from sigai.programme.common import Text
from sigai.reports.standings import TargetStatus
from sigai.reports.words import STATUS

MoveKind = Literal["worse", "unjudged", "better", "judged", "new_step"]

MOVES: Mapping[MoveKind, Text] = MappingProxyType(
    {
        "worse": Text(zh="变差", en="worse"),
        "unjudged": Text(zh="转为没有判断", en="no longer judged"),
        "better": Text(zh="变好", en="better"),
        "judged": Text(zh="新有判断", en="newly judged"),
        "new_step": Text(zh="进入新考核期", en="towards a new step"),
    }
)
"""The kinds of moves in words, in the order in which lists show them."""

_SCALE = ("achieved", "on_track", "at_risk", "behind", "missed")
"""Verdicts from the best to the worst; every other status is none."""


def _scale(language: Language, separator: str) -> str:
    return separator.join(STATUS[status][language] for status in _SCALE)


MOVES_RULE = Text(
    zh=f"与上月相比：比的是所示状态，两个月都按本次计算；{_scale('zh', '、')}依次由好到差，其余状态为没有判断；"
    "进入新考核期的目标换了要求，单列，不分好差；状态不变、只有把握升降的不算。",
    en="Since last month: the status shown is compared, both months by this calculation; from good to bad it is "
    f"{_scale('en', ', ').lower()}, any other is no verdict; a target that now works towards a new step has another "
    "goal and stands apart, neither better nor worse; a chance that moved under the same status does not count.",
)
"""What counts as changed since last month, in one sentence; docs/progress.md says it at length."""


@dataclass(frozen=True, slots=True)
class Move:
    """A target in an area whose shown status is another one than a month before."""

    kind: MoveKind
    before: TargetStatus
    now: TargetStatus


def moves(before: Iterable[TargetStatus], now: Iterable[TargetStatus]) -> tuple[Move, ...]:
    """What moved between two months: at most one row per target and area of each, in the order of `MOVES`, then as in
    the later month. What has no row in the earlier month did not move."""
    earlier = {_key(row): row for row in before}
    pairs = ((earlier[_key(row)], row) for row in now if _key(row) in earlier)
    found = [Move(kind, was, row) for was, row in pairs if (kind := _kind(was, row))]
    order = tuple(MOVES)
    return tuple(sorted(found, key=lambda move: order.index(move.kind)))


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
