"""Every check of a single row, with the smallest file that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_values import PROGRAMME, code, codes, only, read, unfilled, values_of, write_folder
from sigai.values import read_values


def test_a_good_row_is_taken_in(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,12.5")
    assert intake.issues == ()
    assert values_of(intake) == {(code(1), "output", "2021-02"): "12.5"}
    row = intake.data.values.to_pylist()[0]
    assert (row["month"], row["revision"], row["state"]) == (2021 * 12 + 1, 1, "reported")
    assert (row["file"], row["row"], row["given_value"], row["given_unit"]) == ("values.csv", 2, None, None)
    assert intake.counts.rows == intake.counts.taken == 1


@pytest.mark.parametrize(
    ("row", "wanted", "column", "words"),
    [
        ("E1,outptu,2021-02,1", "V011", "measure", "output"),
        ("E9,output,2021-02,1", "V012", "entity", ""),
        ("E1,investment,2021-02,1", "V015", "entity", "县（区）"),
        ("990100,output,2021-02,1", "V015", "entity", "企业"),
        (",output,2021-02,1", "V010", "entity", "主体"),
        ("E1,,2021-02,1", "V010", "measure", "指标项"),
        ("E1,output,,1", "V010", "period", "时期"),
        ("E1,output,2021-02,约十", "V021", "value", "约十"),
        ("E1,output,2021-02,12345678901234", "V022", "value", "13"),
        ("E1,output,2021-02,-1", "V023", "value", "≥ 0"),
        ("E1,score,2021,101", "V023", "value", "0–100"),
        ("E1,output,2021-13,1", "V040", "period", "2021-06"),
        ("E1,output,2021.1,1", "V040", "period", "2021.1"),
        ("E1,output,2021,1", "V041", "period", "月"),
        ("E1,employees,2021-06,1", "V041", "period", "2021Q2"),
        ("E1,output,2017-12,1", "V042", "period", "2018-01"),
        ("E1,output,2024-02,1", "V042", "period", "2023-12"),
        ("E1,output,2021-01,1", "V043", "period", "2021-02"),
        ("E1,waste_made,2021年1-6月,1", "V044", "period", "2021-06"),
    ],
)
def test_a_bad_row_is_refused_and_says_what_would_be_right(
    tmp_path: Path, row: str, wanted: str, column: str, words: str
) -> None:
    intake = read(tmp_path, row, "E2,output,2021-02,7")
    issue = only(intake, wanted)
    assert (issue.place.file, issue.place.row, issue.place.column) == ("values.csv", 2, column)
    assert words in issue.text("zh")
    assert unfilled(issue) == []
    assert values_of(intake) == {(code(2), "output", "2021-02"): "7"}
    assert intake.counts.refused == 1


def test_all_faults_of_one_row_are_told_at_once(tmp_path: Path) -> None:
    intake = read(tmp_path, "E9,outptu,2021-13,abc")
    assert sorted(codes(intake)) == ["V011", "V012", "V021", "V040"]


def test_no_figure_is_missing_and_never_zero(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,", "E1,output,2021-03,—", "E1,output,2021-04,0")
    assert codes(intake) == ["V020", "V020"]
    assert values_of(intake) == {(code(1), "output", "2021-04"): "0"}


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("１２３．４", "123.4"),
        ('"1,234.5"', "1234.5"),
        ("１，２３４", "1234"),
        (" 12 ", "12"),
        ("1e3", "1000"),
        ("+5", "5"),
        ("3亿元", "30000"),
        ("0.10", "0.1"),
    ],
)
def test_figures_as_people_type_them(tmp_path: Path, written: str, taken: str) -> None:
    written = f'"{written}"' if "，" in written else written
    intake = read(tmp_path, f"E1,output,2021-02,{written}")
    assert values_of(intake) == {(code(1), "output", "2021-02"): taken}
    assert codes(intake) == []


def test_more_than_four_decimals_are_rounded_and_told(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,1.23456")
    assert values_of(intake) == {(code(1), "output", "2021-02"): "1.2346"}
    assert "1.2346" in only(intake, "V024").text("zh")
    assert intake.data.values.to_pylist()[0]["given_value"] == "1.23456"


@pytest.mark.parametrize(
    "period",
    ["2021-06", "2021/6", "202106", "2021年6月", "2021年1-6月", "2021-06-30", "2021/6/1", "44348", "２０２１－０６"],
)
def test_months_as_people_type_them(tmp_path: Path, period: str) -> None:
    assert list(values_of(read(tmp_path, f"E1,output,{period},1"))) == [(code(1), "output", "2021-06")]


@pytest.mark.parametrize("period", ["2021Q2", "2021年二季度", "2021年第2季度", "2021-06-30"])
def test_quarters_as_people_type_them(tmp_path: Path, period: str) -> None:
    assert list(values_of(read(tmp_path, f"E1,employees,{period},1"))) == [(code(1), "employees", "2021Q2")]


def test_names_may_stand_for_ids(tmp_path: Path) -> None:
    intake = read(tmp_path, "企业1,工业总产值,2021-02,1", "甲县,工业投资,2021-02,2", header="主体,指标项,时期,数值")
    assert intake.issues == ()
    assert set(values_of(intake)) == {(code(1), "output", "2021-02"), ("990100", "investment", "2021-02")}


def test_units_are_converted_and_what_was_written_is_kept(tmp_path: Path) -> None:
    rows = ("E1,output,2021-02,1.5,亿元", "E1,output,2021-03,20000,", "E1,score,2021,5,", "E1,score,2022,50%,")
    intake = read(tmp_path, *rows, header="entity,measure,period,value,unit")
    assert list(values_of(intake).values()) == ["15000", "20000", "5", "50"]
    first = intake.data.values.to_pylist()[0]
    assert (first["given_value"], first["given_unit"]) == ("1.5", "亿元")


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("E1,output,2021-02,1,吨", "V031"),
        ("E1,output,2021-02,1,吨吨", "V030"),
        ("E1,output,2021-02,5%,", "V031"),
        ("E1,output,2021-02,5万元,亿元", "V032"),
        ("E1,output,2021-02,9999999999999,亿元", "V022"),
    ],
)
def test_units_that_do_not_fit_are_refused(tmp_path: Path, row: str, wanted: str) -> None:
    intake = read(tmp_path, row, header="entity,measure,period,value,unit")
    assert codes(intake) == [wanted]
    assert values_of(intake) == {}


def test_a_wrong_check_digit_in_a_figure_suggests_the_registered_code(tmp_path: Path) -> None:
    right = code(1)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    issue = only(read(tmp_path, f"{wrong},output,2021-02,1"), "V012")
    assert right in issue.advice("zh")


def test_states_times_and_reporters_are_kept(tmp_path: Path) -> None:
    rows = (
        "E1,output,2021-02,1,初步,2021-03-05 16:30,张三,月报",
        "E1,output,2021-03,2,,某日,,",
        "E1,output,2021-04,3,哈,,,",
    )
    intake = read(tmp_path, *rows, header="entity,measure,period,value,状态,填报时间,填报人,来源")
    first, second = intake.data.values.to_pylist()
    assert (first["state"], first["reporter"], first["source"]) == ("provisional", "张三", "月报")
    assert f"{first['reported_at']:%Y-%m-%d %H:%M}" == "2021-03-05 16:30"
    assert (second["state"], second["reported_at"], second["reporter"]) == ("reported", None, None)
    assert sorted(codes(intake)) == ["V054", "V055"], "a row in a state that nobody knows is not counted"


def test_a_total_since_january_that_falls_is_doubted(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-11,10", "E1,output,2021-12,9", "E1,output,2022-02,1", "E1,profit,2021-03,5")
    assert only(intake, "V045").place.row == 3
    assert len(values_of(intake)) == 4


def test_profit_since_january_may_fall(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "E1,profit,2021-11,10", "E1,profit,2021-12,-9")) == []


def test_missing_and_unknown_columns_are_named(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,1,2", header="entity,measure,value,notes")
    assert sorted(codes(intake)) == ["T118", "T119"]
    assert "时期 period" in only(intake, "T118").text("zh")


def test_a_wide_table_has_one_column_per_measure(tmp_path: Path) -> None:
    rows = ("E1,2021-02,5,1", "E2,2021-02,,2", "E3,2021-02,x,3")
    intake = read(tmp_path, *rows, header="主体,时期,工业总产值（亿元）,profit")
    assert values_of(intake) == {
        (code(1), "output", "2021-02"): "50000",
        (code(1), "profit", "2021-02"): "1",
        (code(2), "profit", "2021-02"): "2",
        (code(3), "profit", "2021-02"): "3",
    }
    issue = only(intake, "V021")
    assert (issue.place.row, issue.place.column) == (4, "工业总产值(亿元)")


def test_a_missing_folder_is_an_issue(tmp_path: Path) -> None:
    assert codes(read_values(tmp_path / "nowhere", PROGRAMME)) == ["V001"]


def test_an_empty_folder_gives_empty_data(tmp_path: Path) -> None:
    intake = read_values(tmp_path, PROGRAMME)
    assert sorted(codes(intake)) == ["V002", "V005"]
    assert intake.data.values.num_rows == 0


def test_a_folder_describes_itself(tmp_path: Path) -> None:
    about = "title: 演示\ndemonstration: true\nwhat: 1\n"
    intake = read_values(write_folder(tmp_path, {"data.yaml": about, "values.csv": ""}), PROGRAMME)
    assert (intake.data.title, intake.data.demonstration) == ("演示", True)
    assert "V004" in codes(intake)


@pytest.mark.parametrize("about", ["a: [", "- 1\n", "title: a\ntitle: b\n", b"\xff\xfe\x00"])
def test_a_description_that_cannot_be_read_is_an_issue(tmp_path: Path, about: str | bytes) -> None:
    assert "V003" in codes(read_values(write_folder(tmp_path, {"data.yaml": about}), PROGRAMME))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    folder = write_folder(tmp_path, {"values.csv": f"entity,measure,period,value\n{code(1)},output,2021-02,1\n"})
    read_values(folder, PROGRAMME, progress=lambda *what: told.append(what))
    assert told[0][0] == "values.csv"
    assert told[-1][1] == told[-1][2] > 0
