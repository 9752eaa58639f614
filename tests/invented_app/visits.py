"""The visits themselves: invented, in memory."""

from __future__ import annotations

from typing import Any

from helpers_web import OURS, THEIRS
from invented_app.operations import VISIT_READ
from sigai_web.permissions import Subject, allowed

_AREAS = {OURS: "11", THEIRS: "12"}
_VISITS = {OURS: ["First visit", "Second visit"], THEIRS: ["Only visit"]}


def within_reach(user: Any) -> list[dict[str, str]]:
    """Every visit that somebody may read."""
    return [{"entity": entity, "text": text} for entity in _VISITS for text in visits_to(user, entity)]


def visits_to(user: Any, entity: str) -> list[str]:
    """The visits to one enterprise, where somebody may read them."""
    subject = Subject(entity=entity, area=_AREAS.get(entity, ""))
    return _VISITS.get(entity, []) if allowed(user, VISIT_READ, subject) else []
