"""`closed.csv`: which months are closed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from helpers_indicators import data as made
from helpers_indicators import entity, programme, value
from sigai.base.issues import Issue
from sigai.base.periods import Period
from sigai.tables import Data
from sigai.values import read_values, without_later


def read(folder: Path, text: str, name: str = "closed.csv") -> tuple[Data, list[Issue]]:
    (folder / name).write_text(text, encoding="utf-8")
    found = read_values(folder, programme({}))
    return found.data, [issue for issue in found.issues if issue.place.file == name]


def month(name: str) -> int:
    return Period.parse(name).last


def test_without_a_word_every_month_before_the_one_looked_from_is_closed(tmp_path: Path) -> None:
    data = read_values(tmp_path, programme({})).data
    assert data.closed is None
    assert data.open_months(month("2022-06")) == {month("2022-06")}


def test_months_that_are_not_listed_after_the_first_are_open(tmp_path: Path) -> None:
    data, issues = read(tmp_path, "month,closed_at\n2022-03,2022-04-12\n2022-05,2022-06-12 18:00\n")
    assert issues == []
    assert data.open_months(month("2022-06")) == {month("2022-04"), month("2022-06")}
    assert data.closed is not None
    assert data.closed["closed_at"].to_pylist() == [
        dt.datetime(2022, 4, 12, 23, 59, 59, 999999),
        dt.datetime(2022, 6, 12, 18),
    ]


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("2022-04-12", dt.datetime(2022, 4, 12, 23, 59, 59, 999999)),
        ("2022年4月12日", dt.datetime(2022, 4, 12, 23, 59, 59, 999999)),
        ("2022年4月12日18时", dt.datetime(2022, 4, 12, 18)),
        ("2022年4月12日24时", dt.datetime(2022, 4, 13)),
        ("2022年4月12日 下午6点", dt.datetime(2022, 4, 12, 18)),
        ("2022-04-12 18\uff1a30", dt.datetime(2022, 4, 12, 18, 30)),
        ("2022年4月12日0时", dt.datetime(2022, 4, 12)),
    ],
)
def test_a_day_means_its_end_and_a_moment_itself(tmp_path: Path, written: str, closed: dt.datetime) -> None:
    data, issues = read(tmp_path, f"month,closed_at\n2022-03,{written}\n")
    assert issues == []
    assert data.closed is not None
    assert data.closed["closed_at"].to_pylist() == [closed]


def test_the_month_looked_from_may_be_closed(tmp_path: Path) -> None:
    data, _ = read(tmp_path, "月份\n2022年5月\n2022年6月\n")
    assert data.open_months(month("2022-06")) == frozenset()


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("month\n2022\n2022-05\n", "V091", 2),
        ("month\nsoon\n2022-05\n", "V091", 2),
        ("month,closed_at\n2022-05,soon\n", "V092", 2),
        ("month\n2022-05\n2022-05\n", "V093", 3),
        ("month\n2022-05\n2031-05\n", "V094", 3),
    ],
)
def test_what_cannot_be_right_is_said_and_the_rest_is_taken(tmp_path: Path, text: str, code: str, row: int) -> None:
    data, issues = read(tmp_path, text)
    assert [(issue.code, issue.place.row) for issue in issues] == [(code, row)]
    assert data.closed is not None
    assert data.closed["month"].to_pylist() == [month("2022-05")]


def test_all_words_that_are_no_months_are_said_at_once(tmp_path: Path) -> None:
    data, (issue,) = read(tmp_path, "month\nsoon\n2022-05\n2022\nsoon\n")
    assert (issue.code, issue.place.row) == ("V091", 2)
    assert "soon, 2022" in issue.text("zh")
    assert data.closed is not None
    assert data.closed["month"].to_pylist() == [month("2022-05")]


@pytest.mark.parametrize(
    ("as_of", "given", "kept", "refused"),
    [
        ("2022-06", "2022-05 2022-06", ["2022-05", "2022-06"], ""),
        ("2022-06", "2022-07 2022-08", None, "2022-07, 2022-08"),
        ("2022-06", "2022-05 2022-07", ["2022-05"], "2022-07"),
        ("2022-09", "2022-05 2022-08", ["2022-05"], "2022-08"),
    ],
)
def test_a_month_after_the_one_looked_from_or_the_last_with_figures_is_not_closed(
    tmp_path: Path, as_of: str, given: str, kept: list[str] | None, refused: str
) -> None:
    """Figures go to July. Without the refusal the months before a future one would count as closed."""
    data, _ = read(tmp_path, "month\n" + given.replace(" ", "\n"))
    figures = made([entity("e")], [value("e", "sales", name, 1) for name in ("2022-06", "2022-07")]).values
    closed, issues = without_later(data.closed, figures, Period.parse(as_of))
    assert (closed["month"].to_pylist() if closed else None) == ([month(name) for name in kept] if kept else None)
    assert [issue.code for issue in issues] == (["V105"] if refused else [])
    assert all(f"已结月份 {refused} 晚于" in issue.text("zh") for issue in issues)
    assert without_later(None, figures, Period.parse(as_of)) == (None, [])


def test_a_file_without_months_is_refused_in_words(tmp_path: Path) -> None:
    data, issues = read(tmp_path, "when\n2022-05\n")
    assert "例如：month, closed_at" in " ".join(issue.text("zh") for issue in issues)
    assert data.open_months(month("2022-06")) == {month("2022-06")}


def test_closing_a_month_is_another_edition_of_the_data(tmp_path: Path) -> None:
    before = read_values(tmp_path, programme({})).data.digest
    after, _ = read(tmp_path, "month\n2022-05\n")
    assert after.digest != before
