"""A scenario of the invented programme: a work is planned, its permit shown, it is begun and counts."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from helpers_programme import text

_OURS = "91000000MA0000001R"
BEGUN: dict[str, Any] = {
    "id": "begun",
    "name": text("开工"),
    "mechanisms": ["M1"],
    "given": {
        "entities": [{"id": _OURS, "name": "乙县一厂", "area": "11"}],
        "records": [
            {
                "id": "standing",
                "ledger": "works",
                "name": "零号",
                "entity": _OURS,
                "area": "11",
                "states": {"planned": "2021-02", "building": "2021-03"},
                "fields": {"note": "已开工", "kind": "old", "cost": 300},
            }
        ],
    },
    "people": {
        "clerk": {"role": "unit_reporter", "scope": "U1"},
        "maker": {"role": "enterprise_reporter", "scope": _OURS},
        "chief": {"role": "unit_approver", "scope": "U1"},
        "stranger": {"role": "unit_approver", "scope": "U2"},
    },
    "steps": [
        {
            "id": "plan",
            "by": "clerk",
            "day": "2021-05-01",
            "create": {
                "record": "work",
                "ledger": "works",
                "step": "plan",
                "name": "一号",
                "entity": _OURS,
                "fields": {"note": "新建", "kind": "new", "key": True},
            },
        },
        {
            "id": "early",
            "by": "chief",
            "day": "2021-05-02",
            "step": {"record": "work", "step": "begin"},
            "refused": "L044",
        },
        {"id": "show", "by": "chief", "day": "2021-05-03", "attach": {"record": "work", "documents": ["许可证"]}},
        {
            "id": "foreign",
            "by": "stranger",
            "day": "2021-05-03",
            "step": {"record": "work", "step": "begin"},
            "refused": "forbidden",
        },
        {
            "id": "begin",
            "by": "chief",
            "day": "2021-05-03",
            "step": {"record": "work", "step": "begin", "fields": {"cost": 200, "begun_on": "2021-05-02"}},
        },
        {
            "id": "own_word",
            "by": "maker",
            "day": "2021-05-03",
            "step": {"record": "work", "step": "begin"},
            "refused": "forbidden",
        },
    ],
    "result": {"indicator": "begun", "period": "2021-06", "before": {"value": 1}, "after": {"value": 2}},
    "without": [
        {"step": "show", "refused": "L044"},
        {"step": "show", "document": "许可证", "refused": "L044"},
        {"step": "begin", "gives": {"value": 1}},
        {"step": "begin", "instead": {"cost": 99}, "refused": "L045"},
    ],
}
"""It holds on the programme of `helpers_web`."""


def begun() -> dict[str, Any]:
    """A copy of the scenario, to change something in."""
    return copy.deepcopy(BEGUN)


def write_scenarios(folder: Path, *scenarios: dict[str, Any]) -> Path:
    """Write scenarios into a programme's folder."""
    place = folder / "scenarios" / "some.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(yaml.safe_dump(list(scenarios), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


MOVED: dict[str, Any] = {
    "id": "moved",
    "name": text("迁址"),
    "mechanisms": ["M1"],
    "given": {
        "entities": [{"id": _OURS, "name": "乙县一厂", "area": "11"}],
        "values": [{"entity": _OURS, "period": "2021-03", "figures": {"output": 50000}}],
    },
    "people": {
        "office": {"role": "office"},
        "second": {"role": "office"},
        "county": {"role": "area_approver", "scope": "11"},
        "clerk": {"role": "unit_reporter", "scope": "U1"},
    },
    "steps": [
        {
            "id": "foreign_close",
            "by": "clerk",
            "day": "2021-04-20",
            "close_month": {"month": "2021-03"},
            "refused": "forbidden",
        },
        {"id": "close", "by": "office", "day": "2021-04-20", "close_month": {"month": "2021-03"}},
        {
            "id": "move",
            "by": "office",
            "day": "2021-05-01",
            "register_change": {
                "change": "moves",
                "facts": [{"entity": _OURS, "fact": "area", "value": "12", "since": "2021-03"}],
                "reason": "三月已迁址",
            },
        },
        {"id": "own", "by": "office", "day": "2021-05-02", "decide_register": {"change": "moves"}, "refused": "W409"},
        {
            "id": "county",
            "by": "county",
            "day": "2021-05-02",
            "decide_register": {"change": "moves"},
            "refused": "forbidden",
        },
        {"id": "decide", "by": "second", "day": "2021-05-02", "decide_register": {"change": "moves"}},
    ],
    "result": {
        "indicator": "out",
        "area": "12",
        "period": "2021-03",
        "before": {"value": None},
        "after": {"value": 5},
    },
    "without": [
        {"step": "decide", "gives": {"value": None}},
        {"step": "close", "refused": "W408"},
    ],
}
"""A plant's move is told after the month was closed: it waits for a second person. Without the closing it stood at
once, and there is nothing left to decide."""


def moved() -> dict[str, Any]:
    """A copy of the scenario, to change something in."""
    return copy.deepcopy(MOVED)


def instructed() -> dict[str, Any]:
    """The scenario `begun` with what else can be done about its record: a leader's word, its answer, a correction."""
    scenario = begun()
    scenario["id"] = "instructed"
    scenario["people"] |= {
        "leader": {"role": "leader"},
        "second": {"role": "unit_approver", "scope": "U1"},
    }
    ask = {"instruction": "word", "about": "record", "subject": "work", "unit": "U1", "text": "抓紧开工"}
    wrong = {"record": "work", "fields": {"cost": 210}, "reason": "以合同为准", "document": "合同"}
    told = [
        {"id": "own_word_on_it", "by": "clerk", "day": "2021-05-04", "instruct": ask, "refused": "forbidden"},
        {"id": "word", "by": "leader", "day": "2021-05-04", "instruct": ask},
        {"id": "answer", "by": "chief", "day": "2021-05-05", "reply": {"instruction": "word", "text": "已开工"}},
        {
            "id": "others_answer",
            "by": "stranger",
            "day": "2021-05-05",
            "reply": {"instruction": "word", "text": "已开工"},
            "refused": "forbidden",
        },
        {"id": "correct", "by": "chief", "day": "2021-05-06", "correct_record": wrong},
        {
            "id": "own_grant",
            "by": "chief",
            "day": "2021-05-06",
            "decide_correction": {"record": "work"},
            "refused": "W188",
        },
        {"id": "grant", "by": "second", "day": "2021-05-06", "decide_correction": {"record": "work"}},
    ]
    scenario["steps"] += told
    scenario["without"] = [{"step": "show", "refused": "L044"}]
    return scenario
