"""Changes of calculations, as the feed tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.permissions import allowed
from sigai_web.runs.models import Run
from sigai_web.runs.operations import PROGRESS_READ


class RunRef(Schema):
    """A calculation, in the state that it is in now."""

    id: int
    as_of: str
    state: str


def runs(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """Those calculations of the journal's names that a person may see."""
    keys = [int(name) for name in names(about) if name.isdigit()]
    rows = Run.objects.filter(pk__in=keys) if keys and allowed(user, PROGRESS_READ) else ()
    return {f"run:{row.pk}": {"id": row.pk, "as_of": row.as_of, "state": row.state} for row in rows}
