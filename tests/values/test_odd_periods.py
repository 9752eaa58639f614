"""A period that cannot be read is refused with what it may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_values import only, read
from sigai.values.odd_periods import why_unreadable

WHY = {
    "6/1/2022": "6 月 1 日还是 1 月 6 日",
    "1-6-2022": "1 月 6 日还是 6 月 1 日",
    "6.1.2022 00:00": "6 月 1 日还是 1 月 6 日",
    "6/1/22": "哪个是年",
    "民国111年6月": "2022-06",
    "民國111年": "2022",
    "111年6月": "2022-06",
    "中华民国 111 年 6 月": "2022-06",
    "1654041600": "时间戳（即 2022-06-01）",
    "1654041600000": "时间戳（即 2022-06-01）",
    "1654041600.0": "时间戳（即 2022-06-01）",
    "令和4年6月": "公历",
    "R4.6": "公历",
    "农历六月": "公历",
    "6月": "年份",
    "本月": "年份",
    "三季度": "年份",
    "上半年": "年份",
}


@pytest.mark.parametrize("given", WHY)
def test_the_message_says_what_may_be_meant(tmp_path: Path, given: str) -> None:
    issue = only(read(tmp_path, f"E1,output,{given},5"), "V040")
    assert WHY[given] in issue.what("zh")
    assert issue.what("en").rstrip() != f'the period "{given}" cannot be read'


@pytest.mark.parametrize("given", ["", "2022-13", "2022-6-31", "abc", "99999999999", "x" * 500, "2022年第22周"])
def test_of_others_nothing_is_guessed(given: str) -> None:
    assert why_unreadable(given) == {"why_zh": "", "why_en": ""}
