"""The register."""

from __future__ import annotations

from typing import Any

from api_cases.case import OFFICE, READERS, Case
from helpers_web import OURS
from sigai_web.permissions import Role
from sigai_web.register.models import RegisterChange
from view_cases.register import BELOW, CONFIRMERS, FOLLOWERS, asked, merged, split, thing

KEEPERS = OFFICE | frozenset({Role.AREA_APPROVER})


def _thing() -> dict[str, Any]:
    told = thing()
    attributes = {"product_class": told.pop("product_class")}
    return {"entities": [{**told, "attributes": attributes}]}


def _merger() -> dict[str, Any]:
    given = merged()
    return {**given, "source": OURS}


def _split() -> dict[str, Any]:
    given = split()
    new = {name: given[name] for name in ("id", "name", "area")}
    return {"source": OURS, "entity": new, "since": "2021-10", "reason": "分立", "document": "8 号"}


def decision() -> str:
    return f"/register/changes/{RegisterChange.objects.latest('pk').pk}/decision"


CASES: dict[str, Case] = {
    "read_register_entry": Case(READERS, f"/register/entries/{OURS}", missing="/register/entries/none", within=READERS),
    "list_members": Case(READERS, "/register/lists/key", missing="/register/lists/none"),
    "list_register_changes": Case(FOLLOWERS, "/register/changes", before=asked),
    "ask_register_change": Case(BELOW, "/register/changes", body=_thing, elsewhere=422, queries=30),
    "merge_enterprises": Case(KEEPERS, "/register/mergers", body=_merger, elsewhere=422, queries=30),
    "split_enterprise": Case(KEEPERS, "/register/splits", body=_split, elsewhere=422, queries=30),
    "decide_register_change": Case(
        CONFIRMERS,
        decision,
        body={"grant": True},
        before=asked,
        missing="/register/changes/0/decision",
        queries=30,
    ),
}
