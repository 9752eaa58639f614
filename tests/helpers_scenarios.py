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
