"""Changes of bulletins, as the feed tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.permissions import allowed
from sigai_web.runs.models import Bulletin
from sigai_web.runs.operations import PROGRESS_READ


class BulletinRef(Schema):
    """A published circular."""

    id: int
    year: int
    number: int


def bulletins(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """Those bulletins of the journal's names that a person may see."""
    if not about or not allowed(user, PROGRESS_READ):
        return {}
    rows = Bulletin.objects.filter(year__in={name.partition("-")[0] for name in names(about)})
    return {f"bulletin:{row}": {"id": row.pk, "year": row.year, "number": row.number} for row in rows}
