from helpers_reports import finished_run
from sigai.base.issues import Place, Severity, problem
from sigai.cli.running import _finding
from sigai.reports.finished import summarise

ODD = problem("R901", Severity.WARNING, zh="怪：{value}", en="odd: {value}")
BAD = problem("R902", Severity.ERROR, zh="坏", en="bad")


def test_the_header_speaks_for_itself():
    run = finished_run(2)
    assert (str(run.as_of), run.demonstration, run.engine) == ("2022-09", True, "0.1.0")
    assert run.stages[0] == ("values", 1.2)


def test_issues_are_grouped_by_kind_and_file_errors_first():
    issues = [ODD.at(Place("a.csv", row=row), value=row) for row in range(5)]
    issues += [ODD.at(Place("b.csv", row=1), value=9), BAD.at(Place("b.csv", row=2))]
    rows = summarise(tuple(issues))
    assert [(row.code, row.file, row.count) for row in rows] == [
        ("R902", "b.csv", 1),
        ("R901", "a.csv", 5),
        ("R901", "b.csv", 1),
    ]
    assert rows[1].what == {"zh": "怪：0", "en": "odd: 0"}
    assert len(rows[1].places["zh"]) == len(rows[1].places["en"]) == 3


MISSING = problem("R903", Severity.NOTE, zh="{entity} 没有往期数", en="{entity} has no past figures")


def test_what_stands_nowhere_names_whom_it_is_about_up_to_a_handful():
    (row,) = summarise(tuple(MISSING.at(entity=f"firm {place}") for place in (1, 2, 2, 3, 4, 5, 6)))
    assert row.count == 7
    assert row.places["zh"] == ("firm 1", "firm 2", "firm 3", "firm 4", "firm 5")
    (row,) = summarise((BAD.at(), BAD.at()))
    assert row.places["zh"] == ()


def test_the_terminal_shows_no_empty_places(monkeypatch):
    monkeypatch.setenv("SIGAI_LANG", "zh")
    (row,) = summarise(tuple(MISSING.at(entity=f"firm {place}") for place in range(7)))
    assert "firm 0、firm 1、firm 2、firm 3、firm 4 等 7 处" in _finding(row)
    (row,) = summarise((BAD.at(), BAD.at(), BAD.at()))
    assert "、" not in _finding(row)
    (row,) = summarise((MISSING.at(entity="firm 0"),))
    assert _finding(row).count("firm 0") == 1, "its sentence names it already"
