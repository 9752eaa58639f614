"""One record of a ledger: what steps, amendments and conditions are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

START = "start"
"""The origin of transitions that create a record: the state of one that does not exist yet."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a ledger as it stands; `fields` hold typed values by the ids of the ledger's fields."""

    ledger: str
    id: str
    name: str = ""
    entity: str | None = None
    area: str | None = None
    state: str = START
    state_since: dt.date | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
