"""Tables of indicators: years in the head, one row for each indicator."""

import pytest

from sigai.compiling.extracting import extract
from sigai.compiling.tables import head_of, read_row
from sigai.compiling.times import Calendar
from sigai.documents.draft import Block, row
from sigai.documents.structure import assemble

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


def table(*rows: tuple[str, ...], between: str = "") -> list[str]:
    """The targets of a table in a document, each as `name comparator value unit kind year`."""
    blocks = [Block("甲县工业转型方案（2021—2025年）"), Block("主要指标")]
    for number, cells in enumerate(rows):
        blocks += [Block(between)] if between and number > 1 else []
        blocks.append(row(cells))
    return [
        f"{target.indicator} {target.comparator} {target.value:g} {target.unit} {target.kind} {target.period_end}"
        for target in extract(assemble(blocks, "plan")).targets
    ]


KILNS, WATER = "电窑 == 8 家 level 2025", "循环水利用率 == 90 % level 2025"


@pytest.mark.parametrize(
    "heads",
    [
        ("指标", "单位", "2020年", "2025年"),
        ("指标", "单位", "2020", "2025"),
        ("指标名称", "计量单位", "２０２０", "２０２５"),
        ("主要指标", "单位", "2020实际", "2025目标"),
        ("指标", "单位", "2020年（基期）", "目标值（2025年）"),
        ("指标", "单位", "基期值（2020）", "目标值（2025）"),
        ("指 标", "单 位", "2021年现状", "到2025"),
        ("指标", "单位", "2020①", "2025[1]"),
    ],
)
def test_heads_are_no_targets_and_their_years_may_stand_alone(heads: tuple[str, ...]) -> None:
    assert table(heads, ("电窑", "家", "3", "8"), ("循环水利用率", "%", "85", "90")) == [KILNS, WATER]


@pytest.mark.parametrize(
    "heads",
    [
        ("类别", "考核指标", "指标属性", "单位", "2020", "2025"),
        ("一级指标", "二级指标", "指标性质", "单位", "2020年", "2025年"),
        ("目标", "指标内容", "指标类型", "计量单位", "2020", "2025（目标）"),
    ],
)
def test_the_column_of_names_is_the_last_of_indicators(heads: tuple[str, ...]) -> None:
    rows = (("绿色", "电窑", "预期性", "家", "3", "8"), ("绿色", "循环水利用率", "约束性", "%", "85", "90"))
    assert table(heads, *rows) == [KILNS, WATER]


def test_heads_of_two_rows_are_one_head() -> None:
    rows = (("电窑", "家", "3", "8"), ("循环水利用率", "%", "85", "90"))
    assert table(("指标", "单位", "目标值", ""), ("", "", "2020", "2025"), *rows) == [KILNS, WATER]
    assert table(("指标", "单位", "年份", "年份"), ("指标", "单位", "2020年", "2025年"), *rows) == [KILNS, WATER]


def test_a_line_within_a_table_ends_it_only_where_it_is_a_sentence() -> None:
    rows = (("指标", "单位", "2020", "2025"), ("电窑", "家", "3", "8"), ("循环水利用率", "%", "85", "90"))
    assert table(*rows, between="绿色发展") == [KILNS, WATER]
    assert table(*rows, between="以上指标由县统计局按年度测算后另行公布，各镇不再分解。") == [KILNS]


def test_another_table_of_things_is_not_read_under_the_years_of_the_one_before() -> None:
    rows = (
        ("指标", "单位", "2020", "2025"),
        ("电窑", "家", "3", "8"),
        ("项目", "地点", "规模", "备注"),
        ("窑炉改造", "镇东", "12", "5"),
    )
    assert table(*rows) == [KILNS]


@pytest.mark.parametrize(
    ("cell", "unit", "want"),
    [
        ("[30]", "%", "== 30 % cumulative_change"),
        ("〔10〕", "家", "== 10 家 cumulative_count"),
        ("【12】", "%", "== 12 % cumulative_change"),
        ("（15）", "%", "== 15 % cumulative_change"),
        ("［8.5］", "%", "== 8.5 % cumulative_change"),
        ("[≥30]", "家", ">= 30 家 cumulative_count"),
        ("〔20%〕左右", "", "~ 20 % cumulative_change"),
        ("[累计300]", "人次", "== 300 人次 cumulative_count"),
        ("8[1]", "家", "== 8 家 level"),
        ("8〔2〕", "家", "== 8 家 level"),
        ("90①", "%", "== 90 % level"),
        ("90²", "%", "== 90 % level"),
        (">=5", "家", ">= 5 家 level"),
        ("＜3", "%", "< 3 % level"),
        ("20（其中自治区级5）", "家", "== 20 家 level"),
        ("≥20 (其中：国家级2家，自治区级5家)", "家", ">= 20 家 level"),
        ("20家（自治区级5家）", "", "== 20 家 level"),
        ("20[含改扩建3]", "家", "== 20 家 level"),
        ("20，其中自治区级5", "家", "== 20 家 level"),
        ("〔20〕（其中自治区级5）", "家", "== 20 家 cumulative_count"),
        ("20（较2020年翻一番）", "家", "== 20 家 level"),
    ],
)
def test_brackets_around_a_figure_are_a_sum_and_behind_it_a_note(cell: str, unit: str, want: str) -> None:
    assert table(("指标", "单位", "2020", "2025"), ("窑厂改造", unit, "1", cell)) == [f"窑厂改造 {want} 2025"]


def without_years(*rows: tuple[str, ...], title: str = "甲县工业转型方案") -> list[str]:
    """The targets of a table in a document that says in its title when it begins, or nowhere."""
    blocks = [Block(title), Block("主要指标"), *(row(cells) for cells in rows)]
    return [f"{each.indicator} {each.value:g} {each.period_end}" for each in extract(assemble(blocks, "plan")).targets]


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("甲县工业转型方案", ("指标", "单位", "2020年", "2023年目标")),
        ("甲县工业转型方案", ("指标", "单位", "2020", "2023")),
        ("甲县工业转型方案", ("指标", "单位", "2019年", "2025年")),
        ("甲县工业转型方案", ("指标", "单位", "2021年（基年）", "2023年")),
        ("甲县工业转型方案", ("指标", "单位", "2021年现值", "2023年")),
        ("甲县工业转型方案（2022—2025年）", ("指标", "单位", "2021年", "2025年")),
        ("甲县工业转型方案（2021—2025年）", ("指标", "单位", "2021年", "2025年")),
    ],
)
def test_a_column_at_or_before_the_start_states_a_base_value(title: str, heads: tuple[str, ...]) -> None:
    rows = (heads, ("电窑", "家", "3", "8"), ("循环水利用率", "%", "80", "≥90"))
    year = heads[3][:4]
    assert without_years(*rows, title=title) == [f"电窑 8 {year}", f"循环水利用率 90 {year}"]


@pytest.mark.parametrize(
    ("heads", "want"),
    [
        (("指标", "单位", "2021年", "2022年"), ["电窑 3 2021", "电窑 8 2022"]),
        (("指标", "单位", "2021年目标", "2023年目标"), ["电窑 3 2021", "电窑 8 2023"]),
        (("指标", "单位", "2023年", "2025年"), ["电窑 3 2023", "电窑 8 2025"]),
    ],
)
def test_columns_of_several_coming_years_are_all_targets(heads: tuple[str, ...], want: list[str]) -> None:
    for title in ("甲县工业转型方案", "甲县工业转型方案（2021—2025年）"):
        assert without_years(heads, ("电窑", "家", "3", "8"), title=title) == want
