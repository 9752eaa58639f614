"""What became of the scenarios of a programme: told as JSON, and kept beside an installation for its page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from sigai.programme import scenarios_digest
from sigai_web import programme
from sigai_web.scenarios.trying import Tried

_FILE = "scenarios.json"
_SHOWN = 12
"""Rows of a trail that are told."""


def as_row(tried: Tried) -> dict[str, Any]:
    """One outcome as JSON tells it."""
    result = tried.scenario.result
    return {
        "scenario": tried.scenario.id,
        "mechanisms": list(tried.scenario.mechanisms),
        "holds": tried.holds,
        "number": result.target or result.indicator,
        "period": str(result.period),
        "before": result.before.model_dump(),
        "after": result.after.model_dump(),
        "trail": list(tried.trail[:_SHOWN]),
        "issues": [issue.as_dict() for issue in tried.issues],
        "seconds": round(tried.seconds, 2),
    }


def keep(rows: Sequence[dict[str, Any]], home: Path) -> None:
    """Lay the outcomes beside an installation, under the edition of content and scenarios that they were tried with."""
    told = {"edition": _edition(), "outcomes": list(rows)}
    part = home / f".{_FILE}.part"
    home.mkdir(parents=True, exist_ok=True)
    part.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(home / _FILE)


def kept() -> list[dict[str, Any]] | None:
    """The outcomes that lie beside this installation; None where the scenarios of this edition were not tried."""
    try:
        told = json.loads((Path(settings.SIGAI_HOME) / _FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(told, dict) or told.get("edition") != _edition():
        return None
    found: list[dict[str, Any]] = told["outcomes"]
    return found


def _edition() -> str:
    return f"{programme.edition().content_digest} {scenarios_digest(Path(settings.SIGAI_PROGRAMME))}"
