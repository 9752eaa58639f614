"""A small programme with something of everything that demonstration data must handle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from helpers_programme import Content, load, small_content, statement, text
from sigai.programme.programme import Programme


def measure(name: str, unit: str, accumulation: str, **more: Any) -> Content:
    return {"id": name, "name": text(name), "unit": unit, "accumulation": accumulation, "minimum": 0, **more}


def track(indicator: str, unit: str, steps: dict[str, float], **more: Any) -> Content:
    return {
        "id": "main",
        "indicator": indicator,
        "unit": unit,
        "direction": "up",
        "trajectory": "linear",
        "steps": [{"due": due, "comparator": ">=", "value": value, "statements": []} for due, value in steps.items()],
        **more,
    }


def target(name: str, indicator: str, unit: str, steps: dict[str, float], **more: Any) -> Content:
    return {
        "id": name,
        "name": text(name),
        "pillar": "green",
        "tracks": [track(indicator, unit, steps, **more)],
        "statements": [statement(f"S-{name}")],
    }


def indicator(name: str, unit: str, formula: str) -> Content:
    return {"id": name, "name": text(name), "unit": unit, "formula": formula}


def identity(name: str, condition: str) -> Content:
    return {"id": name, "name": text(name), "condition": condition}


def zombies() -> Content:
    """A ledger whose records come to an end."""
    steps = [("identify", "start", "identified"), ("clear", "identified", "cleared")]
    return {
        "id": "zombies",
        "name": text("僵尸企业"),
        "counted_in": "家",
        "states": [{"id": "identified", "name": text("认定")}, {"id": "cleared", "name": text("出清"), "final": True}],
        "transitions": [
            {"id": name, "name": text(name), "origins": [origin], "to": to, "roles": ["office"]}
            for name, origin, to in steps
        ],
        "deadlines": [{"state": "identified", "days": 90, "name": text("期限")}],
    }


def demonstration_content() -> Content:
    """Stocks and flows, areas and enterprises, parts and wholes, records that grow and records that run down."""
    content = small_content()
    content["areas"].append({"code": "12", "name": text("丙县"), "kind": "county", "parent": "1"})
    content["areas"].append({"code": "1101", "name": text("园区"), "kind": "park", "parent": "11"})
    content["measures"] += [
        measure("waste_made", "吨", "ytd", frequency="quarter", owed_by="above_scale"),
        measure("waste_used", "吨", "ytd", frequency="quarter", owed_by="above_scale"),
        measure("processes", "个", "stock", frequency="year", owed_by="industry in manufacturing"),
        measure("controlled", "个", "stock", frequency="year", owed_by="industry in manufacturing"),
        measure("research", "万元", "ytd", owed_by="above_scale"),
        measure("uses_cloud", "个", "stock", maximum=1),
        measure("stations", "座", "stock", subject="county"),
        measure("score", "%", "stock", subject="city", maximum=100),
    ]
    content["identities"] += [
        identity("waste", "waste_used <= waste_made"),
        identity("control", "controlled <= processes"),
        identity("research", "research <= output"),
    ]
    content["ledgers"].append(zombies())
    content["indicators"] += [
        indicator("waste", "%", "total(waste_used) / total(waste_made)"),
        indicator("control", "%", "mean(controlled / processes)"),
        indicator("research", "%", "entities(where: above_scale and research > 0) / entities(where: above_scale)"),
        indicator("stations", "座", "total(stations)"),
        indicator("zombies", "家", "count(zombies, state: identified)"),
    ]
    content["targets"] += [
        target("W", "waste", "%", {"2021": 50, "2023": 60}),
        target("C", "control", "%", {"2023": 70}),
        target("R", "research", "%", {"2023": 40}),
        target("B", "stations", "座", {"2021": 300, "2023": 500}),
        target("N", "title", "家", {"2021": 4, "2023": 12}),
        target("Z", "zombies", "家", {"2022": 0}, direction="down"),
    ]
    return content


def demonstration_programme(folder: Path) -> Programme:
    return load(folder, demonstration_content())


def figures_of(folder: Path) -> pd.DataFrame:
    """The current good figures of a made folder: tables and sheets, without the file of mistakes."""
    parts = [pd.read_parquet(file) for file in sorted((folder / "values").glob("*.parquet"))]
    parts += [
        pd.read_csv(file, dtype={"period": str})
        for file in sorted((folder / "values").glob("*.csv"))
        if file.name != "faults.csv"
    ]
    rows = pd.concat(parts).sort_values("revision")
    return rows.drop_duplicates(["entity", "measure", "period"], keep="last")
