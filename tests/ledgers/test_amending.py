"""What somebody writes into one record: everything wrong at once, what cannot be read left as it was."""

from __future__ import annotations

import datetime as dt

from helpers_ledgers import PROGRAMME
from helpers_values import code, unfilled
from sigai.ledgers import Head, Record, amend, condition_words, deadlines_of
from sigai.tables.contracts import ENTITIES

REGISTER = ENTITIES.empty_table().from_pylist([{"id": code(1), "name": "企业1"}], schema=ENTITIES)
RECORD = Record("projects", "P1", "一号", code(1), "990100", "planned", fields={"investment": 1.2, "note": "旧"})
LEDGER = PROGRAMME.ledger_by_id["projects"]


def test_good_values_are_typed_and_empty_ones_taken_back() -> None:
    values = {"investment": "2.5亿元", "green": "是", "keeper": "市工信局", "partner": "企业1", "note": ""}
    after, issues = amend(RECORD, values, programme=PROGRAMME, entities=REGISTER, head=Head("二号", "企业1", ""))
    assert issues == ()
    assert after.fields == {"investment": 2.5, "green": True, "keeper": "U01", "partner": code(1)}
    assert (after.name, after.entity, after.area) == ("二号", code(1), None)
    assert RECORD.fields == {"investment": 1.2, "note": "旧"}


def test_everything_wrong_is_told_at_once_at_its_column() -> None:
    values = {"investment": "", "due": "某日", "kind": "x", "colour": "red"}
    after, issues = amend(RECORD, values, programme=PROGRAMME, entities=REGISTER, head=Head("", "无", "无"))
    told = {(issue.code, issue.place.column) for issue in issues}
    assert told == {
        ("L013", "entity"),
        ("L014", "area"),
        ("L020", "investment"),
        ("L025", "due"),
        ("L025", "kind"),
        ("L047", "colour"),
    }
    assert all(unfilled(issue) == [] for issue in issues)
    assert after.fields == {"note": "旧"}


def test_what_cannot_be_read_leaves_its_field() -> None:
    after, issues = amend(RECORD, {"investment": "很多"}, programme=PROGRAMME)
    assert [issue.code for issue in issues] == ["L021"]
    assert after.fields["investment"] == 1.2


def test_a_record_of_no_ledger() -> None:
    record = Record("nothing", "1")
    assert [issue.code for issue in amend(record, {}, programme=PROGRAMME)[1]] == ["L001"]


def test_deadlines_of_a_state() -> None:
    since = dt.date(2021, 1, 1)
    found = deadlines_of(LEDGER, "planned", since, {})
    assert [(one.deadline.zh, one.due) for one in found] == [("百日开工", dt.date(2021, 4, 11))]
    assert [found[0].days_over(dt.date(2021, 4, day)) for day in (10, 11, 12)] == [-1, 0, 1]
    assert deadlines_of(LEDGER, "planned", None, {}) == ()
    assert deadlines_of(LEDGER, "building", since, {"due": "2021-05-01"})[0].due == dt.date(2021, 5, 1)
    assert deadlines_of(LEDGER, "building", since, {}) == deadlines_of(LEDGER, "done", since, {}) == ()


def test_a_condition_in_words() -> None:
    steps = {step.id: step for step in LEDGER.transitions}
    assert "总投资 ≥ 5000 万元" in condition_words(steps["begin"], LEDGER, PROGRAMME).zh
    assert condition_words(steps["submit"], LEDGER, PROGRAMME).zh == ""
