"""Fills the site of the torture: enterprises that report, and for every writer people with tokens.

Runs inside a process in which Django is set up.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pyarrow as pa

from helpers_web import web_data
from sigai.tables import ENTITIES
from sigai_web.accounts.models import User
from sigai_web.accounts.services import grant, open_account
from sigai_web.api.tokens import issue_token
from sigai_web.journal.writing import SYSTEM
from sigai_web.manifests import scopes
from sigai_web.permissions import Role
from sigai_web.store.importing import import_data

AREA = "11"


def fill(writers: int, each: int) -> list[dict[str, Any]]:
    """Import `each` enterprises for every writer; of each writer the tokens: of its reporters, approver and officer."""
    names = [[f"T{writer:02}{number:03}" for number in range(each)] for writer in range(writers)]
    data = web_data()
    lines = [
        {"id": name, "name": f"厂{name}", "kind": "enterprise", "area": AREA, "tags": [], "row": row}
        for row, name in enumerate((name for own in names for name in own), start=10)
    ]
    entities = pa.concat_tables([data.entities, pa.Table.from_pylist(lines, schema=ENTITIES)])
    import_data(dataclasses.replace(data, entities=entities))
    return [
        {
            "reporters": {name: _token(f"reporter-{name}", Role.ENTERPRISE_REPORTER, name) for name in own},
            "approve": _token(f"approver-{writer}", Role.AREA_APPROVER, AREA),
            "accept": _token(f"officer-{writer}", Role.OFFICE, ""),
        }
        for writer, own in enumerate(names)
    ]


def _token(username: str, role: Role, scope: str) -> str:
    user = open_account(SYSTEM, username=username.lower(), name="某人", proposals=[(role, scope)])
    for membership in user.memberships.all():
        grant(SYSTEM, membership)
    every = tuple(scopes())
    _, text = issue_token(SYSTEM, User.objects.get(pk=user.pk), name="torture", scopes=every, usable=every, days=1)
    return text
