"""The figures of a bulletin: each is found in the text, and tied to the run, to its source, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_reports import finished_run
from sigai.reports import check_words, draft_bulletin, number_issue
from sigai.reports.circular.checking import fits
from sigai.reports.circular.facts import Fact, facts_of
from sigai.reports.circular.marking import marked
from sigai.reports.circular.numbers import said_numbers
from sigai.reports.view import View

VIEW = View(finished_run(24))
FACTS = facts_of(VIEW)
LEVELS = [fact for fact in FACTS if fact.target and fact.area == VIEW.root.code and fact.id.endswith(":actual")]
HAN = "零一二三四五六七八九"


def said(text: str) -> list[tuple[float | None, str]]:
    return [(number.size, number.unit) for number in said_numbers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增长百分之五", [(5.0, "%")]),
        ("百分之五点三", [(5.3, "%")]),
        ("三成企业", [(30.0, "%")]),
        ("三成五", [(35.0, "%")]),
        ("1.2万亿元", [(1.2, "万亿元")]),
        ("提高5个百分点", [(5.0, "个百分点")]),
        ("列全市第3位", [(3.0, "位")]),
        ("排名第二", [(2.0, "位")]),
        ("千分之三", [(3.0, "‰")]),
        ("三分之一", [(100 / 3, "%")]),
        ("过半", [(50.0, "%")]),
        ("翻一番", [(2.0, "倍")]),
        ("１２．５％", [(12.5, "%")]),
        ("41.2至43.0%", [(41.2, "%"), (43.0, "%")]),
        ("12.3、15.6亿元", [(12.3, "亿元"), (15.6, "亿元")]),
        ("−3.1%", [(-3.1, "%")]),
        ("还差 2 家，剩 15 个月", [(2.0, "家"), (15.0, "月")]),
        ("0.45 tce/万元", [(0.45, "tce/万元")]),
        ("两家企业", [(2.0, "家")]),
        ("壹佰户", [(100.0, "户")]),
    ],
)
def test_figures_are_read_as_people_write_them(text: str, found: list[tuple[float, str]]) -> None:
    assert said(text) == [(pytest.approx(size), unit) for size, unit in found]


@pytest.mark.parametrize(
    "text",
    [
        "截至2022年9月底",
        "1—9月",
        "2021-2023年",
        "2022-09-12",
        "9月8日14:30",
        "第三季度",
        "四改通报〔2022〕9号",
        "第十二条",
        "第5期",
        "附件1",
        "表2",
        "GB/T 9704-2012",
        "5G基站",
        "十四五",
        "一是抓报送，二是抓进度",
        "进一步，一批，一个",
        "（三）",
        "1. 名称",
        "《十项措施》",
        "0955-7068123",
    ],
)
def test_what_states_no_figure_is_passed_over(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", ["10⁴", "½", "x12", "3.5x", "35kV线路", "٣"])
def test_a_numeral_that_cannot_be_read_is_never_passed_over(text: str) -> None:
    numbers = said_numbers(text)
    assert numbers
    assert numbers[0].size is None or not numbers[0].unit
    assert not all(number.tied for number in check_words(VIEW, f"{text}。"))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 99_999), st.sampled_from(["家", "亿元", "%", "个百分点", "万吨"]), st.sampled_from("，。；、（"))
def test_every_arabic_figure_is_found(size: int, unit: str, after: str) -> None:
    (number,) = said_numbers(f"新增{size}{unit}{after}")
    assert (number.size, number.unit, number.text) == (size, unit, f"{size}{unit}")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LEVELS), st.integers(0, 3))
def test_a_number_of_the_run_is_tied_however_it_is_rounded(fact: Fact, decimals: int) -> None:
    name = VIEW.programme.target_by_id[fact.target].name.zh
    (number,) = check_words(VIEW, f"{name}为{fact.value:.{decimals}f}{fact.unit}。")[-1:]
    assert number.tie == "run"
    assert number.fact is not None
    assert number.fact.target == fact.target


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([fact for fact in LEVELS if fact.unit == "亿元"]), st.sampled_from([("万元", 1e4), ("元", 1e8)]))
def test_units_of_one_kind_are_converted(fact: Fact, unit: tuple[str, float]) -> None:
    name = VIEW.programme.target_by_id[fact.target].name.zh
    (number,) = check_words(VIEW, f"{name}完成{fact.value * unit[1]:.0f}{unit[0]}。")[-1:]
    assert number.tie == "run"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(LEVELS), st.floats(0.6, 40), st.booleans())
def test_a_number_beyond_rounding_does_not_fit(fact: Fact, away: float, less: bool) -> None:
    """Half of the last digit is what rounding allows, no more; the other kind of unit never fits."""
    (exact,) = said_numbers(f"{fact.value:.1f}{fact.unit}")
    assert fits(exact, fact)
    shown = round(fact.value, 1) + (-0.1 if less else 0.1) * max(round(away), 1)
    if shown > 0:
        (off,) = said_numbers(f"{shown:.1f}{fact.unit}")
        assert not fits(off, fact)
    (foreign,) = said_numbers(f"{fact.value:.1f}吨标准煤")
    assert not fits(foreign, fact)


def test_a_change_in_points_is_no_percentage() -> None:
    changes = [fact for fact in FACTS if fact.unit == "个百分点" and fact.sign == "change" and round(fact.value, 1) > 0]
    change = changes[0]
    for text, ties in (
        (f"提高{change.value:.1f}个百分点", True),
        (f"提高{change.value:.1f}%", False),
        (f"下降{change.value:.1f}个百分点", False),
    ):
        (number,) = said_numbers(text)
        assert fits(number, change) is ties, text


def test_a_number_of_another_subject_is_not_tied() -> None:
    """The figure of one target under the name of another, of the city under that of a county, of nobody at all."""
    one, other = LEVELS[0], next(fact for fact in LEVELS if abs(fact.value - LEVELS[0].value) > 1)
    names = {fact.id: VIEW.programme.target_by_id[fact.target].name.zh for fact in (one, other)}
    (number,) = check_words(VIEW, f"{names[other.id]}为{one.value:.3f}{one.unit}。")[-1:]
    assert number.tie == "none"
    (number,) = check_words(VIEW, f"目前为{one.value:.3f}{one.unit}。")
    assert (number.tie, one in number.nearest) == ("unnamed", True)
    (number,) = check_words(VIEW, f"上川区{names[one.id]}为{one.value + 7.123:.3f}{one.unit}。")[-1:]
    assert number.tie == "none"


def test_counts_are_told_by_the_nearest_verdict() -> None:
    counts = VIEW.all.counts
    text = f"全市已完成{counts['achieved']}项、有悬念{counts['doubtful']}项，{counts['unlikely']}项预计完不成。"
    found = check_words(VIEW, text)
    assert [number.fact and number.fact.id for number in found] == ["all:achieved", "all:doubtful", "all:unlikely"]
    wrong = check_words(VIEW, f"全市已完成{counts['achieved'] + 1}项。")
    assert not wrong[0].tied
    assert number_issue(wrong[0], "overall").code in ("G012", "G013")


def test_how_many_are_listed_is_no_figure_of_the_last_of_them() -> None:
    for pillar in VIEW.pillars:
        done = pillar.counts["achieved"]
        names = "、".join(row.target.name.zh for row in pillar.standings[:2])
        (number,) = check_words(VIEW, f"{pillar.pillar.name.zh}已完成的有：{names}等{done}项。")
        assert (number.fact and number.fact.id) == f"pillar:{pillar.pillar.id}:achieved"


def test_of_two_targets_of_one_sentence_the_one_named_last_is_meant() -> None:
    one, *_ = rates = [fact for fact in FACTS if fact.id.endswith(":coverage") and fact.area == VIEW.root.code]
    other = next(fact for fact in rates if fact.target != one.target and fact.shown == one.shown)
    names = [VIEW.programme.target_by_id[fact.target].name.zh for fact in (one, other)]
    found = check_words(VIEW, f"报送率低的是{names[0]}（{one.shown}）、{names[1]}（{other.shown}）。")
    assert [number.fact and number.fact.id for number in found] == [one.id, other.id]


def test_a_source_covers_the_figures_before_it_in_its_sentence() -> None:
    text = "新开工977个、投资35.5亿元〔来源：市发展改革委〕。另有977个。空的978个〔来源：〕。"
    assert [number.tie for number in check_words(VIEW, text)] == ["office", "office", "none", "none"] or [
        number.tied for number in check_words(VIEW, text)
    ] == [True, True, False, False]


def test_what_is_provisional_or_estimated_is_marked_once() -> None:
    weak = next(fact for fact in LEVELS if "provisional" in fact.marks)
    name = VIEW.programme.target_by_id[weak.target].name.zh
    text = f"{name}为{weak.value:.1f}{weak.unit}，要抓紧。"
    assert marked(text, check_words(VIEW, text)) == f"{name}为{weak.value:.1f}{weak.unit}（暂报），要抓紧。"
    said_already = f"{name}暂为{weak.value:.1f}{weak.unit}，要抓紧。"
    assert marked(said_already, check_words(VIEW, said_already)) == said_already


@pytest.mark.parametrize("kind", ["monthly", "brief", "year"])
def test_every_computed_figure_is_one_of_the_run(kind: str) -> None:
    """The bulletin's numbers compared with the run: all of them, in all three kinds."""
    pieces = draft_bulletin(VIEW, kind)
    numbers = [number for piece in pieces for number in piece.numbers]
    assert len(numbers) >= 20
    assert [number.said.text for number in numbers if number.tie != "run"] == []
