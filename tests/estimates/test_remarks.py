"""Sentences about missing figures: one for each kind of bad input, in both languages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from helpers_estimates import AS_OF, amounts, as_values, crowd, figures, without
from helpers_indicators import programme
from sigai.base.issues import Issue
from sigai.base.periods import Period
from sigai.estimates import remarks
from sigai.tables import CLOSED_MONTHS, empty_data

JUNE = "2022-06"


def said(people: Any, given: Any, *, closed: Collection[str] = ()) -> list[Issue]:
    months = sorted(Period.parse(name).last for name in closed)
    none = [None] * len(months)
    table = pa.table({"month": months, "closed_at": none, "revision": none}, schema=CLOSED_MONTHS)
    data = replace(empty_data(), values=as_values(given), closed=table if closed else None)
    return remarks(programme({}), data, people, as_of=AS_OF)


def codes(issues: list[Issue]) -> list[str]:
    return sorted(issue.code for issue in issues)


def test_nothing_is_said_where_all_reported() -> None:
    people = crowd(20)
    assert said(people, figures(people, {"sales": amounts(20)})) == []


def test_nobody_reported() -> None:
    people = crowd(20)
    (issue,) = said(people, without(figures(people, {"sales": amounts(20)}), list(people.ids), JUNE))
    assert issue.code == "A001"
    assert "应报 20 家，无一报送" in issue.text("zh")
    assert "none of 20 reported for Jun 2022" in issue.text("en")


def test_one_firm_that_weighs_much_is_late() -> None:
    people, months = crowd(20), amounts(20)
    months[0] *= months[1:].sum() / months[0].sum()
    (issue,) = said(people, without(figures(people, {"sales": months}), ["e000"], JUNE))
    assert issue.code == "A002"
    assert "占 sales 上期量的 50 %" in issue.text("zh")
    assert "it was 50 % of sales last time" in issue.text("en")


def test_a_firm_without_history_is_new_or_has_never_reported() -> None:
    begins = Period.parse("2022-05").last
    people = crowd(20, owes=lambda entity, _measure, period: entity != "e001" or period.last >= begins)
    full = figures(people, {"sales": amounts(20)})
    (new, never) = said(people, full[~full.entity.isin(["e001", "e002"])])
    assert (new.code, never.code) == ("A003", "A004")
    assert "firm e001" in new.text("en")
    assert "sales 没有往期数" in new.text("zh")
    assert "no past figures of sales" in new.text("en")
    assert "firm e002" in never.text("en")
    assert "自 2020年1月 起应报 sales，从未报过" in never.text("zh")


@pytest.mark.parametrize(("size", "named"), [(5.9, False), (6.0, True)])
def test_one_firm_is_half_of_its_industry_and_late(size: float, named: bool) -> None:
    """Seven firms of C26, six of which bring 1 each; the other industries are large."""
    people, months = crowd(20), np.ones_like(amounts(20))
    months[people.industries != "C2614"] = 4
    months[0] = size
    issues = said(people, without(figures(people, {"sales": months, "sales_flow": months}), ["e000"], JUNE))
    assert codes(issues) == (["A011"] if named else [])
    for issue in issues:
        assert "firm e000 has not reported for Jun 2022; it was half or more of its industry (C26)" in issue.text("en")
        assert "sales、sales_flow 中它占本行业（C26）上期量的一半以上" in issue.text("zh")


@pytest.mark.parametrize(("factor", "total"), [(-1.0, "-"), (0.0, "0")])
def test_a_total_that_is_not_above_zero(factor: float, total: str) -> None:
    people, months = crowd(20), amounts(20)
    months[:, -1] *= factor
    (issue,) = said(people, without(figures(people, {"sales_flow": months}), ["e001"], JUNE))
    assert issue.code == "A010"
    assert f"2022年6月 合计为 {total}" in issue.text("zh")
    assert "growth of it means nothing" in issue.text("en")
    months[:, -13] = -months[:, -13]
    months[:, -1] = 1
    (before,) = said(people, without(figures(people, {"sales_flow": months}), ["e001"], JUNE))
    assert "Jun 2021" in before.text("en"), "a year before: there is nothing to grow from"


def test_what_is_zero_for_all_or_complete_is_not_wondered_at() -> None:
    people, months = crowd(20), amounts(20)
    nothing = figures(people, {"sales_flow": months * 0})
    assert said(people, without(nothing, ["e001"], JUNE)) == []
    months[:, -1] *= -1
    assert said(people, figures(people, {"sales_flow": months})) == []


def test_one_that_is_silent_for_months() -> None:
    people = crowd(20)
    silent = without(figures(people, {"sales": amounts(20), "employees": amounts(20)}), ["e003"], *MONTHS)
    (issue,) = said(people, silent)
    assert issue.code == "A005"
    assert "自 2022年2月 后已 4 期未报" in issue.text("zh")
    assert "sales、employees" in issue.text("zh")
    assert "sales, employees for 4 periods" in issue.text("en")
    assert "for 4 periods, the last being Feb 2022" in issue.text("en")


def test_one_that_owed_long_before_it_first_reported() -> None:
    """Last year's total lacks it: growth counts as new what was there all the time."""
    begins = Period.parse("2021-09").last
    people = crowd(20, owes=lambda entity, _measure, period: entity != "e005" or period.last >= begins)
    full = figures(people, {"sales": amounts(20), "employees": amounts(20)})
    late = full[~full.entity.isin(["e004", "e005"]) | (full.month >= Period.parse("2022-01").last)]
    (issue,) = said(people, late)
    assert issue.code == "A007", "e005 owed nothing a year ago: it is new"
    assert "firm e004" in issue.text("en")
    assert "sales、employees 自 2020年1月 起应报，2022年1月 起才有数" in issue.text("zh")
    assert "since Jan 2020 and given it from Jan 2022 on" in issue.text("en")
    nobody = full[(full.month >= Period.parse("2022-01").last)]
    assert said(people, nobody) == [], "nobody gave last year's: there is no growth to compare"


MONTHS = ("2022-03", "2022-04", "2022-05", JUNE)


def test_a_month_closed_by_mistake() -> None:
    people = crowd(20)
    lacking = without(figures(people, {"sales": amounts(20)}), [str(entity) for entity in people.ids[:5]], "2022-05")
    (issue,) = said(people, lacking, closed=["2022-04", "2022-05"])
    assert issue.code == "A006"
    assert "2022年5月 已结账，但应报的 20 个数缺 5 个（25 %）" in issue.text("zh")
    assert "reopen the month" in issue.text("en")
    assert said(people, without(lacking, ["e000"], "2022-04"), closed=["2022-04"]) == []


def test_all_is_said_at_once() -> None:
    people, months = crowd(20), amounts(20)
    months[0] *= months[1:].sum() / months[0].sum()
    full = figures(people, {"sales": months, "employees": amounts(20)})
    lacking = without(full[full.entity != "e004"], ["e000"], *MONTHS)
    lacking = without(lacking, list(people.ids), JUNE, measures=["employees"])
    assert codes(said(people, lacking)) == ["A001", "A002", "A004", "A005"]
