"""Types and units of formulas: derived where they agree, refused in words where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_formulas import PLACE, VOCABULARY, checked, formula
from sigai.base.issues import Issues
from sigai.base.units import MeasureUnit
from sigai.formulas import check_formula, check_identity, convertible, read_identity, term_unit
from sigai.formulas import nodes as n


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("total(output)", "亿元", 1e-4),
        ("total(output) / total(employees)", "万元/人", 1),
        ("total(output, where: industry in manufacturing) / total(output)", "%", 100),
        ("total(output) + total(profit)", "万元", 1),
        ("total(profit) - total(output)", "万元", 1e4),
        ("total(output) + 2 亿元", "万元", 1),
        ("total(output) - 0", "万元", 1),
        ("0 + total(output)", "万元", 1),
        ("total(coal) * $coal_tce + total(electricity) * $elec_tce", "tce", 1),
        ("total(electricity) * $elec_tce / total(output)", "tce/万元", 10),
        ("-total(coal)", "吨", 1),
        ("mean(cnc_processes / key_processes, where: above_scale)", "%", 100),
        ("mean(score)", "%", 1),
        ("entities(where: above_scale and rd_expense > 0)", "个", 1),
        ("entities(kind: park)", "家", 1),
        ("reporting(rd_expense) / entities()", "%", 100),
        ("count(titles, state: [recognised, renewed], within: year)", "项", 1),
        ("distinct(titles.entity, state: recognised)", "家", 1),
        ("distinct(titles.title, state: recognised)", "种", 1),
        ("distinct(titles.area, state: recognised)", "个", 1),
        ("total(training.attendees, state: held)", "人", 1),
        ("total(titles.investment, state: recognised)", "亿元", 1e-4),
        ("growth(total(output))", "%", 100),
        ("average_growth(total(output), since: 2020)", "%", 100),
        ("change(total(coal) / total(output), since: 2020)", "%", 100),
        ("point_change(total(rd_expense) / total(output), since: 2020)", "个百分点", 1),
        ("total(output, over: rolling)", "万元", 1),
        ("total(coal * $coal_tce + electricity * $elec_tce, where: above_scale)", "tce", 1),
        ("total(output - rd_expense, over: month)", "亿元", 1e-4),
        ("entities(where: coal * $coal_tce > 0)", "个", 1),
        ("total(if($coal_tce > 0, coal, 2 * coal))", "吨", 1),
        ("3 * total(gdp, where: area = 110101)", "亿元", 1),
    ],
)
def test_the_unit_is_derived(text: str, unit: str, factor: float) -> None:
    result, codes = checked(text)
    assert codes == []
    assert result is not None
    assert convertible(result, MeasureUnit.parse(unit)) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("total(coal) + total(electricity)", ["E050"]),
        ("total(output) + 3", ["E050"]),
        ("growth(total(output)) + point_change(mean(score), since: 2020)", ["E050"]),
        ("total(coal) * $coal", ["E052"]),
        ("total(outptu)", ["E053"]),
        ("reporting(outptu)", ["E053"]),
        ("mean(outptu)", ["E053"]),
        ("point_change(total(output), since: 2020)", ["E060"]),
        ("growth(growth(total(output)))", ["E061"]),
        ("growth(1 + change(total(output), since: 2020))", ["E061"]),
        ("total(employees, over: rolling)", ["E062"]),
        ("total(employees, over: month)", ["E062"]),
        ("total(score)", ["E063"]),
        ("total(waste_used / waste_made)", ["E063"]),
        ("total(employees * 2, over: rolling)", ["E062"]),
        ("total(coal + electricity)", ["E050"]),
        ("total(output + gdp)", ["E071"]),
        ("total(coal * $coal)", ["E052"]),
        ("total(area * output)", ["E094"]),
        ("count(titels, state: recognised)", ["E064"]),
        ("count(titles, state: [recognised, recognized])", ["E065"]),
        ("distinct(titles.titel, state: recognised)", ["E066"]),
        ("total(titles.title, state: recognised)", ["E067"]),
        ("total(titles.area, state: recognised)", ["E067"]),
        ("count(output, state: recognised)", ["E068"]),
        ("total(titles)", ["E068"]),
        ("entities(kind: parc)", ["E069"]),
        ("mean($coal_tce)", ["E070"]),
        ("mean(output / gdp)", ["E071"]),
        ("distinct(training.entity, state: held)", ["E072"]),
        ("total(a) + count(b, state: c) * $d", ["E053", "E064", "E052"]),
        ("total(a, where: tg = x)", ["E053", "E053"]),
        ("entities(where: $coal_tce > 0)", ["E106"]),
        ("total(output, where: not (0 > $coal_tce) or above_scale)", ["E106"]),
        ("total(output, where: output > 0 and 2 > 1)", ["E106"]),
    ],
)
def test_what_does_not_fit_is_refused(text: str, codes: list[str]) -> None:
    result, found = checked(text)
    assert sorted(found) == sorted(codes)
    assert (result is None) == (found != ["E063"])


def test_unlike_units_are_named_on_both_sides() -> None:
    issues = Issues()
    check_formula(formula("total(coal) + total(electricity)"), VOCABULARY, PLACE, issues)
    (issue,) = issues
    assert "total(coal) 的单位是 吨，total(electricity) 的单位是 万千瓦时" in issue.what("zh")
    assert "total(coal) is in 吨, total(electricity) in 万千瓦时" in issue.what("en")
    assert issue.place == PLACE


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("total(outptu)", "output"),
        ("count(titels, state: recognised)", "titles"),
        ("count(titles, state: recognized)", "recognised"),
        ("total(titles.invest, state: recognised)", "investment"),
        ("$coal_tec * total(coal)", "coal_tce"),
        ("count(titles, state: recognised, where: title = green_factry)", "green_factory"),
        ("total(output, where: industry in manufacture)", "manufacturing"),
        ("total(output, where: above_scal)", "above_scale"),
        ("entities(where: rd_expens > 0)", "rd_expense"),
        ("entities(kind: parc)", "park"),
    ],
)
def test_a_mistyped_name_brings_the_nearest(text: str, suggestion: str) -> None:
    issues = Issues()
    assert check_formula(formula(text), VOCABULARY, PLACE, issues) is None
    (issue,) = issues
    assert f"是否想写 {suggestion}？" in issue.advice("zh")
    assert f"did you mean {suggestion}?" in issue.advice("en")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("total(output)", "tce"), ("growth(total(output))", "个百分点"), ("entities()", "人"), ("entities()", "")],
)
def test_a_result_is_not_shown_in_another_dimension(text: str, shown: str) -> None:
    result, _ = checked(text)
    assert result is not None
    assert convertible(result, MeasureUnit.parse(shown)) is None


def test_the_unit_of_a_term() -> None:
    assert term_unit(n.Total("coal"), VOCABULARY) == MeasureUnit.parse("吨")
    assert term_unit(n.Total("nothing"), VOCABULARY) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("waste_used <= waste_made", []),
        ("cnc_processes <= 0.5 * key_processes", []),
        ("profit <= output", []),
        ("waste_used <= output", ["E051"]),
        ("waste_used <= waste_mad", ["E053"]),
        ("gdp >= output", ["E071"]),
        ("area = x", ["E073"]),
        ("1 < 2", ["E073"]),
    ],
)
def test_identities(text: str, codes: list[str]) -> None:
    issues = Issues()
    identity = read_identity(text, PLACE, issues)
    assert identity is not None
    check_identity(identity, VOCABULARY, PLACE, issues)
    assert [issue.code for issue in issues] == codes


@given(
    st.sampled_from(["output", "profit", "coal", "electricity", "employees"]),
    st.sampled_from(["output", "profit", "coal", "electricity", "employees"]),
)
def test_a_sum_is_allowed_exactly_within_a_dimension(one: str, other: str) -> None:
    result, codes = checked(f"total({one}) - total({other})")
    same = VOCABULARY.measures[one].unit.same_dimension(VOCABULARY.measures[other].unit)
    assert codes == ([] if same else ["E050"])
    assert (result is not None) == same
