"""Which months are open and which count as closed, in words; what closing and opening does to the others."""

from __future__ import annotations

import pytest
from django.utils import translation

from helpers_web import browser, person
from sigai.base import Period
from sigai.tables import open_months
from sigai_web import programme
from sigai_web.clock import month_now
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting.closing import close_month, reopen_month
from sigai_web.reporting.months import Months, months_now
from sigai_web.runs.calculating import carry_out, request_run


def index(name: str) -> int:
    return Period.parse(name).last


LAST = index("2022-09")


def months(*closed: str) -> Months:
    return Months(frozenset(map(index, closed)), LAST)


def test_before_the_first_closing_every_earlier_month_counts_as_closed_and_the_page_says_why() -> None:
    said = months().standing_words(Period.parse("2022-03"))
    assert "算已结账：还没有哪个月结过账，2022年9月以前的月份都算已结" in said
    assert months().standing_words(Period.parse("2022-09")) == "尚未结账。"
    assert "未结的月份：2022年9月" in months().all_words()


def test_what_lies_before_the_first_closed_month_counts_as_closed() -> None:
    assert "第一个结账的月份2022年6月之前" in months("2022-06").standing_words(Period.parse("2022-05"))
    assert months("2022-06").standing_words(Period.parse("2022-07")) == "尚未结账。"
    assert months("2022-09").all_words() == "现在没有未结的月份。"


@pytest.mark.parametrize(
    ("closed", "month", "words"),
    [
        ((), "2022-03", "其后的2022年4月 至 2022年8月 间的 5 个月现在算已结账，此后改为未结"),
        ((), "2022-07", "其后的2022年8月现在算已结账"),
        ((), "2022-08", ""),
        ((), "2022-09", ""),
        (("2022-06",), "2022-03", "其后的2022年4月、2022年5月现在算已结账"),
        (("2022-06",), "2022-07", ""),
    ],
)
def test_closing_an_old_month_says_which_later_ones_it_opens(closed: tuple[str, ...], month: str, words: str) -> None:
    said = months(*closed).closing_words(Period.parse(month))
    assert words in said
    assert bool(said) == bool(words)
    before, after = open_months(frozenset(map(index, closed)), LAST), {*map(index, closed), index(month)}
    assert bool(open_months(after, LAST) - before) == bool(words), "the words agree with the rule"


@pytest.mark.parametrize(
    ("closed", "month", "words"),
    [
        (("2022-06",), "2022-06", ["2022年6月仍算已结账", "2022年7月、2022年8月改为算已结账"]),
        (("2022-06", "2022-07"), "2022-07", []),
        (("2022-09",), "2022-09", []),
    ],
)
def test_opening_again_says_what_follows(closed: tuple[str, ...], month: str, words: list[str]) -> None:
    said = months(*closed).opening_words(Period.parse(month))
    assert all(word in said for word in words)
    assert bool(said) == bool(words)


def test_english_has_the_same_words() -> None:
    with translation.override("en"):
        assert "5 months from Apr 2022 to Aug 2022" in months().closing_words(Period.parse("2022-03"))
        assert "Counts as closed: no month was closed yet" in months().standing_words(Period.parse("2022-03"))


@pytest.mark.django_db
class TestPage:
    def test_page_button_and_receipt_say_the_same(self, filled: None) -> None:
        last = month_now(programme.current())
        carry_out(request_run(SYSTEM, because="test", as_of=last))
        office = browser(person(Role.OFFICE))
        early = Period.of_index(last.last - 4)
        page = office.get(f"/month?month={early}").content.decode()
        assert "算已结账：还没有哪个月结过账" in page
        assert f"{early.words('zh')}成为第一个结账的月份" in page
        page = office.post("/month/close", {"month": str(early)}, follow=True).content.decode()
        assert "现在算已结账，此后改为未结" in page
        assert months_now().closed == {early.last}
        reopen_month(SYSTEM, None, early, "误结")
        page = office.get("/month?month=2021-10").content.decode()
        closed = close_month(SYSTEM, None, Period.parse("2021-10"))
        assert f"未核收 {closed.missing['missing']} 张表" in page, "sheets in review are missing on the button, too"
        periods = {form["period"] for form in closed.missing["forms"].values()}
        assert {Period.parse(period).last for period in periods} == {index("2021-10")}, "no forms of other periods"
