"""Figures in bulk: every form of rows, every fault by its row, all or nothing, once however often it is sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from api_cases.reporting import CLERK, PERIOD, ROW, assignment
from helpers_api import Program
from helpers_web import OURS, THEIRS, person
from sigai_web.api.models import Answer
from sigai_web.api.rows import MOST_ROWS
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.permissions import Role
from sigai_web.reporting.api import uploading
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells
from sigai_web.reporting.models import Sheet, SheetCell

pytestmark = pytest.mark.django_db

LINES, CSV = "application/x-ndjson", "text/csv"
BOTH = [{**ROW, "measure": "output", "value": 100}, ROW]


@pytest.fixture
def clerk(filled: None) -> Program:
    return Program(person(Role.ENTERPRISE_REPORTER))


def sent(program: Program, body: Any, key: str = "one", *, query: str = "", kind: str = "application/json") -> Any:
    return program.ask("put", f"/uploads/figures{query}", body, kind=kind, **{"idempotency-key": key})


@pytest.mark.parametrize(
    "written", ["202203", "2022/3", "2022年3月", "2022-03-31", "2022-03-01", "２０２２－０３", "2022.03"]
)
def test_a_period_is_read_as_in_a_file(clerk: Program, written: str) -> None:
    response = sent(clerk, [{**ROW, "period": written}])
    assert response.status_code == 200, response.content
    assert [sheet["period"] for sheet in response.json()["sheets"]] == [PERIOD]


@pytest.mark.parametrize("written", ["2022-03-15", "2022-03-31T08:00:00", "十月", "2022-03-30T23:59:17"])
def test_a_period_that_cannot_be_read_is_named(clerk: Program, written: str) -> None:
    response = sent(clerk, [{**ROW, "period": written}])
    assert response.status_code == 422
    (issue,) = response.json()["issues"]
    assert (issue["code"] in ("V040", "V047"), issue["place"]["column"]) == (True, "period")


def test_one_cell_in_two_ways_of_writing_is_there_twice(clerk: Program) -> None:
    response = sent(clerk, [ROW, {**ROW, "period": PERIOD.replace("-", "")}])
    assert codes(response) == [(2, "W265")]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (CSV, f"entity,measure,period,value,value\n{OURS},output,{PERIOD},100,200\n".encode()),
        (
            "application/json",
            f'[{{"entity":"{OURS}","measure":"output","period":"{PERIOD}","value":1,"value":2}}]'.encode(),
        ),
    ],
)
def test_a_column_that_is_there_twice_is_refused(clerk: Program, kind: str, body: bytes) -> None:
    response = sent(clerk, body, kind=kind)
    assert response.status_code == 400
    assert "there twice" in response.content.decode()
    assert not SheetCell.objects.exists()


@pytest.mark.parametrize("written", ["12①", "12²", "12¹", "12㉑", "12⑴", "12⁸"])
def test_a_text_with_the_mark_of_a_note_goes_through_the_reader(clerk: Program, written: str) -> None:
    response = sent(clerk, [{**ROW, "value": written}])
    assert response.status_code == 200
    assert "V028" in response.content.decode()


def codes(response: Any) -> list[tuple[int | None, str]]:
    return [(issue["place"]["row"], issue["code"]) for issue in response.json()["issues"]]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps(BOTH).encode()),
        (LINES, b"\n".join(json.dumps(row).encode() for row in BOTH)),
        (CSV, f"\ufeffentity,measure,period,value\n{OURS},output,{PERIOD},100\n{OURS},power,{PERIOD},5.5\n".encode()),
    ],
)
def test_the_three_forms_of_rows(clerk: Program, kind: str, body: bytes) -> None:
    response = sent(clerk, body, kind=kind)
    assert response.status_code == 200, response.content
    assert response.json() == {
        "rows": 2,
        "sheets": [{"form": "monthly", "period": PERIOD, "reporter": OURS, "state": "draft", "version": 1}],
        "issues": [],
    }
    assert dict(SheetCell.objects.values_list("measure", "text")) == {"output": "100", "power": "5.5"}


def test_handed_in_at_once(clerk: Program) -> None:
    response = sent(clerk, BOTH, query="?submit=true")
    assert response.json()["sheets"][0]["state"] == "submitted"
    again = sent(clerk, [{**ROW, "value": "6"}], "two")
    assert (again.status_code, codes(again)) == (409, [(1, "W100")])


def test_units_and_clearing(clerk: Program) -> None:
    assert sent(clerk, [{**ROW, "value": "5.5", "unit": "MWh"}]).status_code == 200
    assert SheetCell.objects.get().text == "5.5 MWh"
    assert sent(clerk, [{**ROW, "value": None}], "two").status_code == 200
    assert SheetCell.objects.get().text == ""


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"entity": THEIRS}, "W263"),
        ({"measure": "invested"}, "W263"),
        ({"measure": "none"}, "W263"),
        ({"period": "2022"}, "V041"),
        ({"period": "2099-01"}, "V042"),
        ({"period": "\u0662\u0660\u0662\u0662-01"}, "V040"),
        ({"form": "none"}, "W263"),
        ({"colour": "red"}, "W262"),
        ({"value": True}, "W252"),
        ({"value": []}, "W252"),
        ({"entity": ""}, "W252"),
        ({"entity": 7}, "W252"),
        ({"seen": -1}, "W252"),
        ({"seen": 10**12}, "W252"),
        ({"reason": "x" * 501}, "W252"),
    ],
)
def test_faults_by_their_row(clerk: Program, row: dict[str, Any], code: str) -> None:
    response = sent(clerk, [{**ROW, "measure": "output"}, {**ROW, **row}])
    assert (response.status_code, codes(response)) == (422, [(2, code)])
    assert not SheetCell.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("value", ["many", "1e30", "-5", "9" * 40, "5 吨"])
def test_figures_that_no_form_takes(clerk: Program, value: str) -> None:
    response = sent(clerk, [{**ROW, "measure": "output", "value": value}])
    assert response.status_code == 422, response.content
    assert {row for row, _ in codes(response)} == {1}
    assert not SheetCell.objects.exists()


def test_every_fault_at_once(clerk: Program) -> None:
    response = sent(clerk, [ROW, {**ROW, "entity": THEIRS}, ROW, {**ROW, "measure": "output", "value": "x"}])
    found = codes(response)
    assert [row for row, _ in found] == [2, 3, 4]
    assert found[:2] == [(2, "W263"), (3, "W265")]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 400),
        ("application/json", b"[", 400),
        ("application/json", b"[[]]", 422),
        ("application/json", b"[]", 422),
        ("application/json", b'[{"value": NaN}]', 400),
        (LINES, b"{}\n{", 400),
        (LINES, b" ", 422),
        (CSV, b"\n", 422),
        (CSV, b"a,b\n1,2\n", 422),
        (CSV, b"entity\0\n", 400),
        (CSV, b'entity,measure\n"', 400),
        (CSV, b"entity,measure,period,value\n1,2,3,4,5\n", 422),
        (CSV, "实体".encode("gb18030"), 400),
        ("application/xml", b"<a/>", 415),
        ("", b"[]", 415),
    ],
)
def test_bodies_that_cannot_be_read(clerk: Program, kind: str, body: bytes, status: int) -> None:
    assert sent(clerk, body, kind=kind).status_code == status


def test_too_much_is_refused(clerk: Program) -> None:
    assert sent(clerk, [ROW] * (MOST_ROWS + 1)).status_code == 413
    assert sent(clerk, b"[" + b" " * (9 * 1024 * 1024) + b"]").status_code == 413


def test_too_many_sheets_at_once_are_refused(clerk: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_SHEETS", 2)
    response = sent(clerk, [{**ROW, "period": f"2022-0{month}"} for month in (2, 3, 4)])
    assert (response.status_code, response.json()["type"]) == (413, "urn:sigai:problem:W267")


def test_ten_thousand_rows_are_answered(clerk: Program) -> None:
    rows = [{**ROW, "period": f"{year}-{month:02d}"} for year in range(1900, 2200) for month in range(1, 13)]
    response = sent(clerk, (rows * 3)[:MOST_ROWS])
    assert response.status_code == 422
    assert len(response.json()["issues"]) > 9_000


def test_nobody_overwrites_somebody_else(clerk: Program) -> None:
    of = assignment()
    save_cells(CLERK, of, [Edit(OURS, "power", "5", 0)], gather(of))
    response = sent(clerk, [{**ROW, "value": "6"}])
    assert (response.status_code, codes(response)) == (409, [(1, "W266")])
    assert SheetCell.objects.get().text == "5"
    assert sent(clerk, [{**ROW, "value": "6", "seen": 1}], "two").status_code == 200
    assert sent(clerk, [{**ROW, "value": "7"}], "three").status_code == 200
    assert SheetCell.objects.get().text == "7"


def test_what_is_odd_asks_for_a_reason(clerk: Program) -> None:
    """A draft is kept with what asks for a reason; handed in it is only with the reason."""
    rows = [{**ROW, "measure": "output", "value": 7}, {**ROW, "value": None}]
    assert codes(sent(clerk, rows, "draft")) == [(2, "V083")]
    refused = sent(clerk, rows, "in", query="?submit=true")
    assert (refused.status_code, [code for _, code in codes(refused)]) == (422, ["W103"])
    assert Sheet.objects.get().state == "draft"
    rows[1]["reason"] = "停产检修"
    assert sent(clerk, rows, "in", query="?submit=true").json()["sheets"][0]["state"] == "submitted"


def test_all_sheets_or_none(clerk: Program) -> None:
    """The second sheet cannot be handed in: the first is not even begun."""
    whole = [{**ROW, "measure": measure} for measure in ("output", "power")]
    response = sent(clerk, [*whole, {**ROW, "period": "2022-04"}], query="?submit=true")
    assert response.status_code == 422
    assert not Sheet.objects.exists()
    assert not JournalEntry.objects.filter(action="sheet.submit").exists()


def test_the_same_key_and_body_write_once(clerk: Program) -> None:
    first = sent(clerk, [ROW])
    entries = JournalEntry.objects.count()
    again = sent(clerk, [ROW])
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert (JournalEntry.objects.count(), SheetCell.objects.get().version) == (entries, 1)


def test_the_same_key_with_something_else_is_refused(clerk: Program) -> None:
    sent(clerk, [ROW])
    for other in (sent(clerk, [{**ROW, "value": "9"}]), sent(clerk, [ROW], query="?submit=true")):
        assert (other.status_code, other.json()["type"]) == (422, "urn:sigai:problem:W254")
    assert SheetCell.objects.get().text == "5.5"


def test_a_key_is_its_persons_own(clerk: Program, filled: None) -> None:
    sent(clerk, [ROW])
    other = Program(person(Role.ENTERPRISE_REPORTER, scope=THEIRS))
    assert sent(other, [{**ROW, "entity": THEIRS}]).status_code == 200


def test_keys_are_forgotten_after_a_week(clerk: Program) -> None:
    sent(clerk, [ROW])
    Answer.objects.update(at=timezone.now() - timedelta(days=8))
    assert sent(clerk, [{**ROW, "value": "9"}]).status_code == 200
    assert Answer.objects.count() == 1


def test_what_was_refused_may_be_corrected_under_the_same_key(clerk: Program) -> None:
    assert sent(clerk, [{**ROW, "value": "x"}]).status_code == 422
    assert sent(clerk, [ROW]).status_code == 200


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "schlüssel", "a b"])
def test_keys_that_are_none(clerk: Program, key: str) -> None:
    response = sent(clerk, [ROW], key)
    assert (response.status_code, response.json()["type"]) == (400, "urn:sigai:problem:W253")


def together(work: Callable[[int], None], many: int) -> None:
    """The work in so many threads at once, each with a connection of its own."""

    def run(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_the_same_request_many_times_at_once_writes_once(committing: None, filled: None) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    program, answers = Program(user), []

    def ask(_: int) -> None:
        other = Program(None)
        other.text = program.text
        answers.append(sent(other, [ROW], query="?submit=false"))

    together(ask, 8)
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert sum("Idempotency-Replayed" not in answer for answer in answers) == 1
    assert SheetCell.objects.get().version == 1
    assert verify().unbroken


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("entity,measure,period,value", f"{OURS},output,{PERIOD}", "W296"),
        ("entity,measure,period,value,unit", f"{OURS},output,{PERIOD},1", "W296"),
        ("entity,measure,period,value", f"{OURS}", "W296"),
        ("entity,measure,period,value", f"{OURS},output,{PERIOD},20,858.14", "W297"),
        ("entity,measure,period,value", f"{OURS},output,{PERIOD},1,,", "W297"),
    ],
)
def test_a_row_of_another_width_than_the_head_says_nothing(clerk: Program, head: str, row: str, code: str) -> None:
    assert sent(clerk, [{**ROW, "measure": "output", "value": "7"}]).status_code == 200
    response = sent(clerk, f"{head}\n{row}\n".encode(), "two", kind=CSV)
    assert (response.status_code, codes(response)) == (422, [(1, code)])
    assert SheetCell.objects.get().text == "7"


@pytest.mark.parametrize("value", ["1e-30", "0.00001", "-1e-9"])
def test_a_figure_that_would_count_as_zero_is_refused(clerk: Program, value: str) -> None:
    response = sent(clerk, [{**ROW, "measure": "output", "value": value}])
    assert (response.status_code, SheetCell.objects.exists()) == (422, False)
