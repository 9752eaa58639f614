"""Single cells: numbers, periods, dates, near misses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.tables.files import nearest, read_date, read_numbers, read_period, read_time
from sigai.tables.files.conversion import convert, shown
from sigai.tables.files.dates import ReadPeriod
from sigai.tables.files.numbers import BLANK, NUMBER, TOO_LARGE, UNREADABLE, amounts_as_decimals
from sigai.tables.files.raw import Words


@given(st.integers(-(10**15), 10**15))
def test_decimals_of_four_places_are_read_exactly(amount: int) -> None:
    text = f"{'-' if amount < 0 else ''}{abs(amount) // 10_000}.{abs(amount) % 10_000:04d}"
    for column in (pa.array([text]), amounts_as_decimals(np.array([amount]))):
        numbers = read_numbers(column)
        assert numbers.amounts.tolist() == [amount]
        assert numbers.exact.all()
    assert shown(amount) == str(amounts_as_decimals(np.array([amount]))[0].as_py().normalize().__format__("f"))


@given(
    st.integers(1, 10**12),
    st.sampled_from([("万吨", "吨", 4), ("亿元", "万元", 4), ("千元", "元", 3), ("亿千瓦时", "千瓦时", 8)]),
)
def test_decimals_of_a_large_unit_are_those_of_the_small_one(amount: int, units: tuple[str, str, int]) -> None:
    """A figure in a large unit has more than four decimals, and none of them is lost where the small unit shows it."""
    given_in, wanted, places = units
    text = f"{Decimal(amount).scaleb(-4 - places):f}"
    for column in (pa.array([text]), pa.array([float(text)])):
        one = np.zeros(1, dtype=np.int64)
        found = convert(read_numbers(column), Words.constant(given_in, 1), one, [wanted], np.ones(1, dtype=np.bool_))
        assert found.amounts.tolist() == [amount]
        assert not found.rounded.any()


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_text_is_read_or_refused(texts: list[str]) -> None:
    numbers = read_numbers(pa.array(texts, pa.string()))
    assert len(numbers.kind) == len(texts)
    assert set(numbers.kind.tolist()) <= {NUMBER, BLANK, UNREADABLE, TOO_LARGE}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, BLANK) for text in ("", "无", "N/A", "—")),
        *((text, UNREADABLE) for text in ("约3", "1,23", "12..3", "2021-06")),
        *((text, TOO_LARGE) for text in ("99999999999999", "1e99")),
        ("1 234", UNREADABLE),
    ],
)
def test_kinds_of_cells(text: str, kind: int) -> None:
    assert read_numbers(pa.array([text])).kind.tolist() == [kind]


def test_typed_numbers(tmp_path: object) -> None:
    floats = read_numbers(pa.array([0.1 + 0.2, float("nan"), None, float("inf"), 1.23456]))
    assert floats.kind.tolist() == [NUMBER, BLANK, BLANK, UNREADABLE, NUMBER]
    assert (floats.amounts[0], bool(floats.exact[0]), bool(floats.exact[4])) == (3000, True, False)
    assert read_numbers(pa.array([7, None], pa.int32())).amounts[0] == 70_000


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_none(text: str) -> None:
    found = (read_period(text), read_date(text), read_time(text))
    kinds = (ReadPeriod, dt.date, dt.datetime)
    assert all(one is None or isinstance(one, kind) for one, kind in zip(found, kinds, strict=True))


@given(st.dates(dt.date(1983, 1, 1), dt.date(2100, 12, 31)))
def test_dates_in_every_form_are_the_same_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day} 10:30:00",
        str(serial),
    ]
    assert {read_date(form) for form in forms} == {day}


def test_moments_keep_their_time_in_local_time() -> None:
    assert read_time("2021/7/5 16:30") == dt.datetime(2021, 7, 5, 16, 30)
    assert read_time("2021-07-05T08:30:00+00:00") == dt.datetime(2021, 7, 5, 16, 30)
    assert read_time("七月五日") is None


def test_the_nearest_word_is_found_in_small_and_large_registers() -> None:
    assert nearest("outptu", ["output", "profit"]) == "output"
    assert nearest("zzz", ["output"]) == ""
    many = [f"91000000MA{number:08d}" for number in range(5000)]
    assert nearest("91000000MX00004321", many) == "91000000MA00004321"
    assert nearest("short", many) == ""
