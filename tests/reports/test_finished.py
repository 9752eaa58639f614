from helpers_reports import finished_run
from sigai.base.issues import Place, Severity, problem
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
