"""`param(…)`: what is read, written and refused, in two languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from helpers_formulas import (
    PLACE,
    VOCABULARY,
    checked,
    condition,
    condition_codes,
    condition_faults,
    formula,
    formula_faults,
)
from sigai.base.issues import Issues
from sigai.base.units import MeasureUnit
from sigai.formulas import check_condition, condition_text, describe, formula_text, measures_of, parameters_of
from sigai.formulas import nodes as n
from sigai.formulas.keyed import BandEnd, Stretch, looked_up

PERCENT = MeasureUnit.parse("%")
ZINC = (("product", n.Word("zinc")), ("grade", n.Number(45.0, PERCENT)))


@pytest.mark.parametrize(
    "written",
    [
        'param(power_limit, product: "zinc", grade: 45 %)',
        'param(power_limit, product: "zinc", grade: 45 %, on: "2022-03-15")',
        'param(power_limit, product: "zinc", grade: total(waste_used) / total(waste_made)) * total(coal)',
        'total(coal * param(power_limit, product: "lead", grade: waste_used / waste_made))',
        'total(coal * param(power_limit, product: if(above_scale, "zinc", "lead"), grade: score))',
        "total(output) * param(levy, area: area)",
        'param(levy, area: "110101")',
    ],
)
def test_the_text_means_the_same_when_it_is_read_again(written: str) -> None:
    assert formula_text(formula(written)) == written
    assert checked(written)[1] == []


def test_keys_as_written_make_a_parameter_and_others_a_call() -> None:
    assert formula('param(power_limit, product: "zinc", grade: 45 %)') == n.Parameter("power_limit", ZINC)
    assert formula("param(levy, area: area)") == n.Parameter("levy", (("area", n.AreaAtHand()),))
    inside = formula("total(coal * param(levy, area: area))")
    assert isinstance(inside, n.RowTotal)
    assert inside.of == n.Arithmetic(n.MeasureValue("coal"), "*", n.Lookup("levy", (("area", n.Attribute("area")),)))
    assert (parameters_of(inside), measures_of(inside)) == ({"levy"}, {"coal"})


WRONG = {
    "param(power_limt, grade: 45 %)": ["E052"],
    "$power_limit": ["E096", "E096"],
    'param(power_limit, product: "zinc")': ["E096"],
    'param(coal_tce, product: "zinc")': ["E097"],
    'param(power_limit, product: "zinc", grade: 45 %, size: 3)': ["E097"],
    'param(power_limit, product: "tin", grade: 45 %)': ["E098"],
    'param(levy, area: "999999")': ["E098"],
    'param(power_limit, product: "lead", grade: 45 %)': ["E103"],
    'param(power_limit, product: "zinc", grade: 45)': [],
    'param(power_limit, product: "lead", grade: 44)': ["E103"],
    "param(power_limit, product: 3, grade: 45 %)": ["E099"],
    "param(power_limit, product: area, grade: 45 %)": ["E099"],
    'param(power_limit, product: "zinc", grade: "high")': ["E099"],
    'param(power_limit, product: "zinc", grade: 45 吨)': ["E051"],
    'param(power_limit, product: "zinc", grade: total(coal))': ["E051"],
    'param(power_limit, product: "zinc", grade: 45 %, on: "2022-03")': ["E100"],
    "total(coal * param(power_limit, product: tag, grade: score))": ["E099"],
    'total(coal * param(power_limit, product: if(above_scale, "tin", "lead"), grade: score))': ["E098"],
    'if(total(output) > 0, "甲", "乙")': ["E102"],
    'case(total(output) > 2 亿元, "甲", total(output) > 0, 3, "丙")': ["E101"],
    'if(total(output) > 0, "甲", "乙") * 2': ["E102"],
    'total(if(above_scale, "甲", "乙") * output)': ["E102"],
}


@pytest.mark.parametrize("written", WRONG)
def test_what_does_not_fit_is_found(written: str) -> None:
    assert checked(written)[1] == WRONG[written]


def test_what_is_written_for_a_key_at_an_area_is_a_text_a_number_or_the_area() -> None:
    (fault,) = formula_faults("param(power_limit, product: zinc, grade: 45 %)")
    assert fault.code == "E023"
    assert '应当写带引号的文字（如 "zinc"）、数，或 area' in fault.text("zh")
    assert "a text in quotes" in fault.text("en")
    (fault,) = formula_faults('param(levy, area: "110101", on: 3)')
    assert fault.code == "E023"
    (fault,) = condition_faults("spent > param(budget, title: title, on: 2022-03-15) * 1 项")
    assert fault.code == "E023"
    assert "各键都是固定值时才能写日期" in fault.text("zh")


RECORDS = {
    "spent > param(budget, title: title) * 1 项": [],
    "spent > param(budget, title: title, on: decided) * 1 项": [],
    "spent > param(budget, title: title, on: season) * 1 项": ["E100"],
    "spent > param(budget, title: remark) * 1 项": [],
    "spent > param(budget, title: investment) * 1 项": ["E099"],
    "spent > param(budget, title: listed) * 1 项": ["E099"],
    "spent > param(budget, title: entity.tag) * 1 项": ["E099"],
    'case(spent > 3 亿元, "甲", spent > 1 亿元, "乙", "丙") = "乙"': [],
    'case(spent > 3 亿元, "甲", spent > 1 亿元, "乙", "丙") = "丁"': ["E089"],
    'if(spent > 3 亿元, "甲", "乙") > "乙"': ["E087"],
    'if(spent > 3 亿元, "甲", "乙") = spent': ["E089"],
    'if(spent > 3 亿元, "甲", "乙") = (spent)': ["E088"],
    'if(spent > 3 吨, "甲", "乙") = "乙"': ["E051"],
    "round(spent, places: 1) >= if(listed, 2 亿元, investment)": [],
    "round(spent, places: 1) >= if(listed, 2 吨, investment)": ["E050"],
}


@pytest.mark.parametrize("written", RECORDS)
def test_conditions_about_records(written: str) -> None:
    assert condition_codes(written, ledger="titles") == RECORDS[written]
    found = condition(written, about_record=True)
    assert condition(condition_text(found), about_record=True) == found


def test_messages_say_what_and_what_to_do_in_two_languages() -> None:
    issues = Issues()
    for written in ("spent > $budget * 1 项", "spent > param(budget, title: investment) * 1 项"):
        check_condition(condition(written, about_record=True), VOCABULARY, PLACE, issues, ledger="titles")
    told = {issue.code: (issue.text("zh"), issue.text("en")) for issue in issues}
    assert "写成 param(budget, title: …)" in told["E096"][0]
    assert "write param(budget, title: …)" in told["E096"][1]
    assert "要一个词，investment 不是" in told["E099"][0]
    assert "takes a word, which investment is not" in told["E099"][1]


class _Names:
    def name(self, kind: n.NameKind, path: tuple[str, ...], language: str) -> str:
        return path[-1]

    def accumulation(self, measure: str) -> str:
        return "stock"


def test_words() -> None:
    lookup = formula("mean(coal * param(power_limit, product: industry, grade: score))")
    assert describe(lookup, _Names(), "zh") == "各主体“coal × power_limit（product为行业、grade为score）”的平均值"
    assert (
        describe(lookup, _Names(), "en")
        == "mean of [coal × power_limit (product industry, grade score)] (over entities)"
    )
    written = n.Parameter("power_limit", ZINC, "2022-03-15")
    assert describe(written, _Names(), "zh") == "power_limit（zinc、45 %、2022-03-15）"
    of_record = n.Lookup("budget", (("title", n.Attribute("title")),), n.Attribute("decided"))
    assert describe(of_record, _Names(), "en") == "budget (title title) on the day of decided"


def test_stretches_hold_their_ends_as_written() -> None:
    half = Stretch(BandEnd(Fraction(45), after=False), BandEnd(Fraction(50), after=False), PERCENT)
    inside = [half.holds(n.Number(value, PERCENT)) for value in (44.999, 45.0, 49.999, 50.0)]
    assert inside == [False, True, True, False]
    assert [half.holds(n.Number(value)) for value in (0.46, 46.0)] == [True, False]
    closed = replace(half, low=BandEnd(Fraction(45), after=True), high=BandEnd(Fraction(50), after=True))
    assert [closed.holds(n.Number(value, PERCENT)) for value in (45.0, 45.001, 50.0)] == [False, True, True]
    assert (str(half), str(closed), str(replace(half, low=None))) == ("[45, 50) %", "(45, 50] %", "(-∞, 50) %")
    for each in (half, closed, replace(half, low=None), replace(closed, high=None), Stretch(None, half.high, PERCENT)):
        assert each.holds(each.within)


def test_no_two_places_hold_together() -> None:
    keyed = VOCABULARY.keyed["budget"]
    title, on = n.Attribute("title"), n.Attribute("decided")
    found = looked_up("budget", keyed, (("title", title),), on)
    assert [(len(conditions), parameter.on) for conditions, parameter in found] == [
        (3, "2021-01-01"),
        (2, "2022-01-01"),
    ]
    assert found[0][0][1:] == (
        n.Compare(on, ">=", n.Word("2021-01-01")),
        n.Compare(on, "<=", n.Word(dt.date(2021, 12, 31).isoformat())),
    )
