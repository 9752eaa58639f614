"""Rows of figures as programs send them: a JSON array, JSON lines or CSV; every fault by its row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpRequest

from sigai.base import Issues, Place
from sigai_web.api.errors import ApiError
from sigai_web.api.parsing import JSON, read_json
from sigai_web.api.problems import (
    BAD_FIELD,
    ROW_TOO_LONG,
    ROW_TOO_SHORT,
    TOO_MANY_ROWS,
    UNKNOWN_COLUMN,
    UNREADABLE,
    WRONG_TYPE,
)

MOST_ROWS = 10_000
MOST_BYTES = 8 * 1024 * 1024
MOST_SHEETS = 1000
"""Written in a few seconds; everybody else who writes waits so long."""
LINES, CSV = "application/x-ndjson", "text/csv"
_REQUIRED = ("entity", "measure", "period", "value")
_COLUMNS = (*_REQUIRED, "unit", "reason", "form", "seen")
_LONGEST = 500

_ROW_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_REQUIRED),
    "properties": {
        "entity": {"type": "string", "maxLength": 60, "description": "主体或地区编号 · id of the entity or area"},
        "measure": {"type": "string", "maxLength": 60, "description": "指标项 · id of the measure"},
        "period": {"type": "string", "maxLength": 40, "description": "如 2022-06 · such as 2022-06"},
        "value": {
            "type": ["string", "number", "null"],
            "description": "至多四位小数；null 撤回已有的数（须写 reason）；空文本清空这一格 · at most four decimals; "
            "null withdraws the figure that stands (with a reason); an empty text clears the cell",
        },
        "unit": {"type": ["string", "null"], "maxLength": 30, "description": "不写为指标项的单位 · else the measure's"},
        "reason": {"type": ["string", "null"], "maxLength": 500, "description": "数值异常时的说明 · why it is odd"},
        "form": {"type": ["string", "null"], "maxLength": 60, "description": "报表；能推知时不写 · only where needed"},
        "seen": {
            "type": ["integer", "null"],
            "minimum": 0,
            "maximum": 2**31 - 1,
            "description": "所见草稿的版本，覆盖他人草稿时要写 · the draft's version, to overwrite another's",
        },
    },
}
BODY: Mapping[str, Any] = {
    "required": True,
    "content": {
        JSON: {"schema": {"type": "array", "items": _ROW_SCHEMA, "maxItems": MOST_ROWS}},
        LINES: {"schema": {"type": "string", "description": "每行一个同样的对象 · one such object a line"}},
        CSV: {"schema": {"type": "string", "description": "首行为列名，UTF-8 · names of columns first, in UTF-8"}},
    },
}
"""How the document tells of the body."""


@dataclass(frozen=True, slots=True)
class SentFigure:
    """One figure as it was sent, with its number from 1. `seen` None: whatever the sender wrote before. `null`: it was
    said that there is no figure; an empty text says nothing."""

    number: int
    entity: str
    measure: str
    period: str
    text: str
    reason: str | None
    form: str
    seen: int | None
    null: bool = False


@dataclass(frozen=True, slots=True)
class _OddRow:
    """A row of a CSV with fewer or more cells than the first row has names: which cell is which, is open."""

    found: int
    expected: int


def sent_body(request: HttpRequest) -> bytes:
    """The bytes of the body; ApiError 413 where there are too many."""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ApiError(413)
    return body


def read_rows(kind: str | None, body: bytes) -> list[SentFigure]:
    """The rows; ApiError 400, 415 or 422 with every fault by its row."""
    if kind not in (JSON, LINES, CSV):
        raise ApiError(415, WRONG_TYPE.at(Place(), given=kind or "—", known=", ".join((JSON, LINES, CSV))))
    raw = {JSON: _json, LINES: _lines, CSV: _csv}[kind](body)
    if len(raw) > MOST_ROWS:
        raise ApiError(413, TOO_MANY_ROWS.at(Place(), most=MOST_ROWS))
    issues = Issues()
    rows = [row for number, one in enumerate(raw, start=1) if (row := _row(number, one, issues)) is not None]
    if not raw:
        issues.add(_wrong(Place(), "", "没有数据行", "there are no rows"))
    if issues.errors:
        raise ApiError(422, issues=issues.sorted())
    return rows


def _json(body: bytes) -> list[Any]:
    found = read_json(body)
    if not isinstance(found, list):
        raise ApiError(400, UNREADABLE.at(Place(), reason="not an array"))
    return found


def _lines(body: bytes) -> list[Any]:
    return [read_json(line) for line in body.splitlines()[: MOST_ROWS + 1] if line.strip()]


def _csv(body: bytes) -> list[Any]:
    try:
        text = body.decode("utf-8-sig")
        if "\0" in text:
            raise ValueError("a null character")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        names = next(reader, [])
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"the column {twice[:60]!r} is there twice")
        rows = (row for row in reader if row)
        return [
            dict(zip(names, row, strict=True)) if len(row) == len(names) else _OddRow(len(row), len(names))
            for row in islice(rows, MOST_ROWS + 1)
        ]
    except (ValueError, csv.Error) as error:
        reason = "not UTF-8" if isinstance(error, UnicodeError) else str(error)[:100]
        raise ApiError(400, UNREADABLE.at(Place(), reason=reason)) from error


def _row(number: int, given: Any, issues: Issues) -> SentFigure | None:
    if isinstance(given, _OddRow):
        problem = ROW_TOO_SHORT if given.found < given.expected else ROW_TOO_LONG
        issues.add(problem.at(Place(row=number), found=given.found, expected=given.expected))
        return None
    if not isinstance(given, dict):
        issues.add(_wrong(Place(row=number), "", "应为对象", "an object is asked for"))
        return None
    before = len(issues)
    for name in given:
        if name not in _COLUMNS:
            place = Place(row=number, column=str(name)[:60])
            issues.add(UNKNOWN_COLUMN.at(place, given=str(name)[:60], known=", ".join(_COLUMNS)))
    for name in _REQUIRED:
        if name not in given or (name != "value" and not given[name]):
            issues.add(_wrong(Place(row=number, column=name), name, "缺少", "missing"))
    cells = {name: _text(number, name, given.get(name), issues) for name in _COLUMNS if name != "seen"}
    seen = _seen(number, given.get("seen"), issues)
    if len(issues) > before:
        return None
    value, unit = (cells[name] or "" for name in ("value", "unit"))
    return SentFigure(
        number,
        cells["entity"] or "",
        cells["measure"] or "",
        cells["period"] or "",
        f"{value} {unit}".strip() if value else "",
        cells["reason"],
        cells["form"] or "",
        seen,
        null=given.get("value", "") is None,
    )


def _text(number: int, name: str, given: Any, issues: Issues) -> str | None:
    match given:
        case None:
            return None
        case str() if len(given) <= _LONGEST:
            return given.strip()
        case bool():
            pass
        case int() if name == "value":
            return str(given)
        case Decimal() if name == "value":
            return f"{given:f}"
    issues.add(_wrong(Place(row=number, column=name), name, "应为较短的文本", "a short text is asked for"))
    return None


def _seen(number: int, given: Any, issues: Issues) -> int | None:
    if given is None or given == "":
        return None
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**31:
        return given
    issues.add(_wrong(Place(row=number, column="seen"), "seen", "应为整数", "a whole number is asked for"))
    return None


def _wrong(place: Place, column: str, zh: str, en: str) -> Any:
    return BAD_FIELD.at(place, column=column or f"#{place.row or 0}", reason_zh=zh, reason_en=en)


def numbers_of(rows: Iterable[SentFigure]) -> dict[tuple[str, str, str], list[int]]:
    """The numbers of the rows about each cell."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        found.setdefault((row.entity, row.measure, row.period), []).append(row.number)
    return found
