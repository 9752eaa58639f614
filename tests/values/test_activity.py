"""Figures of months in which their entity is not active count nowhere, and that is said, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_values import PROGRAMME, code, write_folder
from sigai.base.periods import month_name
from sigai.values import Intake, read_values

MONTHS = range(2020 * 12, 2022 * 12)
REGISTER = "id,name,kind,area,industry,active_from,active_until\n{id},企业1,enterprise,990100,C3240,{start},{end}\n"


def read(folder: Path, start: str = "", end: str = "", *facts: str) -> Intake:
    """One enterprise with a figure in every month of two years."""
    rows = [f"{code(1)},waste_made,{month_name(month)},5" for month in MONTHS]
    files = {
        "entities.csv": REGISTER.format(id=code(1), start=start, end=end),
        "values.csv": "\n".join(["entity,measure,period,value", *rows]) + "\n",
    }
    if facts:
        lines = ["entity,fact,value,since,until", *(f"{code(1)},{fact}" for fact in facts)]
        files["facts.csv"] = "\n".join(lines) + "\n"
    return read_values(write_folder(folder, files), PROGRAMME)


def named(intake: Intake) -> list[str]:
    """The months whose figures are said to count nowhere."""
    rows = [issue.place.row or 0 for issue in intake.issues if issue.code == "V108"]
    return [month_name(MONTHS[row - 2]) for row in rows]


def between(first: str, last: str) -> list[str]:
    return [name for month in MONTHS if first <= (name := month_name(month)) <= last]


@pytest.mark.parametrize(
    ("start", "end", "facts", "wanted"),
    [
        ("", "", (), []),
        ("", "2021-11", (), ["2021-12"]),
        ("2020-02", "", (), ["2020-01"]),
        ("2020-02", "2021-11", (), ["2020-01", "2021-12"]),
        ("", "", ("closed,yes,2021-03,",), between("2021-03", "2021-12")),
        ("", "", ("closed,yes,2021-03,2021-05",), between("2021-03", "2021-05")),
        (
            "",
            "",
            ("closed,yes,2021-03,2021-05", "closed,yes,2021-08,2021-08"),
            [*between("2021-03", "2021-05"), "2021-08"],
        ),
        ("", "", ("grade,A,2021-03,",), []),
        ("", "", ("closed,yes,,",), between("2020-01", "2021-12")),
    ],
)
def test_every_figure_outside_the_active_months_is_named(
    tmp_path: Path, start: str, end: str, facts: tuple[str, ...], wanted: list[str]
) -> None:
    intake = read(tmp_path, start, end, *facts)
    assert named(intake) == wanted
    assert intake.data.values.num_rows == len(MONTHS), "they are kept: the register may be what is wrong"


def test_the_words_say_whom_and_when(tmp_path: Path) -> None:
    (issue,) = [issue for issue in read(tmp_path, "", "2021-11").issues if issue.code == "V108"]
    assert issue.place.column == "value"
    assert "企业1" in issue.what("zh")
    assert "到 2021-11 为止" in issue.what("zh")
    assert "it ended in 2021-11" in issue.what("en")
