"""Number formats of every kind: what they show is known beforehand; no format stops the reader."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sigai.tables.files.number_formats import changes_sign, is_date, matters, shown, shows_day

PIECES = [
    "0",
    "#",
    "?",
    ".",
    ",",
    "%",
    ";",
    "@",
    "E+",
    "/",
    '"万"',
    '"',
    "\\",
    "!",
    "_",
    "*",
    "[Red]",
    "[>=1]",
    "[$¥-804]",
    "y",
    "m",
    "d",
    "h:mm",
]
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), NUMBERS)
@example("%" * 300, Decimal(1))
@example("[" * 50, Decimal(1))
@example("0%#", Decimal("0.0001"))
def test_no_format_stops_the_reader(code: str, number: Decimal) -> None:
    text = shown(number, code)
    assert text is None or (isinstance(text, str) and text != "")
    assert isinstance(is_date(code), bool) and isinstance(shows_day(code), bool)
    if text is not None and not is_date(code):
        assert matters(code), "a format that changes a number is never passed over"
        assert changes_sign(code, (number > 0) - (number < 0))


@given(
    NUMBERS,
    st.sampled_from(
        ["0", "0.0", "#,##0", "#,##0.00", "0.00E+00", "# ?/?", "General", "G/通用格式", "@", "#,##0_);(#,##0)"]
    ),
)
def test_digits_that_are_hidden_are_not_lost(number: Decimal, code: str) -> None:
    assert shown(number, code) is None


@given(NUMBERS, st.integers(0, 4))
def test_a_share_is_what_is_shown(number: Decimal, places: int) -> None:
    code = "0." + "0" * places + "%" if places else "0%"
    text = shown(number, code)
    assert text is not None
    assert Decimal(text.rstrip("%")) == number * 100


@given(NUMBERS, st.integers(1, 3))
def test_commas_behind_the_digits_divide(number: Decimal, commas: int) -> None:
    text = shown(number, "#,##0.0" + "," * commas)
    assert Decimal(text if text is not None else number) == number / 1000**commas


@pytest.mark.parametrize(
    ("code", "date", "day"),
    [
        ("yyyy-mm-dd", True, True),
        ("yyyy-mm", True, False),
        ('yyyy"年"m"月"', True, False),
        ("mmm-yy", True, False),
        ("m/d", True, True),
        ("h:mm", True, True),
        ("[h]:mm", True, True),
        ("yyyy", True, False),
        ('#,##0.000\\ "MWH"', False, True),
        ('0"days"', False, True),
    ],
)
def test_which_formats_show_days(code: str, date: bool, day: bool) -> None:
    assert (is_date(code), shows_day(code) or not date) == (date, day)
