"""Inputs by somebody who did not write the reader: the figure is known first, then the sheet is written from it.

A case says what a careful person reads: `right` figures, `asked` ones (no figure may be taken, and something must be
said), and `either` (taken with this value, or not taken and said). Entities are the numbers of invented enterprises, or
codes of areas; anything else that is taken is silently wrong.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from helpers_values import ENTITIES, PROGRAMME, code, write_folder
from sigai.values import Intake, read_values

Key = tuple[int | str, str, str]
"""An enterprise's number or an area's code, a measure, a period."""
J = "2022-06"


@dataclass(frozen=True, slots=True)
class X:
    """A cell as a spreadsheet keeps it."""

    value: Any = None
    form: str = ""
    formula: str = ""
    rich: tuple[Any, ...] = ()
    looks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One input and what a person reads in it."""

    kind: str
    name: str
    files: Mapping[str, bytes | str]
    right: Mapping[Key, str | float]
    asked: frozenset[Key]
    either: Mapping[Key, str | float]
    entities: str | bytes = ENTITIES
    says: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}-{self.name}"


def coded(cell: Any) -> Any:
    """E1 to E9 are the codes of the invented enterprises."""
    return (
        code(int(cell[1])) if isinstance(cell, str) and len(cell) == 2 and cell[0] == "E" and cell[1] != "0" else cell
    )


def book(
    *rows: Sequence[Any],
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    merge: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
    later: bool = False,
    name: str = "Sheet1",
) -> bytes:
    """A workbook of rows; `more` holds further sheets."""
    out = io.BytesIO()
    made: Any = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "date_1904": later})
    for title, content in {name: rows, **(more or {})}.items():
        sheet = made.add_worksheet(title)
        for r, row in enumerate(content):
            for c, cell in enumerate(row):
                _write(made, sheet, r, c, coded(cell))
        if title != name:
            continue
        for area in merge:
            first = area.split(":")[0]
            sheet.merge_range(area, "")
            r, c = int("".join(filter(str.isdigit, first))) - 1, ord(first[0]) - 65
            _write(made, sheet, r, c, coded(content[r][c]))
        for r in hidden_rows:
            sheet.set_row(r - 1, None, None, {"hidden": True})
        for letter in hidden_columns:
            sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
    made.close()
    return out.getvalue()


def _write(made: Any, sheet: Any, r: int, c: int, cell: Any) -> None:
    if cell is None:
        return
    known = cell if isinstance(cell, X) else X(cell)
    looks = {**known.looks, **({"num_format": known.form} if known.form else {})}
    form = made.add_format(looks) if looks else None
    if known.rich:
        parts = [made.add_format(part) if isinstance(part, dict) else part for part in known.rich]
        sheet.write_rich_string(r, c, *parts)
    elif known.formula:
        sheet.write_formula(r, c, known.formula, form, known.value)
    elif isinstance(known.value, bool):
        sheet.write_boolean(r, c, known.value, form)
    elif isinstance(known.value, (int, float)):
        sheet.write_number(r, c, known.value, form)
    else:
        sheet.write_string(r, c, str(known.value), form)


def unsaved(content: bytes) -> bytes:
    """The workbook without the saved results of its formulas."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            text = old.read(each)
            new.writestr(each, re.sub(rb"</f><v>[^<]*</v>", b"</f>", text) if "sheet" in each else text)
    return out.getvalue()


def csv(*rows: Sequence[Any], by: str = ",") -> str:
    """A text file of rows."""

    def cell(value: Any) -> str:
        text = "" if value is None else str(coded(value))
        return f'"{text}"' if by in text or "\n" in text else text

    return "\n".join(by.join(cell(value) for value in row) for row in rows) + "\n"


class Cases:
    """Collects the cases of a module."""

    def __init__(self) -> None:
        self.all: list[Case] = []

    def __call__(
        self,
        kind: str,
        name: str,
        files: bytes | str | Mapping[str, bytes | str],
        right: Mapping[Key, str | float] | None = None,
        asked: Iterable[Key] = (),
        either: Mapping[Key, str | float] | None = None,
        **more: Any,
    ) -> None:
        if isinstance(files, bytes):
            files = {"values.xlsx": files}
        elif isinstance(files, str):
            files = {"values.csv": files}
        self.all.append(Case(kind, name, files, right or {}, frozenset(asked), either or {}, **more))


def taken(intake: Intake) -> dict[Key, Decimal]:
    """The figures of an intake; enterprises by their number."""
    short = {code(number): number for number in range(1, 10)}
    rows = intake.data.values.to_pylist()
    return {(short.get(row["entity"], row["entity"]), row["measure"], row["period"]): row["value"] for row in rows}


def judge(case: Case) -> tuple[str, str]:
    """`right`, `silent`, `refused` or `mute`, with the reason: what was done beside what a person reads."""
    with tempfile.TemporaryDirectory() as folder:
        intake = read_values(write_folder(Path(folder), dict(case.files), case.entities), PROGRAMME)
    found = taken(intake)
    told = [issue for issue in intake.issues if issue.severity != "note" or issue.code == "V029"]
    wanted = {key: Decimal(str(value)) for key, value in {**case.right, **case.either}.items()}
    said = [
        f"{issue.code} r{issue.place.row} {issue.place.column}: {issue.problem.what['en'][:40]}"
        for issue in intake.issues
    ]
    wrong = {key: value for key, value in found.items() if wanted.get(key) != value}
    if wrong:
        return "silent", f"took {wrong}, wanted {wanted}; {said}"
    if (case.asked or set(case.either) - set(found)) and not told:
        return "silent", f"nothing taken and nothing said of {case.asked or case.either}; {said}"
    lost = {key for key in case.right if key not in found}
    if lost:
        return ("refused" if told else "silent"), f"lost {lost}; {said}"
    missing = [each for each in case.says if each not in {issue.code for issue in intake.issues}]
    return ("mute", f"{missing} not said; {said}") if missing else ("right", str(said))


def check(case: Case) -> None:
    """Fail with what was read where it is not what a person reads."""
    verdict, reason = judge(case)
    assert verdict == "right", f"{verdict}: {reason}"
