"""Units: factors that statistics depend on, dimensions that must never be mixed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.base.units import NUMBER, MeasureUnit, is_unit, unit_names

UNITS = st.sampled_from(sorted(unit_names())).map(MeasureUnit.parse)


@pytest.mark.parametrize(
    ("given_unit", "wanted", "factor"),
    [
        ("亿元", "万元", 10_000),
        ("万元", "元", 10_000),
        ("百万元", "亿元", 0.01),
        ("tce", "kgce", 1000),
        ("万吨标准煤", "吨标煤", 10_000),
        ("tce/万元", "kgce/元", 0.1),
        ("立方米/万元", "m³/亿元", 10_000),
        ("亿千瓦时", "kWh", 1e8),
        ("万kWh", "亿kWh", 1e-4),
        ("万tce", "万吨标准煤", 1),
        ("万m³", "亿立方米", 1e-4),
        ("万t", "吨", 1e4),
        ("MWh", "GJ", 3.6),
        ("kWh", "MJ", 3.6),
        ("兆瓦", "万千瓦", 0.1),
        ("公顷", "亩", 15),
        ("平方公里", "亩", 1500),
        ("万元/亩", "亿元/平方公里", 0.15),
        ("%", "", 0.01),
        ("", "%", 100),
        ("‰", "%", 0.1),
        ("％", "%", 1),
        ("倍", "%", 100),
        ("万家", "个", 10_000),
        ("蒸吨", "t/h", 1),
        ("吨二氧化碳", "kgCO2", 1000),
        ("年", "天", 365),
    ],
)
def test_factor(given_unit: str, wanted: str, factor: float) -> None:
    assert MeasureUnit.parse(given_unit).factor_to(MeasureUnit.parse(wanted)) == pytest.approx(factor, rel=1e-14)


@pytest.mark.parametrize("unit", ["家", "座", "台", "项", "种", "件", "套", "户"])
def test_things_counted_share_a_dimension(unit: str) -> None:
    assert MeasureUnit.parse(unit).factor_to(MeasureUnit.parse("个")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("kWh", "tce"), ("%", "个百分点"), ("人", "家"), ("吨", "tce"), ("吨二氧化碳", "吨"), ("kW", "kWh"), ("", "个")],
)
def test_what_must_never_be_added(one: str, other: str) -> None:
    assert not MeasureUnit.parse(one).same_dimension(MeasureUnit.parse(other))
    with pytest.raises(ValueError, match="cannot be converted"):
        MeasureUnit.parse(one).factor_to(MeasureUnit.parse(other))


@pytest.mark.parametrize("text", ["亿圆", "3家", "2", "元 吨", "元//亩", "m**0.5", "(", "__import__('os')", "元 +"])
def test_what_is_no_unit(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a known unit|broken power"):
        MeasureUnit.parse(text)


def test_whole_powers_are_kept() -> None:
    assert MeasureUnit.parse("m2").times(MeasureUnit.parse("m")).same_dimension(MeasureUnit.parse("立方米"))
    assert dict(MeasureUnit.parse("万元/亩").dimension) == {"[length]": -2, "[money]": 1}


@pytest.mark.parametrize(
    ("left", "right", "symbol"),
    [
        ("kgce/kWh", "kWh", "kgce"),
        ("万元", "人", "万元·人"),
        ("万元/(人·亩)", "人", "万元/亩"),
    ],
)
def test_the_symbol_of_a_product_is_cancelled(left: str, right: str, symbol: str) -> None:
    assert MeasureUnit.parse(left).times(MeasureUnit.parse(right)).symbol == symbol


def test_the_symbol_of_a_quotient_is_cancelled() -> None:
    assert MeasureUnit.parse("万元").per(MeasureUnit.parse("亩")).per(MeasureUnit.parse("人")).symbol == "万元/(亩·人)"
    assert MeasureUnit.parse("人").per(MeasureUnit.parse("万元/亩")).symbol == "人·亩/万元"
    assert NUMBER.per(MeasureUnit.parse("人")).symbol == "倍/人"
    assert MeasureUnit.parse("万元").per(MeasureUnit.parse("万元")) == NUMBER


def test_a_ratio_of_different_sizes_keeps_its_factor() -> None:
    ratio = MeasureUnit.parse("万元").per(MeasureUnit.parse("亿元"))
    assert ratio.dimensionless
    assert ratio.factor_to(MeasureUnit.parse("%")) == pytest.approx(0.01)


def test_a_unit_shows_as_it_was_written() -> None:
    assert str(MeasureUnit.parse(" 吨标煤 ")) == "吨标煤"


@given(UNITS, UNITS)
def test_products_and_quotients_undo_each_other(one: MeasureUnit, other: MeasureUnit) -> None:
    back = one.times(other).per(other)
    assert back.same_dimension(one)
    assert back.factor == pytest.approx(one.factor)


@given(UNITS, UNITS)
def test_derived_symbols_can_be_read_again(one: MeasureUnit, other: MeasureUnit) -> None:
    for derived in (one.times(other), one.per(other)):
        again = MeasureUnit.parse(derived.symbol)
        assert again.same_dimension(derived)
        assert again.factor == pytest.approx(derived.factor)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "元/" * 500_000, "(" * 1_000_000, "万" * 1_000_000])
def test_a_text_far_too_long_for_a_unit_is_none_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="is not a known unit"):
        MeasureUnit.parse(text)


@pytest.mark.parametrize("text", ["11-10", "2021-11-10。", "3-5", "12.5", "1,000", "()", "—", "1/2"])
def test_figures_and_dates_are_no_units(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize("text", ["%", "‰", "千元", "（万元）", "元/人", "kW·h"])
def test_signs_and_words_of_units_are(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize(
    "text", ["1月", "（1月）", "1 月", "1年", "1日", "1天", "12月", "1季", "1个", "1元", "1%", "1month", "1吨/日"]
)
def test_a_number_makes_no_unit_of_a_unit(text: str) -> None:
    assert not is_unit(text)
    with pytest.raises(ValueError, match="not a known unit"):
        MeasureUnit.parse(text)


@pytest.mark.parametrize(
    ("apart", "unit"),
    [
        ("万 元", "万元"),
        ("亿　元", "亿元"),
        ("百 万 元", "百万元"),
        ("千 瓦 时", "千瓦时"),
        ("吨 标准煤", "吨标准煤"),
        ("亿 kWh", "亿kWh"),
        ("个 百 分 点", "个百分点"),
        ("万 元 / 人", "万元/人"),
        ("人 民 币 千 元", "千元"),
    ],
)
def test_units_spelled_apart(apart: str, unit: str) -> None:
    assert is_unit(apart)
    assert MeasureUnit.parse(apart).factor_to(MeasureUnit.parse(unit)) == 1


@pytest.mark.parametrize("text", ["元 吨", "万元 人", "制 表 人", "个 人", "家 次"])
def test_words_side_by_side_are_no_unit(text: str) -> None:
    assert not is_unit(text)
