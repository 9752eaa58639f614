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


ANYBODY = [
    "enterprise_reporter",
    "area_reporter",
    "area_approver",
    "unit_reporter",
    "unit_approver",
    "office",
    "leader",
]
WORKS: dict[str, Any] = {
    "id": "works",
    "name": text("工程"),
    "purpose": "各类工程",
    "pillar": "green",
    "counted_in": "个",
    "keepers": ["U1"],
    "fields": [
        {"id": "note", "name": text("说明"), "type": "text", "required": True},
        {
            "id": "cost",
            "name": text("投资"),
            "type": "number",
            "unit": "万元",
            "minimum": 0,
            "fill": {"by": ANYBODY},
        },
        {"id": "begun_on", "name": text("开工日"), "type": "date", "fill": {"by": ANYBODY}},
        {"id": "quarter", "name": text("季度"), "type": "period"},
        {
            "id": "kind",
            "name": text("类别"),
            "type": "choice",
            "choices": [{"id": "new", "name": text("新建")}, {"id": "old", "name": text("改建")}],
        },
        {"id": "key", "name": text("重点"), "type": "yes_no"},
        {"id": "partner", "name": text("合作企业"), "type": "entity"},
        {"id": "site", "name": text("地点"), "type": "area"},
        {"id": "helper", "name": text("协办单位"), "type": "unit"},
        {"id": "due", "name": text("期限"), "type": "date"},
    ],
    "states": [
        {"id": "planned", "name": text("谋划")},
        {"id": "building", "name": text("在建")},
        {"id": "done", "name": text("竣工"), "final": True},
    ],
    "transitions": [
        {
            "id": "plan",
            "name": text("入库"),
            "origins": ["start"],
            "to": "planned",
            "roles": ["enterprise_reporter", "unit_reporter", "office"],
            "requires": ["kind"],
        },
        {
            "id": "take_over",
            "name": text("接收"),
            "origins": ["start"],
            "to": "building",
            "roles": ["office"],
            "evidence": [text("许可证")],
        },
        {
            "id": "begin",
            "name": text("开工"),
            "origins": ["planned"],
            "to": "building",
            "roles": ["unit_approver", "area_approver", "leader"],
            "requires": ["cost", "begun_on"],
            "evidence": [text("许可证")],
            "condition": "cost >= 100 万元",
        },
        {"id": "go_on", "name": text("续建"), "origins": ["building"], "to": "building", "roles": ["unit_approver"]},
        {"id": "finish", "name": text("竣工"), "origins": ["building"], "to": "done", "roles": ["office"]},
    ],
    "deadlines": [
        {"state": "planned", "days": 30, "name": text("三十日内开工")},
        {"state": "building", "field": "due", "name": text("如期竣工")},
        {"state": "building", "days": 700, "name": text("两年内竣工")},
    ],
}
"""A ledger with a field of every type, steps of many roles, evidence, a condition, deadlines."""


GRANTS: dict[str, Any] = {
    "id": "grants",
    "name": text("补助"),
    "pillar": "green",
    "counted_in": "项",
    "keepers": ["U1"],
    "fields": [
        {
            "id": "work",
            "name": text("工程"),
            "type": "record",
            "ledgers": ["works"],
            "states": ["planned", "building"],
            "where": "cost > 0 万元",
        },
        {"id": "after", "name": text("续于"), "type": "record", "ledgers": ["grants", "works"]},
        {"id": "amount", "name": text("金额"), "type": "number", "unit": "万元"},
        {
            "id": "pot",
            "name": text("资金"),
            "type": "choice",
            "choices": [{"id": one, "name": text(one)} for one in ("city", "fund", "region")],
        },
        {"id": "valid_from", "name": text("自"), "type": "date"},
        {"id": "valid_until", "name": text("至"), "type": "date"},
    ],
    "rows": [
        {
            "id": "measures",
            "name": text("措施"),
            "unit": "项",
            "columns": [
                {"id": "what", "name": text("内容"), "type": "text", "required": True},
                {"id": "outlay", "name": text("花费"), "type": "money", "unit": "万元", "minimum": 0},
                {"id": "done_on", "name": text("完成日"), "type": "date"},
                {"id": "works", "name": text("转为工程"), "type": "record", "ledgers": ["works"]},
                {"id": "maker", "name": text("实施方"), "type": "entity"},
                {"id": "sure", "name": text("核实"), "type": "yes_no", "fill": {"by": ["unit_approver", "office"]}},
            ],
            "maximum": 4,
            "once": ["what"],
            "sealed": "paid",
            "fill": {"by": ANYBODY},
        },
        {
            "id": "payments",
            "name": text("付款"),
            "unit": "次",
            "columns": [
                {"id": "paid_on", "name": text("付款日"), "type": "date", "required": True},
                {"id": "sum", "name": text("款额"), "type": "money", "unit": "万元", "required": True},
                {"id": "arrived", "name": text("到账"), "type": "yes_no", "fill": {"by": ["area_approver"]}},
            ],
            "dated": "paid_on",
            "fill": {"by": ["unit_reporter", "unit_approver", "office"], "from": "paid"},
        },
    ],
    "computed": [
        {"id": "outlays", "name": text("花费合计"), "unit": "万元", "formula": "rows_total(measures.outlay)"},
        {
            "id": "sure_share",
            "name": text("核实占比"),
            "unit": "%",
            "formula": "rows(measures, where: sure) / rows(measures)",
        },
        {
            "id": "under_way",
            "name": text("在建工程"),
            "unit": "个",
            "formula": "linked(works, by: measures, state: [planned, building])",
        },
    ],
    "keys": [
        {
            "id": "once",
            "name": text("同一工程同一资金只补一次"),
            "fields": ["work", "pot"],
            "states": ["asked", "paid"],
            "valid_from": "valid_from",
            "valid_until": "valid_until",
            "alike": [{"field": "pot", "choices": ["city", "fund"]}],
        },
    ],
    "states": [
        {"id": "asked", "name": text("申请")},
        {"id": "paid", "name": text("拨付"), "final": True},
        {"id": "dropped", "name": text("不补"), "final": True},
    ],
    "transitions": [
        {
            "id": "ask",
            "name": text("申请"),
            "origins": ["start"],
            "to": "asked",
            "roles": ["enterprise_reporter", "unit_reporter", "office"],
        },
        {
            "id": "pay",
            "name": text("拨付"),
            "origins": ["asked"],
            "to": "paid",
            "roles": ["unit_approver", "office"],
            "condition": "amount <= 10 万元 or linked(works, by: work, state: building) > 0",
        },
        {
            "id": "drop",
            "name": text("不补"),
            "origins": ["asked"],
            "to": "dropped",
            "roles": ["enterprise_reporter", "office"],
            "condition": "linking(grants, by: after, state: [asked, paid]) = 0",
        },
    ],
}
"""A ledger of records that link to works, and to others of their own ledger."""


AWARDS: dict[str, Any] = {
    "id": "awards",
    "name": text("评选"),
    "counted_in": "家",
    "keepers": ["U1"],
    "fields": [
        {
            "id": "award",
            "name": text("奖项"),
            "type": "choice",
            "required": True,
            "choices": [{"id": one, "name": text(one)} for one in ("green", "smart")],
        },
        *[
            {"id": one, "name": text(name), "type": "date"}
            for one, name in (
                ("won_on", "认定日"),
                ("valid_until", "有效期至"),
                ("checked", "复核至"),
                ("fix_by", "整改至"),
                ("seen_to", "回访至"),
            )
        ],
    ],
    "states": [
        {"id": "applied", "name": text("申报")},
        {"id": "won", "name": text("认定"), "dated": "won_on", "expires": "valid_until"},
        {"id": "lapsed", "name": text("失效"), "final": True},
        {"id": "rejected", "name": text("未通过")},
    ],
    "transitions": [
        {
            "id": "apply",
            "name": text("申报"),
            "origins": ["start", "rejected"],
            "to": "applied",
            "roles": ["enterprise_reporter"],
        },
        {
            "id": "award",
            "name": text("认定"),
            "origins": ["applied"],
            "to": "won",
            "roles": ["unit_approver"],
            "requires": ["won_on"],
            "settles": ["award", "valid_until"],
        },
        {"id": "reject", "name": text("未通过"), "origins": ["applied"], "to": "rejected", "roles": ["unit_approver"]},
        {
            "id": "lapse",
            "name": text("失效"),
            "origins": ["won"],
            "to": "lapsed",
            "roles": ["unit_approver"],
            "evidence": [text("依据")],
        },
    ],
    "rounds": {"steps": ["apply"], "decides": ["award"], "by": ["award"]},
    "rechecks": [
        {
            "id": "yearly",
            "name": text("年度复核"),
            "states": ["won"],
            "only": {"award": ["green"]},
            "months": 12,
            "after": "won_on",
            "opens": 30,
            "roles": ["unit_approver"],
            "evidence": [text("复核报告")],
            "noted": "checked",
            "put_right": "fix_by",
            "withdrawn": "lapse",
            "lapses": 3,
        },
        {
            "id": "visit",
            "name": text("回访"),
            "states": ["won"],
            "only": {"award": ["smart"]},
            "months": 6,
            "once": True,
            "roles": ["unit_reporter", "unit_approver"],
            "noted": "seen_to",
        },
    ],
}
"""A ledger with rounds, a recheck every year that lets titles lapse, and one half a year after a step."""


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
