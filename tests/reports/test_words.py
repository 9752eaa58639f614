import pytest

from sigai.progress.reasons import REASONS
from sigai.reports import words
from sigai.tables.contracts import STATUSES


def test_every_status_of_the_contract_has_a_word_a_sign_and_a_colour():
    assert tuple(words.STATUS) == STATUSES
    assert len({word.sign for word in words.STATUS.values()}) == len(STATUSES)
    assert len({word.colour for word in words.STATUS.values()}) == len(STATUSES)


def test_no_figure_is_a_dash_and_never_zero():
    assert words.number(None) == words.figure(None, "%") == words.share(None) == words.chance(None) == "—"
    assert words.number(0.0) == "0.0"


def test_counts_are_whole_and_minus_zero_is_zero():
    assert words.figure(12.0, "家") == "12 家"
    assert words.figure(12.5, "家") == "12.5 家"
    assert words.number(-0.04) == "0.0"
    assert words.number(-1234.5) == "−1,234.5"


def test_goals_keep_the_digits_they_were_stated_with():
    assert words.goal(">=", 70.0, "%", "zh") == "≥ 70%"
    assert words.goal("~", 0.455, "tce/万元", "zh") == "约 0.455 tce/万元"
    assert words.goal("==", 1200.0, "家", "en") == "1,200 firms"


def test_shares_and_chances_never_claim_certainty():
    assert words.share(0.999) == "99%"
    assert words.share(1.0) == "100%"
    assert words.chance(0.999) == ">99%"
    assert words.chance(0.0) == "<1%"


def test_periods_and_deadlines_in_words():
    assert words.period_word("2022Q2", "zh") == "2022年二季度"
    assert words.period_word("2022H1", "zh") == "2022年上半年"
    assert words.deadline_word("2022", "zh") == "2022年底"
    assert words.deadline_word("2022Q2", "zh") == "2022年6月底"
    assert words.deadline_word("2023", "en") == "end of 2023"


def test_every_reason_of_progress_has_words():
    for reason in REASONS:
        assert words.reason_word(reason, "zh") != reason
    assert words.reason_word("unheard_of", "zh") == "unheard_of"
    assert words.reason_word(None, "zh") == ""


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2022-01", "2022年1月", "Jan 2022"),
        ("2022-09", "2022年9月", "Sep 2022"),
        ("2022Q1", "2022年一季度", "Q1 2022"),
        ("2022Q4", "2022年四季度", "Q4 2022"),
        ("2022H1", "2022年上半年", "H1 2022"),
        ("2022H2", "2022年下半年", "H2 2022"),
        ("2022", "2022年", "2022"),
    ],
)
def test_there_is_one_way_to_write_a_period(period: str, zh: str, en: str) -> None:
    assert (words.period_word(period, "zh"), words.period_word(period, "en")) == (zh, en)
