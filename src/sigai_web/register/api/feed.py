"""Changes of the register, as the feed tells them: which entity, as it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.register import listing


class RegisterRef(Schema):
    """An entity of the register, as it is called and where it lies now."""

    id: str
    name: str
    kind: str
    area: str


def entities(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """those entities of the names that a person may read on the register."""
    known = [name for name in names(about) if name]
    rows = listing.within_reach(user).filter(pk__in=known) if known else ()
    return {f"entity:{row.pk}": {"id": row.pk, "name": row.name, "kind": row.kind, "area": row.area} for row in rows}


def changed(_about: str, after: Any) -> list[str]:
    """Every entity of a change: the journal has one entry for all of them."""
    entered = [one["id"] for one in after.get("entities", ())]
    return [f"entity:{one}" for one in dict.fromkeys([*entered, *(fact["entity"] for fact in after["facts"])])]
