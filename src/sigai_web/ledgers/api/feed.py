"""Changes of records, as the feed tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from ninja import Schema

from sigai_web.accounts.models import User
from sigai_web.api.feed import names
from sigai_web.permissions import visible
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_READ


class RecordRef(Schema):
    """A record."""

    id: int
    ledger: str
    number: str


def records(user: User, about: Sequence[str]) -> Mapping[str, Any]:
    """Those records of the journal's names that a person reaches."""
    parts = [name.split("/", 1) for name in names(about)]
    known = [one for one in parts if len(one) == 2]
    wanted = Q(ledger__in={one[0] for one in known}, number__in={one[1] for one in known})
    rows = visible(user, RECORD_READ, CurrentRecord.every.filter(wanted)) if known else ()
    return {
        f"record:{row.ledger}/{row.number}": {"id": row.pk, "ledger": row.ledger, "number": row.number} for row in rows
    }


def imported(about: str, after: Any) -> list[str]:
    """Every record of a sheet that was taken in: the journal has one entry for all of them."""
    ledger = about.partition(":")[2]
    return [f"record:{ledger}/{one['number']}" for one in after["records"]]
