import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from helpers_reports import finished_run
from sigai.programme.common import Text
from sigai.reports.explanation import (
    Explanation,
    FigureUnder,
    MissingUnder,
    RecordUnder,
    StatedPlace,
    Term,
    explanation_text,
)
from sigai.reports.tables import progress_table
from sigai.reports.view import View


def printed(renderable, width=120):
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(renderable)
    return console.file.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_progress_table_fits_and_lists_every_target(language):
    run = finished_run(12)
    text = printed(progress_table(run, language))
    assert max(cell_len(line) for line in text.splitlines()) <= 120
    for target in run.programme.targets:
        assert target.name[language] in text


def test_columns_stay_aligned_under_chinese():
    lines = printed(progress_table(finished_run(12), "zh")).splitlines()
    rows = [line for line in lines if "（" in line and "%" in line and "无数据" not in line]
    ends = {cell_len(row[: row.rindex("%") + 1]) for row in rows}
    assert len(ends) == 1, "the coverage column ends at one place"


def test_demonstration_data_say_so_on_the_terminal():
    assert "演示数据" in printed(progress_table(finished_run(2), "zh"))
    assert "demonstration" not in printed(progress_table(finished_run(2, demonstration=False), "en"))


def explanation():
    run = finished_run(4)
    standing = View(run).all.standings[0]
    given = {
        "reporter": "张三",
        "reported_at": "2022-10-08",
        "state": "provisional",
        "file": "values/2022.csv",
        "row": 17,
    }
    figures = (FigureUnder("91640500MA0000001X", "云河[一]厂", "value_added", "2022-09", 812.5, "万元", **given),)
    records = (RecordUnder("R1", "一号项目", "E1", "recognised", "2022-03-01", file="records/titles.csv", row=5),)
    return Explanation(
        programme=run.programme,
        standing=standing,
        formula="total(value_added)",
        formula_words={"zh": "增加值合计", "en": "the total of value added"},
        terms=(
            Term("total(value_added)", 812.5, "万元", reported=180, owing=200, figures=figures, figures_total=180),
            Term("$rate", 0.5, parameters=tuple(Text(zh=f"系数 {n}", en=f"rate {n}") for n in range(14)), unit=""),
            Term("count(titles)", None, "家", records=records, records_total=1),
        ),
        stated=tuple(StatedPlace(statement, "一句原文") for statement in standing.target.statements),
        demonstration=True,
    )


def test_an_explanation_leads_from_the_figure_to_the_row_and_the_sentence():
    text = printed(explanation_text(explanation(), "zh"))
    wanted = ["规上工业增加值（1）", "增加值合计", "云河[一]厂", "values/2022.csv 第 17 行", "共 180 条，此处 1 条"]
    wanted += ["系数 0", "系数 11", "参数另有 2 个数"]
    wanted += ["records/titles.csv 第 5 行", "正文 二、（一） P000", "一句原文", "演示数据"]
    places = [text.index(word) for word in wanted[:-1]]
    assert places == sorted(places)
    assert wanted[-1] in text


def test_an_explanation_without_the_document_shows_places_only():
    plain = explanation()
    without = Explanation(
        plain.programme,
        plain.standing,
        plain.formula,
        plain.formula_words,
        (),
        tuple(StatedPlace(place.statement) for place in plain.stated),
    )
    text = printed(explanation_text(without, "en"))
    assert "P000" in text
    assert "“" not in text
    assert "demonstration" not in text


@pytest.mark.parametrize(
    ("language", "title", "late"),
    [("zh", "9月未定：还缺谁的数", "[结账后补报]"), ("en", "September, open: who is missing", "[after the closing]")],
)
def test_of_a_held_verdict_the_open_month_is_explained_too(language, title, late):
    """Terms of the settled month say who was missing then; whoever reads of an open month asks who is missing now."""
    run = finished_run(2)
    standing = replace(View(run).all.standings[0], open_status="behind", settled="2022-08", actual_period="2022-08")
    given = FigureUnder("e1", "企业1", "output", "2022-08", 1.0, "万元", late=True)
    then = Term("total(output)", 1.0, "万元", at="2022-08", figures=(given,), figures_total=1)
    now = Term("total(output)", 2.0, "万元", at="2022-09", missing=(MissingUnder("企业9", "2022-09"),), missing_total=1)
    made = Explanation(run.programme, standing, "total(output)", {}, (then,), (), open_terms=(now,))
    text = printed(explanation_text(made, language))
    assert title in text and text.index(title) < text.index("企业9")
    assert late in text
    assert title not in printed(explanation_text(replace(made, open_terms=()), language))
