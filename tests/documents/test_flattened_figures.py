"""Tables of indicators of which extraction made lines: rows are found from their right end."""

import pytest

from sigai.compiling.extracting import extract
from sigai.documents.reading import document_from_text

HEAD = "指标 单位 属性 2020年 2025年 年均[累计]"
ROWS = (
    "1 研发投入强度 % 预期性 1.9 2.5左右 -",
    "2 每万人口托位数 个 约束性 2.1 >4 -",
    "3 能耗降低 % 约束性 - - [13.5]",
)


def stated(*lines: str) -> list[str]:
    text = "\n".join(["甲市规划（2021—2025年）", "专栏1 主要指标", *lines, "后面是正文。"])
    return [
        f"{row.indicator} {row.comparator} {row.value:g} {row.unit} {row.kind}"
        for row in extract(document_from_text(text, "plan")).targets
    ]


WANTED = ["研发投入强度 ~ 2.5 % level", "每万人口托位数 > 4 个 level", "能耗 == 13.5 % cumulative_change"]


def test_rows_of_lines_are_read_by_their_columns() -> None:
    assert stated(HEAD, *ROWS) == WANTED


def test_a_name_broken_over_lines_is_put_together() -> None:
    assert stated(HEAD, ROWS[0], "2 每万人口", "托位数 个 约束性 2.1 >4 -", ROWS[2]) == WANTED


def test_classes_and_numbers_of_rows_are_no_part_of_names() -> None:
    head = "类别 序号 指标 单位 2020年 2025年 年均/累计 属性"
    rows = (
        "创新 1 研发投入强度 % 1.9 2.5左右 - 预期性",
        "2 每万人口托位数 个 2.1 >4 - 约束性",
        "3 能耗降低 % - - [13.5] 约束性",
    )
    assert stated(head, *rows) == WANTED


@pytest.mark.parametrize("line", ["到2025年，建成冷库8座。", "各地要结合实际抓好落实"])
def test_prose_ends_the_table_and_stays(line: str) -> None:
    text = "\n".join(["甲市规划（2021—2025年）", HEAD, *ROWS, line])
    document = document_from_text(text, "plan")
    assert "".join(text.split()) == document.characters.text
    assert any(paragraph.text == line for paragraph in document.content())
