"""Periods and orders as people write them: in cells, heads, titles and sheet names, and where two readings are open."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv
from helpers_values import code, read
from sigai.tables.files import read_date, read_period, read_time

case = Cases()
LONG = ["entity", "measure", "period", "value"]
NAME, MONTH, OUT = "企业名称", "月份", "工业总产值"
O1, O2 = (1, "output", J), (2, "output", J)
MAY = (1, "output", "2022-05")


@pytest.mark.parametrize(
    "written",
    [
        "June 2022", "Jun 2022", "Jun-2022", "Jun. 2022", "2022-Jun", "2022 June", "6/2022", "06-2022", "6月/2022年",
        "2022M06", "2022m6", "2022年第6月", "2022年度6月", "22年6月", "二〇二二年六月", "二零二二年6月",
        "２０２２年六月",
        "2022年六月①", "2022年6月②", "2022年6月末", "2022年6月底", "截至2022年6月底", "截止到2022-06", "6/30/2022",
        "30/06/2022", "June 30, 2022", "30 Jun 2022", "2022年1月-2022年6月", "2022-01~2022-06", "202201-202206",
        "2022-01-01至2022-06-30", "2022.1-6", "2022.01-06", "2022年1-6", "2022年前6个月", "2022年6月累计", "Jun-22",
    ],
)  # fmt: skip
def test_a_month_with_one_reading_is_read(written: str) -> None:
    found = read_period(written)
    assert found is not None and (str(found.period), found.part) == (J, False)


@pytest.mark.parametrize(
    "written",
    [
        "6/1/2022", "1/6/2022", "22-06", "06/22", "22-Jun", "Jun-2", "二二年六月", "2022.5-6", "2022年5-6",
        "2022年5-6月",
        "2022年5月-2022年6月", "2021年1月-2022年6月", "2022-06-01至2022-06-30", "2022-01-01至2022-06-15", "2022-06²",
        "2022年6月上旬", "民国111年6月", "2022年13月", "六月", "99年6月", "2022年十三月", "2022年6月①日报",
    ],
)  # fmt: skip
def test_a_period_with_two_readings_is_not_read(written: str) -> None:
    assert read_period(written) is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2022-07-05 晚8:00", "2022-07-05 20:00"), ("2022-07-05 傍晚6:00", "2022-07-05 18:00"),
        ("2022-07-05 早8点", "2022-07-05 08:00"), ("2022-07-05 午后4:00", "2022-07-05 16:00"),
        ("2022-07-05 中午11:30", "2022-07-05 11:30"), ("2022-07-05 中午1点", "2022-07-05 13:00"),
        ("20220705160000", "2022-07-05 16:00"), ("202207051605", "2022-07-05 16:05"),
        ("二〇二二年七月六日", "2022-07-06 00:00"), ("二〇二二年十二月三十一日 下午3:00", "2022-12-31 15:00"),
        ("Tue Jul 5 16:00:00 2022", "2022-07-05 16:00"), ("5 Jul 2022 4:00 p.m.", "2022-07-05 16:00"),
        ("Tue, 5 Jul 2022 16:00:00 +0900", "2022-07-05 15:00"), ("July 5, 2022 4:00 PM", "2022-07-05 16:00"),
        ("07/25/2022 4:00 PM", "2022-07-25 16:00"), ("22年7月6日", "2022-07-06 00:00"),
    ],
)  # fmt: skip
def test_a_time_with_one_reading_is_read(written: str, moment: str) -> None:
    found = read_time(written)
    assert found is not None and found.isoformat(" ", "minutes") == moment


@pytest.mark.parametrize(
    "written",
    [
        "2022-07-05 08:00 CST", "07/05/2022 4:00 PM", "1657008000", "令和4年7月6日", "民国111年7月6日", "22-07-06",
        "2022-07-05 下午", "2022-07-05 晚上1:00", "2022-07-05 晚12:00", "2022.7-5", "2022-13-45", "20221305160000",
    ],
)  # fmt: skip
def test_a_time_with_two_readings_is_not_read(written: str) -> None:
    assert read_time(written) is None
    assert read_date(written) is None


def order(first: str, second: str, *more: list[object]) -> str:
    """Two figures, 1 and 2, with the times of their reports."""
    rows = [["E1", "output", J, 1, first], ["E1", "output", J, 2, second], *more]
    return csv([*LONG, "reported_at"], *rows)


case("time", "evening-comes-last", order("2022-07-05 晚8:00", "2022-07-05 9:00"), {O1: 1})
case("time", "compact", order("20220705160000", "2022-07-05 9:00"), {O1: 1})
for n, unread in enumerate(["08:00 CST", "令和4年7月6日", "1657008000", "前天", "7月5日"]):
    case("time", f"unread-{n}", order(unread, "2022-07-05"), asked=[O1], says=("V052", "V054"))
    case("time", f"unread-later-{n}", order("2022-07-05", unread), asked=[O1], says=("V052", "V054"))
case("time", "unread-alone", csv([*LONG, "reported_at"], ["E1", "output", J, 1, "前天"]), {O1: 1}, says=("V054",))
case(
    "time",
    "unread-gives-the-latest",
    order("2022-07-04", "2022-07-05", ["E1", "output", J, 2, "前天"]),
    {O1: 2},
)
case(
    "time",
    "unread-gives-an-earlier",
    order("2022-07-04", "2022-07-05", ["E1", "output", J, 1, "前天"]),
    asked=[O1],
    says=("V052",),
)
case(
    "time",
    "unread-may-withdraw",
    order("2022-07-05", "2022-07-05", ["E2", "output", J, 5, "2022-07-05"], ["E2", "output", J, "", "前天"]),
    asked=[O1, O2],
    says=("V052",),
)
case(
    "time",
    "a-revision-orders",
    csv([*LONG, "reported_at", "revision"], ["E1", "output", J, 1, "前天", 2], ["E1", "output", J, 2, "2022-07-05", 1]),
    {O1: 1},
)

# heads that name another period than the row
for n, head in enumerate(["工业总产值(1-5月)", "工业总产值（2022年1-5月）", "1-5月工业总产值", "工业总产值1—5月"]):
    case("head", f"of-may-{n}", csv([NAME, MONTH, head], ["企业1", "2022年6月", 12]), asked=[O1], says=("V102",))
    case("head", f"of-may-in-may-{n}", csv([NAME, MONTH, head], ["企业1", "2022年5月", 12]), {MAY: 12})
case(
    "head",
    "two-rows",
    csv([NAME, MONTH, OUT], ["", "", "1-5月"], ["企业1", "2022年6月", 12], ["企业2", "2022年5月", 7]),
    {(2, "output", "2022-05"): 7},
    asked=[O1],
    says=("V102",),
)
case(
    "head",
    "of-another-year",
    csv([NAME, MONTH, "工业总产值（2021年1-6月）"], ["企业1", "2022年6月", 12]),
    asked=[O1],
    says=("V102",),
)
case("head", "long", csv([NAME, "指标", MONTH, "1-5月"], ["企业1", OUT, "2022年6月", 12]), asked=[O1], says=("V102",))
case(
    "head",
    "words-before",
    csv([NAME, MONTH, "本月工业总产值", "累计工业总产值", "上年同期工业总产值"], ["企业1", J, 10, 60, 50]),
    {O1: 60},
)
case(
    "head",
    "words-before-with-units",
    csv([NAME, MONTH, "本月利润总额（元）", "本年累计利润总额（元）"], ["企业1", J, 10000, 60000]),
    {(1, "profit", J): 6},
)
case(
    "head",
    "words-before-the-wrong-one",
    csv([NAME, MONTH, "本月工业总产值"], ["企业1", J, 10]),
    asked=[O1],
    says=("V037",),
)
case("head", "words-nobody-knows", csv([NAME, MONTH, "新增工业总产值"], ["企业1", J, 10]), asked=[O1])

# the period in a title or in the name of a sheet only
WIDE = [NAME, OUT]
case("title", "title", csv(["2022年6月规上工业"], WIDE, ["企业1", 60]), {O1: 60}, says=("V059",))
case("title", "label", csv(["报告期：2022年6月"], ["填报日期：2022年7月5日"], WIDE, ["企业1", 60]), {O1: 60})
case("title", "since-january", csv(["2022年1-6月规上工业"], WIDE, ["企业1", 60]), {O1: 60})
case("title", "both-ends", csv(["2022年1月-2022年6月规上工业"], WIDE, ["企业1", 60]), {O1: 60})
case("title", "long", csv(["2022年6月"], [NAME, "指标", "数值"], ["企业1", OUT, 60]), {O1: 60})
case(
    "title",
    "sheets",
    book(WIDE, ["企业1", 60], name="2022年5月", more={"2022年6月": [WIDE, ["企业1", 70]]}),
    {MAY: 60, O1: 70},
)
case("title", "year-and-sheet", book(["2022年规上工业"], WIDE, ["企业1", 60], name="6月"), {O1: 60})
case("title", "sheet-differs", book(["2022年6月"], WIDE, ["企业1", 60], name="5月"), asked=[O1, MAY])
case("title", "two-stated", csv(["2022年6月规上工业（与2022年5月相比）"], WIDE, ["企业1", 60]), asked=[O1, MAY])
case("title", "two-months", csv(["2022年5-6月规上工业"], WIDE, ["企业1", 60]), asked=[O1, MAY])
case("title", "part-of-month", csv(["2022年6月上旬规上工业"], WIDE, ["企业1", 60]), asked=[O1])
case("title", "a-day", csv(["2022年6月15日"], WIDE, ["企业1", 60]), asked=[O1])
case("title", "none", csv(["规上工业"], WIDE, ["企业1", 60]), asked=[O1])
case(
    "title",
    "another-below",
    csv(["2022年6月"], WIDE, ["企业1", 60], ["2022年5月", ""], ["企业2", 50]),
    asked=[O1, O2, (2, "output", "2022-05")],
)
case(
    "title",
    "tables-below-each-other",
    csv(["2022年5月", ""], WIDE, ["企业1", 50], ["", ""], ["2022年6月", ""], WIDE, ["企业1", 60]),
    {MAY: 50, O1: 60},
)
case("title", "of-a-flow", csv(["2022年1-6月"], [NAME, "固废产生量"], ["企业1", 6]), asked=[(1, "waste_made", J)])
case("columns", "names", csv(["单位名称", "统计时间", OUT], ["企业1", "2022年6月", 60]), {O1: 60})
case(
    "columns",
    "days-of-june",
    csv(LONG, ["E1", "output", "Jun-21", 1], ["E1", "output", "Jun-22", 2]),
    asked=[O1, (1, "output", "2021-06")],
)
case(
    "columns", "short-months", csv(LONG, ["E1", "output", "May-22", 1], ["E1", "output", "Jun-22", 2]), {MAY: 1, O1: 2}
)
case("columns", "end-of-a-flow", csv(LONG, ["E1", "waste_made", "截至2022年6月底", 1]), asked=[(1, "waste_made", J)])


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


@pytest.mark.parametrize(
    "written",
    [
        "2022-06-30 24:00", "2022/6/30 24:00:00", "2022-06-30T24:00", "2022年6月30日24时", "2022年6月30日24点",
        "2022年6月30日24:00", "2022年6月30日 24时", "2022年六月三十日24时", "2022年6月30日24\uff1a00",
        "2022-06-30T24:00:00",
    ],
)  # fmt: skip
def test_the_end_of_a_day_is_no_reason_to_name_the_month_after(tmp_path: Path, written: str) -> None:
    (issue,) = [issue for issue in read(tmp_path, f"E1,output,{written},1").issues if issue.code == "V047"]
    assert issue.facts["example"] == J


def test_columns_of_measures_are_not_unknown_where_the_period_is_missing(tmp_path: Path) -> None:
    issues = read(tmp_path, "E1,1,2,3", header="entity,工业总产值,利润总额,备注栏").issues
    assert {issue.place.column for issue in issues if issue.code == "T119"} == {"备注栏"}
    assert "T118" in {issue.code for issue in issues}


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("样市甲县", True),
        ("990100000000", True),
        ("990100.0", True),
        ("990100000", True),
        ("甲", False),
        ("样市丙县", False),
    ],
)
def test_an_area_is_read_by_its_path_and_its_longer_codes(tmp_path: Path, written: str, taken: bool) -> None:
    entities = f"id,name,kind,area\n{code(1)},企业1,enterprise,{written}\n"
    intake = read(tmp_path, f"E1,output,{J},1", f"{written},investment,{J},2", entities=entities)
    assert intake.data.entities["area"].to_pylist() == (["990100"] if taken else [])
    assert {row["entity"] for row in intake.data.values.to_pylist()} == ({code(1), "990100"} if taken else set())
    assert taken or "V076" in {issue.code for issue in intake.issues}


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("0.00001", True),
        ("0.3元", True),
        ("-1e-9", True),
        ("0", False),
        ("0.00", False),
        ("0e5", False),
    ],
)
def test_a_figure_that_would_vanish_is_asked_about(tmp_path: Path, row: str, refused: bool) -> None:
    intake = read(tmp_path, f"E1,profit,{J},{row}")
    assert ("V101" in {issue.code for issue in intake.issues}, len(intake.data.values)) == (refused, int(not refused))


def test_what_a_sum_of_floating_points_leaves_over_is_a_zero_that_is_told(tmp_path: Path) -> None:
    intake = read(tmp_path, f"E1,profit,{J},5.55111512312578e-17")
    assert ([row["value"] for row in intake.data.values.to_pylist()], {issue.code for issue in intake.issues}) == (
        [0],
        {"V024"},
    )
