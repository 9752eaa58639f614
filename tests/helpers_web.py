"""An invented programme with two of every organisation, people in every role, and their browsers."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from helpers_programme import small_content, text, write_programme
from helpers_web_ledgers import AWARDS, GRANTS, WORKS
from sigai.tables import ENTITIES, RECORD_STATES, RECORDS, VALUE_HISTORY, VALUES, Data
from sigai_web.accounts.confirming import confirm
from sigai_web.accounts.models import User
from sigai_web.permissions import ROLES, Role

PASSWORD = "a long enough phrase 7"
OURS, THEIRS = "91000000MA0000001R", "91000000MA00000027"
SCOPES: dict[str, tuple[str, str]] = {
    "programme": ("", ""),
    "unit": ("U1", "U2"),
    "area": ("11", "12"),
    "entity": (OURS, THEIRS),
}
"""Of each kind of scope, the owner's and the stranger's."""


def web_programme(folder: Path) -> Path:
    """The invented programme as a folder."""
    return write_programme(folder, web_content())


def web_content() -> dict[str, Any]:
    """Two counties, two departments that fill in a form each, a county's government, two ledgers' keepers."""
    content = small_content()
    content["areas"].append({"code": "12", "name": text("丙县"), "kind": "county", "parent": "1"})
    content["units"] += [
        {"id": "U2", "name": text("科技局"), "kind": "department"},
        {"id": "U3", "name": text("乙县政府"), "kind": "government", "area": "11"},
        {"id": "U4", "name": text("丙县政府"), "kind": "government", "area": "12"},
    ]
    for name, subject in (
        ("digital", "city"),
        ("research", "city"),
        ("invested", "county"),
        ("orders", "enterprise"),
        ("exports", "enterprise"),
        ("made", "product"),
        ("burnt", "product"),
    ):
        content["measures"].append(
            {"id": name, "name": text(name), "unit": "万元", "accumulation": "flow", "subject": subject}
        )
    form: dict[str, Any] = {"frequency": "month", "due_day": 10, "reporter": "unit"}
    content["forms"] += [
        {"id": "digital_form", "name": text("数字"), "measures": ["digital"], "units": ["U1"], **form},
        {"id": "research_form", "name": text("研发"), "measures": ["research"], "units": ["U2"], **form},
        {
            **form,
            "id": "survey",
            "name": text("订单"),
            "measures": ["orders", "exports"],
            "reporter": "enterprise",
            "collected_by": "U1",
        },
        {
            **form,
            "id": "product_form",
            "name": text("产品"),
            "measures": ["made", "burnt"],
            "reporter": "enterprise",
            "collected_by": "U1",
        },
        {"id": "county_form", "name": text("县报"), "measures": ["invested"], "units": ["U3", "U4"], **form},
    ]
    content["ledgers"][0]["keepers"] = ["U1"]
    content["ledgers"] += [WORKS, GRANTS, AWARDS]
    content["indicators"] += [
        {"id": "begun", "name": text("开工"), "unit": "个", "formula": "count(works, state: [building, done])"},
        {"id": "digital", "name": text("数字"), "unit": "万元", "formula": "total(digital)"},
        {"id": "awarded", "name": text("评选"), "unit": "家", "formula": "count(awards, state: won)"},
    ]
    content["mechanisms"] = [
        {"id": "M1", "name": "工程库", "by": ["ledger:works"], "level": 2, "missing": text("月进度")},
        {"id": "M2", "name": "评价", "section": "正文"},
    ]
    content["kinds"] = [
        {
            "id": "product",
            "name": text("产品"),
            "parents": ["enterprise"],
            "confirmed_by": "U1",
            "attributes": [
                {
                    "id": "product_class",
                    "name": text("产品类别"),
                    "choices": [{"id": one, "name": text(one)} for one in ("alloy", "carbide")],
                    "required": True,
                },
                {"id": "exported", "name": text("出口"), "type": "yes_no"},
            ],
        },
        {"id": "meter", "name": text("表计"), "parents": ["enterprise", "product"]},
    ]
    content["lists"] = [{"id": "key", "name": text("重点企业")}, {"id": "audit", "name": text("审核名单")}]
    content["named"] = [
        {
            "id": "N1",
            "name": "乙县一厂",
            "kind": "enterprise",
            "commitment": text("建成工程"),
            "figures": ["2家"],
            "aliases": ["一厂"],
            "ledger": "works",
            "area": "11",
            "sources": [{"document": "plan", "part": "main", "paragraph": "P1", "span": [0, 10]}],
        },
        {
            "id": "N2",
            "name": "丙县",
            "kind": "place",
            "commitment": text("布局光伏"),
            "sources": [{"document": "plan", "part": "main", "paragraph": "P2"}],
        },
    ]
    content["tasks"] = [
        {
            "id": "K1",
            "title": "做事",
            "level": "task",
            "pillar": "green",
            "sources": [{"document": "plan", "part": "main", "paragraph": "P1", "span": [0, 10]}],
            "lead": "U1",
            "supporting": ["U3"],
            "due": ["2021", "2022-06"],
            "targets": ["T"],
        }
    ]
    return content


def web_data() -> Data:
    """Two enterprises, six figures (one of them revised), two records with their lives."""
    register = [
        {"id": OURS, "name": "乙县一厂", "kind": "enterprise", "area": "11", "tags": ["green", "large"], "row": 2},
        {"id": THEIRS, "name": "丙县一厂", "kind": "enterprise", "area": "12", "tags": [], "row": 3},
    ]
    entities = pa.Table.from_pylist(register, schema=ENTITIES)
    figures = [
        figure(OURS, "output", "100.5", revision=1, current=False, row=2),
        figure(OURS, "output", "12345678901234.5678", revision=2, corrected=True, row=3),
        figure(THEIRS, "output", "-7.0001", row=4),
        figure("11", "invested", "3", row=5),
        figure("12", "invested", "4", row=6),
        figure("1", "digital", "5", row=7),
        figure("1", "research", "6", row=8),
    ]
    history = pa.Table.from_pylist(figures, schema=VALUE_HISTORY)
    current = history.filter(history["current"]).drop_columns(["current"]).cast(VALUES)
    records = [record("R1", OURS, "11"), record("R2", THEIRS, "12")]
    lives = [
        {"ledger": "titles", "id": "R1", "state": "applied", "since": 24260, "until": 24262},
        {"ledger": "titles", "id": "R1", "state": "recognised", "since": 24262, "until": None},
        {"ledger": "titles", "id": "R2", "state": "recognised", "since": 24262, "until": None},
    ]
    return Data(
        entities=entities,
        values=current,
        history=history,
        records=pa.Table.from_pylist(records, schema=RECORDS),
        record_states=pa.Table.from_pylist(lives, schema=RECORD_STATES),
        ledgers=frozenset({"titles"}),
        title="示例数据",
        demonstration=True,
        digest="d" * 64,
    )


def figure(entity: str, measure: str, value: str, **more: Any) -> dict[str, Any]:
    return {
        "entity": entity,
        "measure": measure,
        "month": 24260,
        "period": "2021-09",
        "value": Decimal(value),
        "revision": 1,
        "corrected": False,
        "state": "accepted",
        "reported_at": datetime(2021, 10, 8, 0, 30, 0, 250000),
        "current": True,
        **more,
    }


def record(number: str, entity: str, area: str) -> dict[str, Any]:
    return {
        "ledger": "titles",
        "id": number,
        "name": f"称号{number}",
        "entity": entity,
        "area": area,
        "state": "recognised",
        "state_since": datetime(2021, 11, 5).date(),
        "fields": '{"kind": "a"}',
        "row": 2,
    }


def person(role: Role, *, scope: str | None = None, name: str = "", granted: bool = True) -> User:
    """Somebody in a role; the owner's scope where none is given."""
    own = SCOPES[ROLES[role].scope][0] if scope is None else scope
    user = User(username=name or f"{role}-{own}".lower(), name="某人", demonstration=True)
    user.set_password(PASSWORD)
    user.save()
    when = timezone.now() if granted else None
    user.memberships.create(role=role, scope=own, granted_at=when)
    return user


def stranger(role: Role) -> User:
    """Somebody in the same role elsewhere."""
    return person(role, scope=SCOPES[ROLES[role].scope][1])


def browser(user: User | None, *, second_factor: bool = True, confirmed: bool = True) -> Client:
    """A browser in which somebody is signed in, with the second factor where the role needs one, and the password given
    again just now (`confirmed`) where a view asks for it."""
    client = Client()
    if user is None:
        return client
    client.force_login(user, backend="sigai_web.accounts.backend.Backend")
    if confirmed:
        session = client.session
        confirm(session)
        session.save()
    if second_factor and user.needs_second_factor():
        device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
        device = device or TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


_BLOCKS = (
    "html|head|body|title|meta|link|script|header|main|footer|nav|section|div|p|h1|h2|h3|h4|ul|ol|li|dl|dt|dd|"
    "table|thead|tbody|tr|th|td|caption|form|fieldset|legend|details|summary|select|option|textarea|button"
)


def as_read(page: str) -> str:
    """A page without its indentation: tags on one line, nothing beside a block, else one space for white space."""
    page = re.sub(r"<[^>]*>", lambda tag: re.sub(r"\s+", " ", tag.group()).replace(" >", ">"), page)
    return re.sub(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", page))
