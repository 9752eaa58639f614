"""Changes of sheets, as the feed tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.permissions import visible
from sigai_web.reporting.models import Sheet
from sigai_web.store.operations import FIGURE_READ


class SheetRef(Schema):
    """A sheet, in the state that it is in now."""

    form: str
    period: str
    reporter: str
    state: str


def sheets(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """Those sheets of the journal's names that a person reaches."""
    parts = [name.split("/") for name in names(about)]
    known = [one for one in parts if len(one) == 3]
    wanted = Q(pk__in=())
    for form in {one[0] for one in known}:
        mine = [one for one in known if one[0] == form]
        wanted |= Q(form=form, period__in={one[1] for one in mine}, reporter__in={one[2] for one in mine})
    rows = visible(user, FIGURE_READ, Sheet.objects.filter(wanted)) if known else ()
    return {
        row.about: {"form": row.form, "period": row.period, "reporter": row.reporter, "state": row.state}
        for row in rows
    }
