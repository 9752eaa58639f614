"""Tables of indicators: years in the head, one row for each indicator."""

from sigai.compiling.tables import head_of, read_row
from sigai.compiling.times import Calendar

CALENDAR = Calendar(2021, 2025)
HEAD = ("序号", "指标名称", "单位", "2020年", "2025年", "属性")


def stated(*cells: str) -> list[str]:
    head = head_of(HEAD, CALENDAR)
    assert head is not None
    return [
        f"{draft.name} {draft.sort.comparator} {draft.value:g} {draft.unit} "
        f"{draft.sort.kind} {draft.sort.end} {draft.sort.direction}"
        for draft in read_row(cells, head)
    ]


def test_only_coming_years_are_targets() -> None:
    assert stated("1", "研发经费投入强度", "%", "2.1", "2.8", "预期性") == ["研发经费投入强度 == 2.8 % level 2025 up"]


def test_a_sign_beside_the_value_is_the_comparator() -> None:
    assert stated("2", "制造业增加值占比", "%", "27", "30左右", "") == ["制造业增加值占比 ~ 30 % share 2025 up"]
    assert stated("3", "数字化研发设计工具普及率", "%", "73", "≥85", "") == [
        "数字化研发设计工具普及率 >= 85 % level 2025 up"
    ]


def test_figures_in_brackets_are_changes_over_all_years() -> None:
    assert stated("4", "单位工业增加值能耗降低", "%", "-", "[13.5]", "约束性") == [
        "单位工业增加值能耗 == 13.5 % cumulative_change 2025 down"
    ]


def test_a_unit_may_stand_in_the_name() -> None:
    head = head_of(("指标", "2020年", "2025年"), CALENDAR)
    assert head is not None
    (draft,) = read_row(("5G基站数（万个）", "1.2", "5"), head)
    assert (draft.name, draft.value, draft.unit) == ("5G基站数", 5, "万个")


def test_a_table_without_years_is_no_table_of_indicators() -> None:
    assert head_of(("重点任务", "路线图", "时间表", "责任单位"), CALENDAR) is None
    assert head_of(("指标", "责任单位"), CALENDAR) is None
