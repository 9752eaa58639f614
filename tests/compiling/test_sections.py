"""What a section tells or wants, and by when: headings and openings."""

import pytest

from helpers_plans import compiled


def stated(text: str) -> list[tuple[str, int | None, str]]:
    return [(row.indicator, row.period_end, row.kind) for row in compiled(text).extraction.targets]


@pytest.mark.parametrize(
    "heading",
    [
        "一、过去五年工作回顾",
        "1.1 上一轮规划任务如期完成",
        "一、“十四五”发展成就",
        "一、2025年目标任务完成情况",
        "一、取得的进展",
    ],
)
def test_what_was_reached_is_no_target(heading: str) -> None:
    told = "全市仓储面积超过30万平方米，建成冷库12座。"
    text = f"甲市物流发展规划（2026—2030年）\n{heading}\n{told}\n二、主要目标\n建成冷库20座。\n"
    assert stated(text) == [("冷库", 2030, "cumulative_count")]


def test_a_report_tells_until_its_goals_begin() -> None:
    text = (
        "甲市人民政府工作报告（2026年）\n——能效稳步改善。高效电机占比达到90%，完成锅炉改造300台。\n"
        "今年重点抓好以下工作：\n完成锅炉改造80台。\n"
    )
    assert stated(text) == [("锅炉改造", 2026, "annual_count")]


@pytest.mark.parametrize("heading", ["二、“十五五”时期主要目标任务", "二、今后五年的目标"])
def test_goals_of_five_years_in_the_report_of_one(heading: str) -> None:
    text = (
        f"甲市人民政府工作报告（2026年）\n一、2025年工作回顾\n建成冷库9座。\n{heading}\n"
        "节水灌溉率达65%左右，新建冷库40座。\n——建设宜居之城。新增公园12个。\n三、2026年重点工作\n新建冷库6座。\n"
    )
    assert stated(text) == [
        ("节水灌溉率", 2030, "level"),
        ("冷库", 2030, "cumulative_count"),
        ("公园", 2030, "cumulative_count"),
        ("冷库", 2026, "annual_count"),
    ]


def test_in_a_review_all_of_the_year_is_last_year() -> None:
    text = (
        "甲市人民政府工作报告（2026年）\n一、2025年工作回顾\n全年新增就业5万人。\n二、2026年工作安排\n新增就业6万人。\n"
    )
    assert [row[1] for row in stated(text)] == [2026]


def test_a_past_year_within_a_name_leaves_the_goal_its_own() -> None:
    goal = "2027年底前，2000年底前建成的老旧小区改造任务全面完成，城市生活污水集中收集率达到75%以上。"
    (row,) = [
        one
        for one in compiled(f"甲市方案（2024—2027年）\n一、目标\n{goal}\n").extraction.targets
        if not one.qualitative
    ]
    assert (row.value, row.period_end) == (75, 2027)
