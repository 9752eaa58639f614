"""How amounts become reported figures."""

import numpy as np

from sigai.base.periods import month_index
from sigai.demonstration.reporting import _reported_amounts
from sigai.demonstration.series import InventedSeries
from sigai.programme.calendar import periods_of
from sigai.programme.common import Text
from sigai.programme.measures import Measure

JANUARY = month_index(2021, 1)


def measure(accumulation, **more):
    return Measure(id="x", name=Text(zh="x", en="x"), unit="吨", accumulation=accumulation, **more)


def reported(given, first=JANUARY, last=JANUARY + 11):
    periods = periods_of(given, first, last)
    amounts = np.arange(1.0, last - first + 2)[None, :]
    series = InventedSeries(given, amounts, amounts, is_stock=given.accumulation == "stock")
    firsts = np.array([period.first for period in periods]) - first
    lasts = np.array([period.last for period in periods]) - first
    return dict(zip(map(str, periods), _reported_amounts(series, firsts, lasts)[0].tolist(), strict=True))


def test_year_to_date_adds_up_from_january():
    found = reported(measure("ytd"), last=JANUARY + 13)
    assert (found["2021-01"], found["2021-03"], found["2021-12"], found["2022-02"]) == (1, 6, 78, 27)


def test_january_is_told_with_february():
    assert next(iter(reported(measure("ytd", first_two_together=True)))) == "2021-02"
    assert reported(measure("flow", first_two_together=True))["2021-02"] == 3


def test_flows_and_stocks_of_quarters_and_years():
    assert reported(measure("flow", frequency="quarter"))["2021Q2"] == 4 + 5 + 6
    assert reported(measure("ytd", frequency="quarter"))["2021Q2"] == 21
    assert reported(measure("stock", frequency="year")) == {"2021": 12}


def test_a_period_that_is_not_over_is_not_reported():
    assert list(reported(measure("flow", frequency="quarter"), last=JANUARY + 6)) == ["2021Q1", "2021Q2"]
