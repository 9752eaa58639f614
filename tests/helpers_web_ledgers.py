"""The ledgers of the invented programme: every type of field, links and tables, rounds and rechecks."""

from __future__ import annotations

from typing import Any

from helpers_programme import text

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
        {
            "id": "scale",
            "name": text("规模档"),
            "choices": [{"id": "big", "name": text("大额")}, {"id": "small", "name": text("小额")}],
            "formula": 'if(rows_total(measures.outlay) >= 10 万元, "big", "small")',
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
