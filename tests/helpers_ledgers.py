"""An invented ledger of projects for tests of ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers_values import code, programme, text, write_folder
from sigai.ledgers import RecordIntake, read_records
from sigai.values import read_values

PROJECTS: dict[str, Any] = {
    "id": "projects",
    "name": text("项目库"),
    "counted_in": "项",
    "fields": [
        {
            "id": "investment",
            "name": text("总投资"),
            "type": "number",
            "unit": "亿元",
            "required": True,
            "minimum": 0,
            "maximum": 900,
        },
        {
            "id": "kind",
            "name": text("类别"),
            "type": "choice",
            "choices": [{"id": "new", "name": text("新建")}, {"id": "renovation", "name": text("技改")}],
        },
        {"id": "due", "name": text("计划完工"), "type": "date"},
        {"id": "green", "name": text("绿色"), "type": "yes_no"},
        {"id": "note", "name": text("说明"), "type": "text"},
        {"id": "quarter", "name": text("季度"), "type": "period"},
        {"id": "place", "name": text("地点"), "type": "area"},
        {"id": "partner", "name": text("合作方"), "type": "entity"},
        {"id": "keeper", "name": text("责任单位"), "type": "unit"},
    ],
    "states": [
        {"id": "planned", "name": text("储备")},
        {"id": "building", "name": text("在建")},
        {"id": "done", "name": text("建成"), "final": True},
    ],
    "transitions": [
        {"id": "submit", "name": text("入库"), "origins": ["start"], "to": "planned", "roles": ["area_reporter"]},
        {
            "id": "begin",
            "name": text("开工"),
            "origins": ["planned"],
            "to": "building",
            "roles": ["area_reporter"],
            "requires": ["due"],
            "evidence": [text("施工许可证")],
            "condition": "investment >= 5000 万元 and entity.industry in [C32] and green",
        },
        {"id": "finish", "name": text("竣工"), "origins": ["building"], "to": "done", "roles": ["area_approver"]},
    ],
    "deadlines": [
        {"state": "planned", "days": 100, "name": text("百日开工")},
        {"state": "building", "field": "due", "name": text("按期完工")},
    ],
}
UNITS = [{"id": "U01", "name": text("工信局"), "kind": "department", "aliases": ["市工信局"]}]
PROGRAMME = programme(ledgers=[PROJECTS], units=UNITS)
HEADER = "id,entity,area,state,state_since,name,investment"


def read_projects(
    folder: Path, *rows: str, header: str = HEADER, history: str = "", files: dict[str, str] | None = None
) -> RecordIntake:
    """Read a folder whose ledger of projects has these rows; `E1` to `E5` stand for credit codes."""
    lines = "\n".join([header, *rows]) + "\n"
    for number in range(1, 6):
        lines = lines.replace(f"E{number}", code(number))
    found = {"records/projects.csv": lines, **(files or {})}
    if history:
        found["records/projects.history.csv"] = history
    write_folder(folder, found)
    return read_records(folder, PROGRAMME, read_values(folder, PROGRAMME).data)


def codes(intake: RecordIntake) -> list[str]:
    return [issue.code for issue in intake.issues]
