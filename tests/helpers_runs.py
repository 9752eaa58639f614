"""A small folder of data for the smallest programme, and the command line as a person would use it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers_programme import small_content, write_programme
from sigai.cli.main import run_app
from sigai.values import check_digit

HEAD = "91640500DEMA0001"


def credit_code(number: int) -> str:
    """A valid, fictional credit code."""
    body = f"91640500DEMA{number:05d}"
    return body + check_digit(body)


def write_data(folder: Path, *, faulty: bool = False, demonstration: bool = True) -> Path:
    """Two enterprises with two years of year-to-date output and some records."""
    codes = [credit_code(1), credit_code(2)]
    (folder / "values").mkdir(parents=True)
    (folder / "records").mkdir()
    (folder / "data.yaml").write_text(f"title: 小数据\ndemonstration: {str(demonstration).lower()}\n", encoding="utf-8")
    rows = [f"{code},企业{rank},enterprise,11,C2613" for rank, code in enumerate(codes, 1)]
    (folder / "entities.csv").write_text("id,name,kind,area,industry\n" + "\n".join(rows) + "\n", encoding="utf-8")
    values = [
        f"{code},output,{year}-{month:02d},{1000 * month + 100 * (year - 2020)}"
        for code in codes
        for year in (2020, 2021, 2022)
        for month in range(2, 13)
    ]
    if faulty:
        values.insert(0, f"{codes[0]},outputt,2021-03,1")
    (folder / "values" / "all.csv").write_text(
        "entity,measure,period,value\n" + "\n".join(values) + "\n", encoding="utf-8"
    )
    (folder / "records" / "titles.csv").write_text(
        f"id,entity,area,state,state_since,kind\nR1,{codes[0]},11,recognised,2021-05-06,a\n", encoding="utf-8"
    )
    return folder


@dataclass(frozen=True)
class Said:
    """What a command said: exit code, output, errors."""

    code: int
    out: str
    err: str


class Terminal:
    """Runs commands and holds what they said to the rule that no traceback reaches a user."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *arguments: object, lang: str = "en") -> Said:
        code = run_app(["--lang", lang, *map(str, arguments)])
        captured = self._capfd.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Said(int(code), captured.out, captured.err)


def small_programme(folder: Path) -> Path:
    return write_programme(folder, small_content())
