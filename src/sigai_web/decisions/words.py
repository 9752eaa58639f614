"""Decisions in words for pages and the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sigai import reports
from sigai.programme import Programme
from sigai_web import programme
from sigai_web.decisions.changes_told import NOTHING
from sigai_web.decisions.kinds.all import KINDS
from sigai_web.language import choose, language

_SHOWN = {
    "goal": ("目标数", "Number"),
    "expected": ("应达到", "Expected"),
    "actual": ("实际", "Actual"),
    "status": ("状态", "Status"),
}
"""What of a result is shown before and after, with its head."""


def kind_words(kind: str) -> str:
    """What a kind of decision is called."""
    found = KINDS.get(kind)
    return choose(found.zh, found.en) if found else kind


def effect_rows(effects: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every result that it changes, before and after, side by side."""
    content = programme.current()
    for row in effects["rows"]:
        target = content.target_by_id.get(row["target"])
        area = content.area_by_code.get(row["area"])
        unit, decimals = _written_in(content, row["target"], row["track"])
        yield {
            "target": row["target"],
            "name": target.name[language()] if target else row["target"],
            "track": row["track"],
            "unit": unit,
            "area": area.name[language()] if area else row["area"],
            "period_end": reports.deadline_word(row["period_end"], language()),
            "pairs": [(name, choose(*head), *_pair(row, name, unit, decimals)) for name, head in _SHOWN.items()],
        }


def _pair(row: Mapping[str, Any], name: str, unit: str, decimals: int) -> tuple[str, str, bool]:
    before, after = ((row[side] or {}).get(name) for side in ("before", "after"))
    old, new = (_shown(value, name, unit, decimals) for value in (before, after))
    if before != after and old == new:  # what differs is told apart, however little it is
        old, new = (NOTHING if value is None else f"{value:,.15g}" for value in (before, after))
    return old, new, before != after


def _shown(value: Any, name: str, unit: str, decimals: int) -> str:
    if value is None:
        return NOTHING
    if name == "status":
        return reports.STATUS[value][language()] if value in reports.STATUS else str(value)
    return reports.goal_number(value, decimals) if name == "goal" else reports.number(value, unit, decimals)


def _written_in(content: Programme, target: str, track: str) -> tuple[str, int]:
    """The unit of a track, and with how many digits its indicator is printed."""
    found = content.target_by_id.get(target)
    of = next((one for one in found.tracks if one.id == track), None) if found else None
    if of is None:
        return "", 1
    indicator = content.indicator_by_id.get(of.indicator or "")
    return of.unit, indicator.decimals if indicator else 1
