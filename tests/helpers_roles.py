"""A programme with a role of its own for every scope, a ledger in which they have a part, and people who hold them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from helpers_programme import text
from helpers_records import actor, seen
from helpers_web import OURS, PASSWORD, THEIRS, person, web_content
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.ledgers import services
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

SCOPED = {"judge": "named", "assessor": "city", "surveyor": "area", "clerk": "unit", "manager": "entity"}
"""Roles with a part in `papers`, by their scope."""
OWN_ROLES = (*SCOPED, "bank")
JUDGES = [*SCOPED, "unit_reporter", "office"]


def roles_content() -> dict[str, Any]:
    """Papers are handed in by a unit about an enterprise, and judged by whoever holds a role of the content; the unit
    names the judge, one of the masters. Judged papers are open to banks, but for their mark."""
    content = copy.deepcopy(web_content())
    scopes = {**SCOPED, "bank": "city"}
    content["roles"] = [{"id": name, "name": text(name), "scope": scope} for name, scope in scopes.items()]
    content["roles"][0] |= {"pool": "masters", "states": ["serving"]}
    masters = {
        "id": "masters",
        "name": text("师傅库"),
        "counted_in": "人",
        "subject": "none",
        "keepers": ["U1"],
        "readers": [{"to": ["city"]}],
        "states": [{"id": "serving", "name": text("在库")}, {"id": "left", "name": text("出库"), "final": True}],
        "transitions": [
            {"id": "admit", "name": text("入库"), "origins": ["start"], "to": "serving", "roles": ["office"]},
            {"id": "leave", "name": text("出库"), "origins": ["serving"], "to": "left", "roles": ["office"]},
        ],
    }
    papers = {
        "id": "papers",
        "name": text("论文"),
        "counted_in": "项",
        "keepers": ["U1"],
        "readers": [{"to": ["bank"], "states": ["judged"]}],
        "fields": [
            {"id": "topic", "name": text("题目"), "type": "text", "read": "readers", "fill": {"by": ["unit_reporter"]}},
            {
                "id": "chosen",
                "name": text("评委"),
                "type": "record",
                "ledgers": ["masters"],
                "fill": {"by": ["unit_reporter", "office"]},
            },
            {"id": "mark", "name": text("分数"), "type": "number", "minimum": 0, "fill": {"by": JUDGES}},
        ],
        "states": [{"id": "open", "name": text("在评")}, {"id": "judged", "name": text("已评"), "final": True}],
        "transitions": [
            {"id": "hand_in", "name": text("提交"), "origins": ["start"], "to": "open", "roles": ["unit_reporter"]},
            {
                "id": "judge",
                "name": text("评定"),
                "origins": ["open"],
                "to": "judged",
                "roles": JUDGES,
                "requires": ["mark"],
            },
        ],
    }
    content["ledgers"] += [masters, papers]
    return content


def master(name: str) -> CurrentRecord:
    """Somebody in the pool."""
    office = User.objects.filter(username="pools").first() or person(Role.OFFICE, name="pools")
    made = services.create(actor(office), office, _ledger("masters"), "admit", head=Head(name, "", ""), values={})
    return made.record


def paper(entity: str = OURS, *, chosen: str = "", topic: str = "题目") -> CurrentRecord:
    """A paper about an enterprise, handed in by the unit that keeps the ledger."""
    unit = User.objects.filter(username="hands-in").first() or person(Role.UNIT_REPORTER, scope="U1", name="hands-in")
    values = {"topic": topic, "chosen": chosen}
    head = Head("论文", entity, "")
    return services.create(actor(unit), unit, _ledger("papers"), "hand_in", head=head, values=values).record


def holder(role: str, scope: str, *, granted: bool = True) -> User:
    """Somebody in a role of the content."""
    user = User(username=f"{role}-{scope}".lower(), name="某人", demonstration=True)
    user.set_password(PASSWORD)
    user.save()
    user.memberships.create(role=role, scope=scope, granted_at=timezone.now() if granted else None)
    return user


def two_papers() -> dict[str, tuple[str, str]]:
    """A paper of our enterprise and one of theirs, each with its judge; of every role the scope of the one, of the
    other (whole city: the same)."""
    masters = [master("甲师傅"), master("乙师傅")]
    paper(OURS, chosen=masters[0].number)
    paper(THEIRS, chosen=masters[1].number)
    return {
        "judge": (masters[0].number, masters[1].number),
        "assessor": ("", ""),
        "surveyor": ("11", "12"),
        "clerk": ("U1", "U2"),
        "manager": (OURS, THEIRS),
        "bank": ("", ""),
    }


def judge(user: User, current: CurrentRecord, values: Mapping[str, str]) -> CurrentRecord:
    """The paper after somebody judged it."""
    step = services.take_step(actor(user), user, current.pk, "judge", seen=seen(current), values=values)
    return step.record


def _ledger(name: str) -> Any:
    return programme.current().ledger_by_id[name]
