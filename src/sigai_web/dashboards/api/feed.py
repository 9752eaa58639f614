"""Changes of instructions, as the feed tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.dashboards.models import Instruction
from sigai_web.dashboards.operations import INSTRUCTION_READ
from sigai_web.permissions import visible


class InstructionRef(Schema):
    """An instruction."""

    id: int
    unit: str
    closed: bool


def instructions(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """Those instructions of the journal's names that a person reaches."""
    keys = [int(name) for name in names(about) if name.isdigit()]
    rows = visible(user, INSTRUCTION_READ, Instruction.objects.filter(pk__in=keys)) if keys else ()
    return {
        f"instruction:{row.pk}": {"id": row.pk, "unit": row.unit, "closed": row.closed_at is not None} for row in rows
    }
