"""Decisions on the programme, as the feed of changes tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.operations import DECISION_READ
from sigai_web.permissions import allowed


class DecisionRef(Schema):
    """A decision: its number once granted, and the targets whose results it changed as it was tried."""

    id: int
    kind: str
    number: int | None
    targets: list[str]


def decisions(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """Those decisions of the journal's names that a person may see."""
    keys = [int(name) for name in names(about) if name.isdigit()]
    rows = ProgrammeDecision.objects.filter(pk__in=keys) if keys and allowed(user, DECISION_READ) else ()
    return {
        f"decision:{row.pk}": {"id": row.pk, "kind": row.kind, "number": row.number, "targets": row.targets}
        for row in rows
    }
