"""The smallest programme that loads, and a way to change one thing in it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from sigai.base.issues import Issue
from sigai.programme.checks import Rule
from sigai.programme.loading import load_programme
from sigai.programme.programme import Programme

Content = dict[str, Any]


def text(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def small_content() -> Content:
    """One city with a county, one measure, one ledger, two indicators and one target."""
    return copy.deepcopy(
        {
            "programme": {
                "id": "small",
                "title": text("小方案"),
                "short_title": text("小方案"),
                "version": "1",
                "start": "2021-01",
                "end": "2023-12",
                "base_year": 2020,
                "area": "1",
                "office": "U1",
                "documents": [
                    {
                        "id": "plan",
                        "title": text("方案"),
                        "characters": 100,
                        "parts": [{"id": "main", "title": text("正文")}],
                    }
                ],
                "bulletin": {key: text(key) for key in ("mark", "issuer", "addressed_to", "title")},
            },
            "areas": [
                {"code": "1", "name": text("甲市"), "kind": "city"},
                {"code": "11", "name": text("乙县"), "kind": "county", "parent": "1"},
            ],
            "units": [{"id": "U1", "name": text("工信局"), "kind": "department"}],
            "pillars": [{"id": "green", "name": text("绿色"), "topics": [{"id": "G1", "name": text("节能")}]}],
            "industry_groups": [{"id": "manufacturing", "name": text("制造业"), "codes": ["C"]}],
            "parameters": [
                {
                    "id": "power_tce",
                    "name": text("电力折标系数"),
                    "unit": "kgce/kWh",
                    "values": [{"start": "2020-01", "value": 0.1229, "source": {"title": "GB/T 2589-2020"}}],
                }
            ],
            "measures": [
                {
                    "id": "output",
                    "name": text("产值"),
                    "unit": "万元",
                    "accumulation": "ytd",
                    "first_two_together": True,
                },
                {"id": "power", "name": text("用电量"), "unit": "kWh", "accumulation": "flow"},
            ],
            "identities": [{"id": "positive", "name": text("非负"), "condition": "output >= 0 万元"}],
            "forms": [
                {
                    "id": "monthly",
                    "name": text("月报"),
                    "measures": ["output", "power"],
                    "reporter": "enterprise",
                    "frequency": "month",
                    "due_day": 10,
                }
            ],
            "ledgers": [
                {
                    "id": "titles",
                    "name": text("称号"),
                    "counted_in": "家",
                    "fields": [
                        {
                            "id": "kind",
                            "name": text("类别"),
                            "type": "choice",
                            "choices": [{"id": "a", "name": text("甲")}],
                        }
                    ],
                    "states": [
                        {"id": "applied", "name": text("申报")},
                        {"id": "recognised", "name": text("认定"), "final": True},
                    ],
                    "transitions": [
                        {
                            "id": "apply",
                            "name": text("申报"),
                            "origins": ["start"],
                            "to": "applied",
                            "roles": ["enterprise_reporter"],
                        },
                        {
                            "id": "recognise",
                            "name": text("认定"),
                            "origins": ["applied"],
                            "to": "recognised",
                            "roles": ["office"],
                        },
                    ],
                }
            ],
            "indicators": [
                {"id": "out", "name": text("产值"), "unit": "亿元", "formula": "total(output)"},
                {"id": "title", "name": text("称号"), "unit": "家", "formula": "count(titles, state: recognised)"},
            ],
            "targets": [
                {
                    "id": "T",
                    "name": text("产值"),
                    "pillar": "green",
                    "topic": "G1",
                    "lead": "U1",
                    "tracks": [
                        {
                            "id": "main",
                            "indicator": "out",
                            "unit": "亿元",
                            "direction": "up",
                            "trajectory": "within_year",
                            "steps": [{"due": "2023", "comparator": ">=", "value": 5, "statements": ["S1"]}],
                        }
                    ],
                    "statements": [statement("S1")],
                }
            ],
            "progress": [
                {
                    "start": "2020-01",
                    "name": text("进度法"),
                    "on_track": 0.95,
                    "at_risk": 0.8,
                    "about_tolerance": 0.05,
                    "doubt_below": 0.4,
                    "minimum_coverage": 0.6,
                    "provisional_below": 0.95,
                    "source": {"title": "test"},
                }
            ],
        }
    )


def statement(name: str, **changes: Any) -> dict[str, Any]:
    """One statement of the small programme's target."""
    return {
        "id": name,
        "source": {"document": "plan", "part": "main", "paragraph": "P1", "span": [0, 10]},
        "indicator": "产值",
        "comparator": ">=",
        "value": 5,
        "unit": "亿元",
        "kind": "level",
        "period_end": 2023,
        "direction": "up",
        **changes,
    }


def write_programme(folder: Path, content: Content) -> Path:
    """Write content as a programme folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in content.items():
        (folder / f"{name}.yaml").write_text(
            yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
    return folder


def load(folder: Path, content: Content) -> Programme:
    """Write and load content that has no fault of form."""
    loaded = load_programme(write_programme(folder, content))
    assert loaded.issues == ()
    assert loaded.programme is not None
    return loaded.programme


def findings(folder: Path, content: Content, rule: Rule) -> list[Issue]:
    """What one rule finds in some content."""
    return list(rule(load(folder, content)))


def codes(issues: list[Issue]) -> list[str]:
    return [issue.code for issue in issues]
