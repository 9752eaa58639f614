"""LibreOffice as a second oracle: what it shows of a number is, but for hidden decimals, what the reader takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from lxml import html

from helpers_waiting import PATIENCE
from sigai.tables.files.excel_files import read_workbook

OFFICE = shutil.which("soffice")
FORMATS = (
    "0.0%", "0.00%", "0%;-0%", "#,##0.00", "#,##0;(#,##0)", "#,##0.0;[Red]-#,##0.0", "0.0,", "#,##0,", "0.00,,",
    '0\\.0,"万"', '0\\.0000,"万元"', '#,##0.00"吨"', '[>=10000]0\\.0,"万";0.0', '[<0]-0.0;0.00', "0000", "000.0",
    "0.00E+00", "General", "0.0_ ", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "[$-804]0.0", "+0.0;-0.0",
)  # fmt: skip
NUMBERS = (0.0, 0.078, 1.0, 12.5, 610.0, 9999.0, 12_345.6, 123_456.0, 12_345_678.0, -0.5, -42.0, -98_765.4)
_FIGURE = re.compile(r"^([-+]?[\d.]+(?:E[-+]\d+)?)(.*)$")


def figure(text: str) -> tuple[Decimal, str] | None:
    """Number and what stands behind it; a number in brackets is negative."""
    plain = text.replace(",", "").replace(" ", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    match = _FIGURE.match(plain)
    return (Decimal(match[1]), match[2]) if match else None


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine: the second oracle is left out")
def test_the_reader_takes_what_another_program_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("a")
    for column, code in enumerate(FORMATS):
        form = book.add_format({"num_format": code})
        for row, number in enumerate(NUMBERS):
            sheet.write_number(row, column, number, form)
    book.close()
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "html", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=PATIENCE, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    page = html.parse(str(tmp_path / "a.html"), html.HTMLParser(encoding="utf-8"))
    shown = [["".join(cell.itertext()).strip() for cell in row.iter("td")] for row in page.iter("tr")]
    taken = read_workbook(path, "a.xlsx").sheets["a"]
    wrong = []
    for row, number in enumerate(NUMBERS):
        for column, code in enumerate(FORMATS):
            seen, read = figure(shown[row][column]), figure(taken[row][column])
            if code.startswith("[>=") and number < 0:
                continue  # the one drops the sign in what is left over by a condition, Excel writes it
            if seen is None or read is None:  # a dash for zero, a word
                agree = (seen is None) == (read is None) or number == 0
            else:
                step = Decimal(1).scaleb(max(int(seen[0].as_tuple().exponent), -9))
                agree = abs(seen[0] - read[0]) <= step and seen[1] == read[1]
            if not agree:
                wrong.append((code, number, shown[row][column], taken[row][column]))
    assert not wrong, "\n".join(map(str, wrong))
