"""Numerals, units and times, each read at its place."""

import pytest

from sigai.compiling.numerals import quantity_at
from sigai.compiling.text import plain
from sigai.compiling.times import Calendar, calendar_of, time_at


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("1,200家", (1200,), "家"),
        ("1.25万项", (1.25,), "万项"),
        ("三百家", (300,), "家"),
        ("两万亿元", (2,), "万亿元"),
        ("百分之五", (5,), "%"),
        ("八成", (80,), "%"),
        ("3—5家", (3, 5), "家"),
        ("三至五个", (3, 5), "个"),
        ("10%-15%", (10, 15), "%"),
        ("翻两番", (4,), "倍"),
        ("361千克标准煤/吨", (361,), "千克标准煤/吨"),
        ("1.5亿千瓦", (1.5,), "亿千瓦"),
        ("1万台（套）", (1,), "万台（套）"),
        ("2.5个百分点", (2.5,), "个百分点"),
    ],
)
def test_figures(text: str, values: tuple[float, ...], unit: str) -> None:
    found = quantity_at(text, 0)
    assert found is not None
    assert (found.values, found.unit) == (values, unit)


@pytest.mark.parametrize(
    "text", ["5G基站", "4A级景区", "一个平台", "一批项目", "500亿级产业", "1+9行动", "3D打印", "零部件"]
)
def test_what_is_no_figure(text: str) -> None:
    assert quantity_at(text, 0) is None


def test_a_minus_is_a_sign_after_words_only() -> None:
    found = quantity_at("达到-30千克标准煤/吨", 2)
    assert found is not None
    assert found.values == (-30,)
    assert quantity_at("10-30家", 2) is None


def test_an_ordinal_is_no_figure() -> None:
    assert quantity_at("第十三个", 1) is None
    assert quantity_at("第3家", 1) is None


@pytest.mark.parametrize(
    ("text", "first", "last", "until"),
    [
        ("到2025年底", 2025, 2025, True),
        ("2021—2023年", 2021, 2023, False),
        ("“十四五”末", 2025, 2025, True),
        ("“十五五”期间", 2026, 2030, False),
        ("二〇三五年", 2035, 2035, False),
        ("2030年前", 2030, 2030, True),
    ],
)
def test_times(text: str, first: int, last: int, until: bool) -> None:
    found = time_at(text, 0)
    assert found is not None
    assert (found.first, found.last, found.until) == (first, last, until)


def test_a_base_year_is_no_date() -> None:
    found = time_at("较2020年下降", 0)
    assert found is not None
    assert (found.role, found.last) == ("base", 2020)


@pytest.mark.parametrize(
    ("title", "texts", "calendar"),
    [
        ("某市三年行动计划（2022—2024年）", [], Calendar(2022, 2024)),
        ("某省2024年政府工作报告", [], Calendar(2024, 2024, one_year=True)),
        ("某省“十四五”工业绿色发展规划", [], Calendar(2021, 2025)),
        (
            "某省工业领域碳达峰实施方案",
            ["到2025年，达到甲。", "到2025年，达到乙。", "到2030年，达到丙。"],
            Calendar(2021, 2025),
        ),
    ],
)
def test_the_times_of_a_document(title: str, texts: list[str], calendar: Calendar) -> None:
    assert calendar_of(title, texts) == calendar


def test_plain_text_keeps_the_way_back() -> None:
    text = plain("建成 １２ 家（1）企业", first=100)
    assert text.text == "建成12家企业"
    assert text.span(2, 5) == (102, 105)
    assert text.span(5, 7) == (108, 110)
