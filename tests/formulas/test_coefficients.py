"""A coefficient that changes within the months of a total is told; one that does not is nobody's business."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers_formulas import PLACE, VOCABULARY, condition, formula
from sigai.base.issues import Issue, Issues
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.formulas import (
    MeasureType,
    check_condition,
    check_formula,
    check_identity,
    formula_text,
    read_formula,
    read_identity,
)


def _month(name: str) -> frozenset[int]:
    return frozenset({Period.parse(name).first})


CHANGING = replace(
    VOCABULARY,
    measures={
        **VOCABULARY.measures,
        "tax": MeasureType(MeasureUnit.parse("亿元"), "flow", every=3),
        "grant": MeasureType(MeasureUnit.parse("万元"), "ytd", every=12),
    },
    parameters={
        "july": MeasureUnit.parse("tce/吨"),
        "january": MeasureUnit.parse("tce/吨"),
        "february": MeasureUnit.parse("tce/吨"),
        "fixed": MeasureUnit.parse("tce/吨"),
        "share": MeasureUnit.parse("%"),
        "by_area": MeasureUnit.parse("%"),
    },
    keyed={"by_area": VOCABULARY.keyed["levy"]},
    changes={
        "by_area": _month("2022-07"),
        "july": _month("2022-07"),
        "january": _month("2022-01"),
        "february": _month("2022-02"),
        "share": _month("2022-07"),
    },
)


def issues_of(text: str) -> list[Issue]:
    issues = Issues()
    check_formula(formula(text), CHANGING, PLACE, issues)
    return list(issues)


TOLD = {
    "total(coal) * $july": "total(coal * $july)",
    "$july * total(coal)": "total(coal * $july)",
    "total(coal, where: above_scale) * ($july / 2)": "total(coal * ($july / 2), where: above_scale)",
    "total(profit) * $share": "total(profit * $share)",
    "-total(profit) * -$share": "total(profit * (-1 * $share))",
    "(total(profit) - 1 亿元) * $share": "total(profit * $share)",
    "total(profit) / total(output) * $share": "total(profit * $share)",
    "growth(total(coal) * $july)": "total(coal * $july)",
    "point_change(total(profit) * $share / total(output), since: 2020)": "total(profit * $share)",
    "total(coal, over: rolling) * $july": "total(coal * $july, over: rolling)",
    "total(coal, over: rolling) * $january": "total(coal * $january, over: rolling)",
    "total(coal, over: programme) * $january": "total(coal * $january, over: programme)",
    "total(tax) * $share": "total(tax * $share)",
    "total(grant, over: programme) * $share": "total(grant * $share, over: programme)",
    "total(coal * $fixed) * $share": "total(coal * $fixed * $share)",
    "total(coal) * $february": "total(coal * $february)",
    "total(coal) * min($july, $fixed)": "total(coal * min($july, $fixed))",
    "total(coal) * param(by_area, area: area)": "total(coal * param(by_area, area: area))",
}


@pytest.mark.parametrize("text", TOLD)
def test_a_total_times_a_number_that_changes_within_it_is_refused_with_what_to_write(text: str) -> None:
    (issue,) = issues_of(text)
    assert issue.code == "E074"
    assert f"写成 {TOLD[text]}：" in issue.advice("zh")
    better = read_formula(TOLD[text], PLACE, Issues())
    assert better is not None
    assert formula_text(better) == TOLD[text]
    assert issues_of(TOLD[text]) == []


@pytest.mark.parametrize(
    "text",
    [
        "total(coal) * $fixed",
        "total(coal) * $january",
        "total(coal, over: month) * $july",
        "total(employees) * $share",
        "total(tax) * $february",
        "total(grant) * $share",
        "total(coal) + 1 吨",
        "growth(total(coal)) * $share",
        "count(titles, state: recognised) * $share",
        "entities(where: employees * $share > 3 人)",
        "mean(employees * $share)",
        "mean(output / coal)",
    ],
)
def test_nothing_is_said_where_every_month_has_the_same_number(text: str) -> None:
    assert issues_of(text) == []


def test_a_division_is_only_warned_of_for_it_may_be_meant() -> None:
    for text in ("total(output) / $share", "mean(output / $share)"):
        (issue,) = issues_of(text)
        assert (issue.code, str(issue.severity)) == ("E075", "warning")
        assert "total(output / $share)" in issue.advice("zh")


def test_figures_to_date_are_not_multiplied_with_the_number_of_one_month() -> None:
    for text in (
        "mean(coal * $july)",
        "total(output, where: coal * $july > 5 tce)",
        "entities(where: $july * coal > 0)",
    ):
        (issue,) = issues_of(text)
        assert issue.code == "E076"
    issues = Issues()
    check_condition(condition("coal * $july > 5 tce"), CHANGING, PLACE, issues, subject="enterprise")
    assert [issue.code for issue in issues] == ["E076"]


def test_an_identity_is_asked_of_the_figures_as_they_are_reported() -> None:
    for text, codes in (("profit * $share <= output", []), ("output * $share <= profit", ["E077"])):
        issues = Issues()
        identity = read_identity(text, PLACE, issues)
        assert identity is not None
        check_identity(identity, CHANGING, PLACE, issues)
        assert [issue.code for issue in issues] == codes


def test_the_message_says_what_changes_and_from_when() -> None:
    (issue,) = issues_of("total(coal) * $july")
    assert "参数 $july 自 2022-07 起改变" in issue.what("zh")
    assert "$july changes from 2022-07" in issue.what("en")
