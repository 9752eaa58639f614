"""The views of `sigai_web.register`."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_web import OURS
from sigai_web.accounts.models import Membership, User
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role
from sigai_web.register.changing import ask
from sigai_web.register.handing_in import from_rows
from sigai_web.register.models import RegisterChange
from sigai_web.store.models import Entity, EntityFact
from view_cases.case import OFFICE, READERS, Case, Programs, Who

KEEPERS = OFFICE | frozenset({Role.AREA_APPROVER})
BELOW = KEEPERS | frozenset({Role.ENTERPRISE_REPORTER})
CONFIRMERS = OFFICE | frozenset({Role.UNIT_APPROVER})
FOLLOWERS = BELOW | CONFIRMERS
BOTH = frozenset({"get", "post"})
ANOTHER = "91640500DEMA00013W"


def of_ours(_user: User, _membership: Membership) -> list[Any]:
    _ours()
    return [OURS]


def _ours() -> Entity:
    return Entity.objects.get_or_create(pk=OURS, defaults={"name": "乙县一厂", "kind": "enterprise", "area": "11"})[0]


def of_change(_user: User, _membership: Membership) -> list[Any]:
    """A change of what belongs to the owner, that somebody else asked for."""
    _ours()
    found = RegisterChange.objects.filter(decided_at=None).first()
    return [(found or asked()).pk]


def asked() -> RegisterChange:
    _ours()
    ask(Actor("maker", ""), None, from_rows([thing()], []))
    made_of = Entity.objects.get(parent=OURS).pk
    fact = {"entity": made_of, "fact": "list", "value": "key", "since": "2021-09"}
    made = ask(Actor("maker", ""), None, from_rows([], [fact], reason="某人", document="1")).change
    assert made is not None
    return made


def thing() -> dict[str, str]:
    return {"kind": "product", "name": "FeSi", "parent": OURS, "product_class": "alloy", "active_from": "2021-09"}


def new_thing() -> dict[str, Any]:
    told = thing()
    return {**told, "parent": "", "attribute:product:product_class": told.pop("product_class")}


def things() -> dict[str, Any]:
    text = "类型,名称,产品类别,开始时间\n产品,电石,carbide,2021-09\n"
    return {"file": SimpleUploadedFile("a.csv", text.encode())}


def told() -> dict[str, Any]:
    return {"fact": "area", "value": "12", "since": "2021-09", "reason": "搬迁"}


def withdrawn() -> dict[str, Any]:
    if not EntityFact.objects.exists():
        row = {"entity": OURS, "fact": "grade", "value": "A", "since": "2021-09"}
        ask(Actor("maker", ""), None, from_rows([], [row], reason="评定"))
    return {"key": str(EntityFact.objects.order_by("-pk").values_list("pk", flat=True)[0]), "reason": "评错了"}


def new() -> dict[str, Any]:
    return {"id": ANOTHER, "name": "乙县新厂", "kind": "enterprise", "area": "11", "active_from": "2021-09"}


def merged() -> dict[str, Any]:
    Entity.objects.get_or_create(pk=ANOTHER, defaults={"name": "乙县新厂", "kind": "enterprise", "area": "11"})
    return {"target": ANOTHER, "since": "2021-10", "reason": "吸收合并", "document": "7 号"}


def split() -> dict[str, Any]:
    return {"id": ANOTHER, "name": "乙县新厂", "area": "11", "since": "2021-10", "reason": "分立", "document": "8 号"}


def sheet() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("a.csv", f"编号,名称,地区\n{ANOTHER},乙县新厂,11\n".encode()), "reason": "新增"}


CASES: dict[str, Case] = {
    "register": Case(READERS, queries=16, english=True),
    "register-new": Case(KEEPERS, "post", new, status=302, queries=30, methods=BOTH, english=True),
    "register-import": Case(KEEPERS, "post", sheet, status=302, queries=30, methods=BOTH, english=True),
    "register-template": Case(KEEPERS),
    "register-changes": Case(FOLLOWERS, english=True),
    "register-change": Case(FOLLOWERS, arguments=of_change, queries=20, missing=(999,), foreign=404, english=True),
    "decide-register-change": Case(
        CONFIRMERS,
        "post",
        lambda: {"decision": "grant"},
        of_change,
        status=302,
        queries=31,
        missing=(999,),
        foreign=404,
    ),
    "register-entry": Case(READERS, arguments=of_ours, queries=20, missing=("nothing",), foreign=404, english=True),
    "entity-lists": Case(READERS, english=True),
    "entity-list": Case(READERS, arguments=lambda _user, _membership: ["key"], missing=("nothing",), english=True),
    "tell-fact": Case(KEEPERS, "post", told, of_ours, status=302, queries=30, missing=("nothing",), foreign=404),
    "withdraw-fact": Case(
        KEEPERS, "post", withdrawn, of_ours, status=302, queries=30, missing=("nothing",), foreign=404
    ),
}

CASES |= {
    "merge-entry": Case(KEEPERS, "post", merged, of_ours, status=302, queries=30, missing=("nothing",), foreign=404),
    "split-entry": Case(KEEPERS, "post", split, of_ours, status=302, queries=30, missing=("nothing",), foreign=404),
    "below": Case(READERS, arguments=of_ours, queries=24, missing=("nothing",), foreign=404, english=True),
    "below-new": Case(BELOW, "post", new_thing, of_ours, status=302, queries=35, missing=("nothing",), foreign=404),
    "below-import": Case(BELOW, "post", things, of_ours, status=302, queries=35, missing=("nothing",), foreign=404),
    "below-template": Case(BELOW, arguments=of_ours, missing=("nothing",), foreign=404),
}

MENU: dict[str, Who] = {"register": KEEPERS}

PROGRAMS: Programs = {
    "register": ("list_entities",),
    "register-entry": ("read_register_entry",),
    **dict.fromkeys(("register-new", "register-import", "tell-fact", "withdraw-fact"), ("ask_register_change",)),
    **dict.fromkeys(("entity-lists", "entity-list"), ("list_members",)),
    "below": ("list_entities",),
    **dict.fromkeys(("below-new", "below-import"), ("ask_register_change",)),
    "below-template": "a workbook for people; programs send the same as JSON",
    "register-template": "a workbook for people; programs send the same as JSON",
    **dict.fromkeys(("register-changes", "register-change"), ("list_register_changes",)),
    "decide-register-change": ("decide_register_change",),
    "merge-entry": ("merge_enterprises",),
    "split-entry": ("split_enterprise",),
}

RIGHTS = """
register.read        *ooooo*...
register.keep        *...o.....
register.decide      *.........
below.keep           *...oo....
below.confirm        *.o.......
register.follow      *.o.oo....
"""
