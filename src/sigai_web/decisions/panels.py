"""What decisions show on the page of a target: readings that wait, and what was decided about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sigai.programme import Target
from sigai_web.accounts.people import people
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.operations import DECISION_ASK
from sigai_web.decisions.words import kind_words
from sigai_web.permissions import allowed


def of_target(request: HttpRequest, target: Target) -> dict[str, Any] | None:
    """The readings of a target that wait, the decisions that changed it or what it shows, and where to ask for one."""
    rows = ProgrammeDecision.objects.exclude(number=None).order_by("-number")
    decided = [(one, kind_words(one.kind)) for one in rows if _touches(one, target.id)]
    waiting = [one for one in target.decisions if not one.confirmed]
    may_ask = allowed(request.user, DECISION_ASK)
    if not decided and not waiting and not may_ask:
        return None
    names = people(name for one, _ in decided for name in one.people)
    return {"target": target, "decided": decided, "people": names, "waiting": len(waiting), "may_ask": may_ask}


def _touches(made: ProgrammeDecision, target: str) -> bool:
    changed = any(place[:2] == ("targets", target) for place in made.places)
    return changed or any(row["target"] == target for row in (made.effects or {}).get("rows", ()))
