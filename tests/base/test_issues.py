"""Issues: what, where, why and what to do, in both languages, and never a traceback of their own."""

from __future__ import annotations

import pytest

from sigai.base.issues import NOWHERE, Issues, Place, Problem, Severity, UserError, declared_problems, problem
from sigai.base.periods import Period

TOO_HIGH = Problem(
    "B900",
    Severity.ERROR,
    {"zh": "{value} 太大", "en": "{value} is too high"},
    {"zh": "最多 {most}", "en": "at most {most}"},
)
ODD = Problem("B901", Severity.WARNING, {"zh": "奇怪", "en": "odd"}, {"zh": "", "en": ""})


def test_an_issue_says_what_where_and_what_to_do() -> None:
    issue = TOO_HIGH.at(Place("values.csv", row=3, column="value"), value=7, most=5)
    assert issue.text("zh") == "values.csv 第 3 行 [value]: 错误 B900: 7 太大 → 最多 5"
    assert issue.text("en") == "values.csv row 3 [value]: error B900: 7 is too high → at most 5"


def test_an_issue_without_advice_or_place_is_shorter() -> None:
    assert ODD.at().text("en") == "warning B901: odd"
    assert str(NOWHERE) == ""


def test_a_line_of_content_shows_as_editors_show_it() -> None:
    place = Place("measures.yaml", line=12)
    assert place.text("en") == "measures.yaml:12"
    assert place.text("zh") == "measures.yaml 第 12 行"


def test_a_forgotten_fact_shows_its_name() -> None:
    assert TOO_HIGH.at(value=7).text("en") == "error B900: 7 is too high → at most {most}"


def test_as_json_in_both_languages() -> None:
    found = TOO_HIGH.at(Place("a.yaml", line=2), value=7, most=5).as_dict()
    assert found["what"] == {"zh": "7 太大", "en": "7 is too high"}
    assert (found["code"], found["severity"], found["file"], found["line"]) == ("B900", "error", "a.yaml", 2)


def test_issues_are_worked_through_by_place() -> None:
    places = [Place("b.yaml", line=1), Place("a.csv", row=10), Place("a.csv", row=2), Place("a.csv", row=2, column="x")]
    issues = Issues(ODD.at(place) for place in places)
    issues.add(TOO_HIGH.at(Place("a.csv", row=2)))
    assert [(issue.place.file, issue.place.row, issue.code) for issue in issues.sorted()] == [
        ("a.csv", 2, "B900"),
        ("a.csv", 2, "B901"),
        ("a.csv", 2, "B901"),
        ("a.csv", 10, "B901"),
        ("b.yaml", None, "B901"),
    ]


def test_only_errors_are_errors() -> None:
    issues = Issues([ODD.at(), TOO_HIGH.at()])
    assert [issue.code for issue in issues.errors] == ["B900"]
    assert len(issues) == 2


@pytest.mark.parametrize("code", ["", "E1", "e001", "EE01", "E0001"])
def test_a_malformed_code_is_our_bug(code: str) -> None:
    with pytest.raises(ValueError, match="a letter and three digits"):
        problem(code, Severity.ERROR, zh="", en="")


def test_a_code_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigai.base.issues._PROBLEMS", {})
    declared = problem("B902", Severity.NOTE, zh="注", en="note")
    assert declared_problems()["B902"] is declared
    with pytest.raises(ValueError, match="declared twice"):
        problem("B902", Severity.NOTE, zh="注", en="note")


def test_a_user_error_carries_every_issue() -> None:
    error = UserError([ODD.at(), TOO_HIGH.at(value=7, most=5)])
    assert [issue.code for issue in error.issues] == ["B901", "B900"]
    assert "7 is too high" in str(error)


def test_a_period_is_said_as_people_write_it() -> None:
    late = Problem("B902", Severity.NOTE, {"zh": "{month}未报", "en": "{month} is missing"}, {"zh": "", "en": ""})
    found = late.at(month=Period.parse("2022-09"))
    assert (found.what("zh"), found.what("en")) == ("2022年9月未报", "Sep 2022 is missing")
