"""Decisions in words for pages and the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sigai import reports
from sigai.programme import Programme, content_yaml, place_words
from sigai_web import programme
from sigai_web.decisions.kinds.all import KINDS
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.language import choose, language

_NOTHING = "—"
_OF_NUMBERS = ("goal", "expected", "actual")


def kind_words(kind: str) -> str:
    """What a kind of decision is called."""
    found = KINDS.get(kind)
    return choose(found.zh, found.en) if found else kind


def change_rows(made: ProgrammeDecision) -> list[dict[str, str]]:
    """Every place that it changes, with what stood there and what is asked for."""
    return [
        {
            "place": place_words(tuple(one["place"])),
            "before": _content(one["before"]),
            "after": _content(one["after"]),
        }
        for one in made.changes
    ]


def effect_rows(effects: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every result that it changes, before and after, side by side."""
    content = programme.current()
    for row in effects["rows"]:
        target = content.target_by_id.get(row["target"])
        area = content.area_by_code.get(row["area"])
        yield {
            "target": row["target"],
            "name": target.name[language()] if target else row["target"],
            "track": row["track"],
            "unit": _unit(content, row["target"], row["track"]),
            "area": area.name[language()] if area else row["area"],
            "period_end": row["period_end"],
            "pairs": [(name, *_pair(row, name)) for name in (*_OF_NUMBERS, "status")],
        }


def _pair(row: Mapping[str, Any], name: str) -> tuple[str, str, bool]:
    before, after = (_shown((row[side] or {}).get(name), name) for side in ("before", "after"))
    return before, after, (row["before"] or {}).get(name) != (row["after"] or {}).get(name)


def _shown(value: Any, name: str) -> str:
    if value is None:
        return _NOTHING
    if name == "status":
        return reports.STATUS[value][language()] if value in reports.STATUS else str(value)
    return f"{value:,.6g}"


def _unit(content: Programme, target: str, track: str) -> str:
    found = content.target_by_id.get(target)
    return next((one.unit for one in found.tracks if one.id == track), "") if found else ""


def _content(value: Any) -> str:
    if value is None:
        return _NOTHING
    return content_yaml(value).strip() if isinstance(value, dict | list) else str(value)
