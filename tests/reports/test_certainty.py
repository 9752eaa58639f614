"""What outputs say while figures are missing: settled, held and estimated rows, in both languages."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from rich.console import Console

from helpers_reports import ROOT, finished_run, progress_table, with_tables
from sigai.base.periods import Period
from sigai.programme.common import Reference, Text
from sigai.programme.indicators import Indicator
from sigai.programme.method import ProgressMethod
from sigai.reports.bulletin import write_bulletin
from sigai.reports.certainty import (
    basis_words,
    coverage_words,
    effect_words,
    estimate_facts,
    interval_words,
    open_facts,
    settled_name,
    tipping_words,
    verdict_month,
)
from sigai.reports.finished import FinishedRun
from sigai.reports.page import render_html
from sigai.reports.standings import TargetStatus
from sigai.reports.tables import progress_table as terminal_table
from sigai.reports.view import View
from sigai.tables.contracts import INDICATOR_RESULTS

METHOD = ProgressMethod(
    name=Text(zh="办法", en="method"),
    start=Period.parse("2021"),
    on_track=1.0,
    at_risk=0.8,
    about_tolerance=0.02,
    doubt_below=0.5,
    minimum_coverage=0.5,
    provisional_below=0.8,
    source=Reference(title="评价办法"),
)
TARGET = "G_001"
ESTIMATED = {
    "status": "behind",
    "settled": "2022-09",
    "actual": 51.0,
    "actual_period": "2022-09",
    "reported": 46.5,
    "estimated_low": 50.1,
    "estimated_high": 52.2,
    "coverage": 0.8,
    "coverage_weight": 0.92,
    "tipping_point": -0.12,
}
HELD = {
    "status": "at_risk",
    "verdict": "doubtful",
    "settled": "2022-08",
    "actual": 47.25,
    "actual_period": "2022-08",
    "coverage": 1.0,
    "tipping_point": 0.034,
    "open_status": "on_track",
    "open_period": "2022-09",
    "open_actual": 53.0,
    "open_reported": 33.5,
    "open_low": 51.5,
    "open_high": 54.5,
    "open_coverage": 0.6,
    "open_coverage_weight": 0.55,
}
NOTHING_STANDS = {
    **HELD,
    "status": "no_data",
    "verdict": "unclear",
    "reason": "unsettled",
    "settled": None,
    "actual": None,
    "coverage": None,
}


def run_with(changes: dict[str, Any], formula: str = "total(value_added)") -> FinishedRun:
    """The invented run with the row of one target in the city and its month as given, under a method of progress."""
    run = finished_run(4)
    rows = run.progress.to_pylist()
    for row in rows:
        row["settled"] = row["as_of"]
        if (row["target"], row["area"], row["as_of"], row["current"]) == (TARGET, ROOT, "2022-09", True):
            row.update(changes)
    indicators = tuple(_with_formula(one, formula) for one in run.programme.indicators)
    made = run.programme.model_copy(update={"progress": (METHOD,), "indicators": indicators})
    results = [row | {"month": row["month"] - back} for row in run.results.to_pylist() for back in (0, 1)]
    return with_tables(
        replace(run, programme=made),
        progress=progress_table(rows),
        indicators=type(run.results).from_pylist(results, schema=INDICATOR_RESULTS),
    )


def _with_formula(indicator: Indicator, formula: str) -> Indicator:
    return indicator.model_copy(update={"formula": formula})


def row_of(run: FinishedRun) -> TargetStatus:
    return next(row for row in View(run).all.standings if row.target.id == TARGET)


def printed(renderable: Any) -> str:
    console = Console(file=io.StringIO(), width=120, force_terminal=False)
    console.print(renderable)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def paper(run: FinishedRun, folder: Any) -> str:
    write_bulletin(View(run), folder / "bulletin.docx")
    document = Document(str(folder / "bulletin.docx"))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_row_without_estimates_says_nothing_more_than_before():
    row = row_of(run_with({}))
    for language in ("zh", "en"):
        assert (verdict_month(row, language), settled_name(row, language), interval_words(row, language)) == ("",) * 3
        assert (estimate_facts(row, language), open_facts(row, language)) == ((), ())


@pytest.mark.parametrize(
    ("settled", "zh", "en"),
    [
        ("2022-08", "8月判断，9月未定", "as of August; September open"),
        ("2021-12", "2021年12月判断，9月未定", "as of December 2021; September open"),
        (None, "9月未定，此前没有已定的判断", "September open; none settled before"),
    ],
)
def test_a_held_verdict_names_its_month(settled, zh, en):
    row = row_of(run_with({**HELD, "settled": settled}))
    assert (verdict_month(row, "zh"), verdict_month(row, "en")) == (zh, en)


def test_reported_estimated_and_interval_stand_apart():
    row = row_of(run_with(ESTIMATED))
    assert dict(estimate_facts(row, "zh")) == {
        "已报": "46.5%",
        "推算": "4.5%",
        "80% 区间": "50.1 – 52.2",
        "翻转点": "未报的若比推算低 12%，进度会改判",
    }
    assert dict(estimate_facts(row, "en"))["Tipping point"] == (
        "were those not in 12% below their estimates, the status would change"
    )


def test_nothing_is_taken_off_a_comparison_or_a_mean():
    growth = row_of(run_with({**ESTIMATED, "like_for_like": 46.5}, "growth(total(value_added))"))
    assert dict(estimate_facts(growth, "zh")).keys() == {"可比口径", "80% 区间", "翻转点"}
    mean = row_of(run_with(ESTIMATED, "mean(value_added)"))
    assert dict(estimate_facts(mean, "en")).keys() == {"On reports alone", "80% interval", "Tipping point"}


def test_like_for_like_stands_beside_a_growth_that_is_all_reported_only_where_it_differs():
    other = {"actual": 51.0, "like_for_like": 49.0}
    assert estimate_facts(row_of(run_with(other)), "zh") == (("可比口径", "49.0%"),)
    assert estimate_facts(row_of(run_with({**other, "like_for_like": 51.01})), "zh") == ()


def test_the_open_month_stands_beside_the_verdict_that_holds():
    row = row_of(run_with(HELD))
    assert dict(open_facts(row, "zh")) == {
        "进度暂为": "按进度",
        "暂计": "53.0%",
        "已报": "33.5%",
        "推算": "19.5%",
        "80% 区间": "51.5 – 54.5",
        "报送": "179/200 户，占上期量 55%",
        "翻转点": "未报的若比推算高 3.4%，进度会改判",
    }
    assert "Tipping point" not in dict(estimate_facts(row, "en")), "it is about the open month, and stands there"


def test_coverage_is_by_count_and_by_weight_of_the_month_whose_figure_it_is():
    assert coverage_words(row_of(run_with(ESTIMATED)), "zh") == "179/200 户，占上期量 92%"
    assert coverage_words(row_of(run_with(ESTIMATED)), "en") == "179/200, 92% of last known amounts"
    assert coverage_words(row_of(run_with({**ESTIMATED, "coverage_weight": None})), "zh") == "179/200 · 80%"
    older = {**ESTIMATED, "actual_period": "2022-05"}
    assert coverage_words(row_of(run_with(older)), "zh") == "80%，占上期量 92%", "no counts of another month"


def test_a_narrow_interval_is_never_printed_as_one_number():
    row = row_of(run_with({**ESTIMATED, "estimated_low": 50.99, "estimated_high": 51.03}))
    assert interval_words(row, "zh") == ""
    assert dict(estimate_facts(row, "zh"))["80% 区间"] == "50.99 – 51.03"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(50.99, 51.03, "50.99 – 51.03"), (50.9991, 51.0003, "50.999 – 51.000"), (51.0, 51.00001, "51.0 ± 0.0001")],
)
def test_an_interval_shows_digits_until_its_ends_differ_and_else_one_number(low, high, said):
    row = row_of(run_with({**ESTIMATED, "estimated_low": low, "estimated_high": high}))
    assert dict(estimate_facts(row, "en"))["80% interval"] == said


def test_of_a_ratio_the_tipping_point_says_that_all_terms_are_meant_to_move_together():
    """Both terms of a ratio may move apart, so that it is open however far the common point lies."""
    held = row_of(run_with(HELD, "total(value_added) / total(output)"))
    assert tipping_words(held, "zh") == "各项未报的若一起比推算高 3.4%，进度会改判；各项未必一起变，所以未定"
    assert "in every term alike" in tipping_words(held, "en") and "may move apart" in tipping_words(held, "en")
    settled = row_of(run_with(ESTIMATED, "total(value_added) / total(output)"))
    assert tipping_words(settled, "zh") == "各项未报的若一起比推算低 12%，进度会改判"
    assert "一起" not in tipping_words(row_of(run_with(HELD)), "zh"), "a sum has one term"


def test_annex_two_lists_what_is_open_in_a_table(tmp_path):
    write_bulletin(View(run_with(HELD)), tmp_path / "bulletin.docx")
    document = Document(str(tmp_path / "bulletin.docx"))
    table = document.tables[-1] if document.tables[-1].rows[0].cells[0].text == "目标" else document.tables[-2]
    heads, row = ([cell.text for cell in line.cells] for line in table.rows)
    assert heads == ["目标", "沿用判断", "本月进度暂为", "本月暂计", "报送", "怎样才会变"]
    assert row[1:3] == ["有悬念（8月）", "按进度"]
    assert row[3].startswith("53.0%（已报33.5%")
    assert "3.4%" in row[5]
    assert max(len(paragraph.text) for paragraph in document.paragraphs) < 400


def test_no_tipping_point_is_said_in_words():
    sure = row_of(run_with({**ESTIMATED, "tipping_point": None}))
    assert tipping_words(sure, "zh").startswith("无：") and tipping_words(sure, "en").startswith("none:")
    assert tipping_words(row_of(run_with({**HELD, "tipping_point": None})), "zh") == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_basis_has_words(language):
    bases = ["movement", "own_history", "other_figure", "size_of_others"]
    words = [basis_words(basis, 17, 1.0, language) for basis in bases]
    assert "17" in words[0] and len(set(words)) == len(bases)
    assert basis_words(None, None, None, language) != basis_words(None, None, 2.0, language)


@pytest.mark.parametrize(
    ("effect", "text"), [(None, "—"), (-0.31, "± 0.3 亿元"), (0.0123, "± 0.01 亿元"), (0.0000123, "< 0.001 亿元")]
)
def test_an_effect_shows_its_first_digit(effect, text):
    assert effect_words(effect, "亿元", 1) == text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_marks_estimates_and_lists_what_is_open(language):
    text = printed(terminal_table(run_with(HELD), language))
    assert verdict_month(row_of(run_with(HELD)), language) in text and "53.0%" in text
    assert "≈51.0%" in printed(terminal_table(run_with(ESTIMATED), language))
    plain = printed(terminal_table(run_with({}), language))
    assert "≈" not in plain and "?" not in plain


def test_the_report_shows_all_of_it_in_both_languages():
    html = render_html(run_with(HELD))
    assert "8月判断，9月未定" in html and "as of August; September open" in html
    assert "占上期量 55%" in html and "3.4% above their estimates" in html
    html = render_html(run_with(ESTIMATED))
    assert "179/200 户，占上期量 92%" in html and "80% interval 50.1 – 52.2" in html
    assert 'class="mark estimated"' in html
    plain = render_html(run_with({}))
    assert 'class="mark estimated"' not in plain and 'class="unsettled"' not in plain


def test_the_bulletin_marks_held_and_estimated_numbers(tmp_path):
    text = paper(run_with(HELD), tmp_path)
    assert "有悬念（8月）" in text and "8月判断，9月未定" in text and "其中1项因数据未报齐、判断未定" in text
    text = paper(run_with(ESTIMATED), tmp_path)
    assert "51.0%（含推算）" in text and "含推算，80%区间50.1–52.2" in text
    text = paper(run_with({}), tmp_path)
    assert "未定" not in text and "含推算" not in text


def test_where_nothing_stands_every_output_says_so(tmp_path):
    run = run_with(NOTHING_STANDS)
    assert "9月未定，此前没有已定的判断" in render_html(run)
    assert "none settled before" in printed(terminal_table(run, "en"))
    assert "看不出（未定）" in paper(run, tmp_path)
