"""The views of `sigai_web.named`."""

from __future__ import annotations

from typing import Any

from helpers_web import OURS
from sigai_web.accounts.models import Membership, User
from sigai_web.named.models import NamedLink
from sigai_web.store.models import Entity
from view_cases.case import GOVERNMENT, OFFICE, Case, Programs, Who

OF_PEOPLE = "what the plan names is content; which entity is meant is for a person to say"


def of_name(_user: User, _membership: Membership) -> list[Any]:
    Entity.objects.get_or_create(pk=OURS, defaults={"name": "乙县一厂", "kind": "enterprise", "area": "11"})
    return ["N1"]


def of_link(user: User, membership: Membership) -> list[Any]:
    of_name(user, membership)
    made = NamedLink.objects.filter(removed_at=None).first()
    return ["N1", (made or NamedLink.objects.create(name="N1", kind="entity", subject=OURS, by="maker")).pk]


CASES: dict[str, Case] = {
    "named": Case(GOVERNMENT, english=True),
    "named-page": Case(GOVERNMENT, arguments=of_name, queries=26, missing=("N999",), english=True),
    "link-named": Case(OFFICE, "post", lambda: {"given": OURS}, of_name, status=302, queries=24, missing=("N999",)),
    "unlink-named": Case(OFFICE, "post", arguments=of_link, status=302, queries=20, missing=("N1", 999)),
}

MENU: dict[str, Who] = {"named": GOVERNMENT}

PROGRAMS: Programs = dict.fromkeys(CASES, OF_PEOPLE)

RIGHTS = """
named.link *.........
"""
