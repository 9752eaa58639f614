"""The smallest invented programme and data folders for tests of values and ledgers."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import Any

from sigai.base.issues import Issue
from sigai.programme.programme import Programme
from sigai.values import Intake, read_values
from sigai.values.credit_codes import check_digit


def code(number: int) -> str:
    """The credit code of the invented enterprise with this number."""
    first = f"91000000MA{number:07d}"
    return first + check_digit(first)


def text(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def measure(name: str, zh: str, unit: str = "万元", **more: Any) -> dict[str, Any]:
    return {"id": name, "name": {"zh": zh, "en": name}, "unit": unit, "accumulation": "ytd", **more}


HEAD = {
    "id": "demo",
    "title": text("示例方案"),
    "short_title": text("示例"),
    "version": "1",
    "start": "2021-01",
    "end": "2023-12",
    "base_year": 2020,
    "area": "990000",
    "office": "U01",
    "documents": [],
    "bulletin": {
        "mark": text("通报"),
        "issuer": text("办公室"),
        "addressed_to": text("各单位"),
        "title": text("通报"),
    },
}
AREAS = [
    {"code": "990000", "name": {"zh": "样市", "en": "Sample City"}, "kind": "city"},
    {"code": "990100", "name": {"zh": "甲县", "en": "County A"}, "kind": "county", "parent": "990000"},
    {"code": "990200", "name": {"zh": "乙县", "en": "County B"}, "kind": "county", "parent": "990000"},
    {"code": "990101", "name": {"zh": "甲园", "en": "Park A"}, "kind": "park", "parent": "990100"},
]
MEASURES = [
    measure("output", "工业总产值", minimum=0, first_two_together=True),
    measure("profit", "利润总额"),
    measure("waste_made", "固废产生量", "吨", accumulation="flow", minimum=0),
    measure("waste_used", "固废利用量", "吨", accumulation="flow", minimum=0),
    measure("employees", "从业人员", "人", accumulation="stock", frequency="quarter", minimum=0, maximum=100000),
    measure("score", "评分", "%", accumulation="stock", frequency="year", minimum=0, maximum=100),
    measure("investment", "工业投资", "亿元", subject="county"),
    measure("coal", "原煤", "吨", accumulation="flow"),
    measure("energy", "综合能耗", "tce", accumulation="flow"),
]
IDENTITIES = [
    {"id": "used_in_made", "condition": "waste_used <= waste_made", "name": text("利用量不超过产生量")},
    {
        "id": "coal_in_energy",
        "condition": "coal * $coal_tce <= energy",
        "name": text("原煤折标不超过综合能耗"),
        "severity": "warning",
        "tolerance": 0.01,
    },
]
PARAMETERS = [
    {
        "id": "coal_tce",
        "name": text("原煤折标系数"),
        "unit": "tce/吨",
        "values": [{"start": "2018", "value": 0.7143, "source": {"title": "示例"}}],
    }
]
ENTITIES = (
    "id,name,kind,area,industry\n"
    + "".join(f"{code(n)},企业{n},enterprise,990100,C3240\n" for n in range(1, 6))
    + "990101,甲园区,park,990101,\n"
)


def programme(**more: Any) -> Programme:
    """The invented programme; keyword arguments replace parts of it."""
    content: dict[str, Any] = {
        "head": HEAD,
        "areas": AREAS,
        "measures": MEASURES,
        "identities": IDENTITIES,
        "parameters": PARAMETERS,
        "lists": [{"id": "key_energy", "name": {"zh": "重点用能单位", "en": "Key energy users"}}],
    }
    return Programme.model_validate({**content, **more})


PROGRAMME = programme()


def write_folder(folder: Path, files: dict[str, str | bytes], entities: str | bytes = ENTITIES) -> Path:
    """A data folder with a register and other files."""
    for name, content in {"entities.csv": entities, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read(folder: Path, *rows: str, header: str = "entity,measure,period,value", **more: Any) -> Intake:
    """Read a folder whose `values.csv` has these rows; `E1` to `E9` stand for credit codes."""
    lines = "\n".join([header, *rows]) + "\n"
    for number in range(1, 10):
        lines = lines.replace(f"E{number}", code(number))
    return read_values(write_folder(folder, {"values.csv": lines}, **more), PROGRAMME)


def codes(intake: Intake) -> list[str]:
    return [issue.code for issue in intake.issues]


def unfilled(issue: Issue) -> list[str]:
    """The names in an issue's messages that its facts do not fill; they would be shown to people in braces."""
    texts = [*issue.problem.what.values(), *issue.problem.advice.values()]
    return [name for text in texts for _, name, _, _ in Formatter().parse(text) if name and name not in issue.facts]


def only(intake: Intake, wanted: str) -> Issue:
    """The single issue of a code."""
    (issue,) = [issue for issue in intake.issues if issue.code == wanted]
    return issue


def values_of(intake: Intake) -> dict[tuple[str, str, str], str]:
    """Current values by entity, measure and period, as plain decimals."""
    table = intake.data.values
    names = ("entity", "measure", "period")
    keys = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    amounts = [f"{value.normalize():f}" for value in table.column("value").to_pylist()]
    return dict(zip(keys, amounts, strict=True))
