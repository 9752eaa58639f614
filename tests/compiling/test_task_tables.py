"""Tables of tasks by the heads of their columns, in every kind of file; rows of years; heads that are no rows."""

from pathlib import Path

import pytest

from helpers_unseen_plans import table, word
from sigai.compiling.extracting import extract
from sigai.compiling.model import Extraction
from sigai.compiling.table_columns import task_columns
from sigai.documents.reading import read_document

HEAD = ("序号", "重点任务", "工作内容", "牵头单位", "配合单位", "完成时限")
ROW = ("1", "建设检测平台", "建设共享检测平台3个。", "市科技局", "市财政局、市工信局", "2022年底")


def of_page(tmp_path: Path, *rows: tuple[str, ...]) -> Extraction:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    path = tmp_path / "plan.html"
    path.write_text(f"<h1>甲市方案（2021—2023年）</h1><p>一、任务</p><table>{lines}</table>", encoding="utf-8")
    return extract(read_document(path))


def of_word(tmp_path: Path, *rows: tuple[str, ...]) -> Extraction:
    path = tmp_path / "plan.docx"
    path.write_bytes(word(table(*rows)))
    return extract(read_document(path))


@pytest.mark.parametrize("read", [of_page, of_word])
def test_each_column_is_what_its_head_says(tmp_path: Path, read: object) -> None:
    found = read(tmp_path, HEAD, ROW)  # type: ignore[operator]
    (task,) = found.tasks
    assert (task.title, task.owners) == ("建设检测平台", ("市科学技术局",))
    assert task.supporting == ("市财政局", "市工业和信息化局") and task.deadline_text == "2022年底"
    (target,) = found.targets
    assert (target.indicator, target.value, target.period_end) == ("共享检测平台", 3, 2022)


def test_beside_a_unit_that_leads_one_that_answers_supports() -> None:
    columns = task_columns(("任务", "措施", "牵头单位", "责任单位"))
    assert columns is not None and (columns.lead, columns.support) == ((2,), (3,))
    assert task_columns(("指标", "2020年", "2025年")) is None


def test_a_title_for_several_rows_leaves_each_its_content(tmp_path: Path) -> None:
    found = of_page(tmp_path, HEAD, ROW, ("2", "", "开展检测培训，提高能力。", "市科技局", "", ""))
    assert [task.title for task in found.tasks] == ["建设检测平台", "开展检测培训"]


def test_years_under_a_head_of_tasks_are_targets(tmp_path: Path) -> None:
    head = ("目标任务", "单位", "2021年", "2022年", "2023年")
    found = of_page(tmp_path, head, ("培育企业", "家", "60", "80", "95"))
    assert [(row.value, row.period_end) for row in found.targets] == [(60, 2021), (80, 2022), (95, 2023)]
    assert not found.tasks


def test_the_table_at_the_head_of_a_page_is_no_task(tmp_path: Path) -> None:
    assert not of_page(tmp_path, ("索引号", "1-2", "发文机关：", "市人民政府"), ("成文日期：", "2021年", "", "")).tasks


def test_what_is_added_in_each_year_is_a_count_of_the_year(tmp_path: Path) -> None:
    found = of_page(tmp_path, ("目标任务", "单位", "2022年", "2023年"), ("新增床位", "张", "60", "80"))
    assert [(row.kind, row.period_start, row.period_end) for row in found.targets] == [
        ("annual_count", 2022, 2022),
        ("annual_count", 2023, 2023),
    ]
