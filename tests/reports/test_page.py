import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from helpers_reports import COUNTIES, finished_run, progress_table, text, with_tables
from sigai.reports.page import render_html, way_positions, write_html
from sigai.reports.view import View

VOID = {"meta", "input", "col", "link", "br", "use", "circle", "rect", "path", "img"}


class Outline(HTMLParser):
    """Ids, links, text and unclosed elements of a page, and everything it would load."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.loads, self.open, self.words = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.loads += [value for name, value in found.items() if name in ("src", "srcset", "data")]
        self.loads += [found["href"]] if tag == "link" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.words.append(data)


def outline(html):
    page = Outline()
    page.feed(html)
    return page


@pytest.fixture(scope="module")
def html():
    return render_html(finished_run(24))


def test_elements_are_closed_ids_are_unique_and_links_lead_somewhere(html):
    page = outline(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link.startswith("#")} <= {f"#{name}" for name in page.ids}


def test_it_loads_nothing_from_elsewhere(html):
    page = outline(html)
    assert page.loads == []
    assert not [link for link in page.links if not link.startswith("#")]
    assert "@import" not in html.split("<script", 1)[0]
    assert "url(" not in html.split("</style>", 1)[0]


def test_demonstration_data_say_so_in_every_section(html):
    sections = re.findall(r"<section.*?</section>", html, re.DOTALL)
    assert len(sections) >= 8
    assert all("演示数据" in section for section in sections)
    assert "演示数据" not in render_html(replace(finished_run(2, demonstration=False), issues=())).replace(
        "演示数据集", ""
    )


def test_every_verdict_stands_as_shape_and_word(html):
    for verdict, word in (("achieved", "已完成"), ("unlikely", "预计完不成"), ("unclear", "看不出")):
        assert re.search(rf'#sign-{verdict}"/></svg><span lang="zh">{word}</span>', html)


def test_coverage_stands_beside_figures_and_missing_is_never_zero(html):
    assert "180/200" in html
    absent = re.search(r'<tbody id="G_004".*?</tbody>', html, re.DOTALL)[0]
    assert "无数据" in absent
    assert '<span class="figure"><span class="none">' in absent


def test_all_targets_statements_and_decisions_are_in_it(html):
    run = finished_run(24)
    for target in run.programme.targets:
        assert f'<tbody id="{target.id}"' in html
        assert all(statement.id in html for statement in target.statements)
    assert "按累计数理解" in html
    assert "正文 二、（一） P000" in html


def test_names_are_escaped_in_text_and_in_chart_data():
    run = finished_run(4)
    evil = text("<script>alert(1)</script>", "</script><b>")
    areas = tuple(area.model_copy(update={"name": evil}) for area in run.programme.areas)
    targets = tuple(target.model_copy(update={"name": evil}) for target in run.programme.targets)
    page = render_html(replace(run, programme=run.programme.model_copy(update={"areas": areas, "targets": targets})))
    assert "<script>alert" not in page
    assert page.count("</script>") == 3
    assert COUNTIES[0] in page


def test_a_run_without_any_progress_is_a_page_of_no_data():
    run = with_tables(replace(finished_run(4), issues=(), measures=()), progress=progress_table([]))
    page = render_html(run)
    assert page.count('data-verdict="unclear"') == 4
    assert "没有上月的结果可比" in page


def test_a_hundred_targets_stay_under_three_megabytes(tmp_path):
    write_html(finished_run(100), tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size < 3_000_000


def test_the_small_bar_goes_from_baseline_to_goal_in_either_direction():
    standing = View(finished_run(1)).all.standings[0]
    falling = replace(standing, baseline=100.0, goal=50.0, actual=75.0, expected=60.0)
    assert way_positions(falling) == {"actual": 50.0, "expected": 80.0}
    assert way_positions(replace(falling, actual=120.0)) == {"actual": 0.0, "expected": 80.0}
    assert way_positions(replace(falling, baseline=None)) is None
    assert way_positions(replace(falling, baseline=50.0)) is None
