"""Tables inside records on the web: rows added, corrected, struck; by whom, from when until when; nothing is lost."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from helpers_api import Program
from helpers_records import change, grant, told, work
from helpers_web import OURS, THEIRS, as_read, browser, person, stranger
from sigai.base import UserError
from sigai.ledgers import rows_in
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.comments import comment
from sigai_web.ledgers.models import RecordComment
from sigai_web.ledgers.rows import SeenRow, add_row, correct_row, strike_row
from sigai_web.ledgers.services import RecordOvertakenError, Seen, take_step
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, RecordLink, RecordRevision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


def add(user: User, record: CurrentRecord, **cells: Any) -> CurrentRecord:
    return add_row(Actor(user.username, ""), user, record.pk, "measures", cells).record


def correct(
    user: User, record: CurrentRecord, row: int, edition: int = 1, why: str = "", **cells: Any
) -> CurrentRecord:
    seen = SeenRow(row, edition)
    return correct_row(Actor(user.username, ""), user, record.pk, "measures", seen, cells=cells, reason=why).record


def strike(user: User, record: CurrentRecord, row: int, edition: int = 1, why: str = "重复") -> CurrentRecord:
    return strike_row(Actor(user.username, ""), user, record.pk, "measures", SeenRow(row, edition), reason=why).record


def refused(act: Callable[[], Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(UserError) as caught:
        act()
    return told(caught.value)


def test_a_row_is_kept_with_who_and_when_and_journaled(filled: None) -> None:
    ours = person(Role.ENTERPRISE_REPORTER)
    record = grant(ours)
    stands = add(ours, record, what="换热器", outlay="12.5", done_on="2022-06-30")
    (row,) = rows_in(stands.fields, "measures")
    assert (row.number, row.values) == (1, {"what": "换热器", "outlay": 12.5, "done_on": "2022-06-30"})
    assert row.by == ours.username and dt.datetime.fromisoformat(row.at)
    entry = JournalEntry.objects.filter(action="record.row").get()
    assert (entry.action, json.loads(entry.after)["row"]["values"]["outlay"]) == ("record.row", "12.5")
    assert verify().unbroken


def test_everything_wrong_with_a_row_comes_at_once(filled: None) -> None:
    ours = person(Role.ENTERPRISE_REPORTER)
    record = grant(ours)
    found = refused(lambda: add(ours, record, outlay="很多", done_on="某日", works="works-0009"))
    assert found == [("L020", "what"), ("L021", "outlay"), ("L025", "done_on"), ("L050", "works")]
    assert not rows_in(CurrentRecord.objects.get(pk=record.pk).fields, "measures")


def test_what_was_empty_is_filled_in_and_what_stood_there_needs_a_reason(filled: None) -> None:
    ours = person(Role.ENTERPRISE_REPORTER)
    record = grant(ours)
    add(ours, record, what="换热器")
    correct(ours, record, 1, outlay="10")
    assert refused(lambda: correct(ours, record, 1, 2, outlay="12")) == [("W325", "reason")]
    stands = correct(ours, record, 1, 2, "漏计安装费", outlay="12")
    (row,) = rows_in(stands.fields, "measures")
    assert (row.values["outlay"], row.edition, row.reason) == (12, 3, "漏计安装费")
    assert correct(ours, record, 1, 3, outlay="12").revision == stands.revision, "the same again changes nothing"


def test_a_struck_row_stays_to_be_seen_and_counts_no_longer(filled: None) -> None:
    office = person(Role.OFFICE)
    record = grant(office)
    add(office, record, what="一", outlay="10")
    add(office, record, what="二", outlay="5")
    assert refused(lambda: strike(office, record, 1, why=" ")) == [("W325", "reason")]
    stands = strike(office, record, 1)
    assert [row.struck for row in rows_in(stands.fields, "measures")] == ["重复", ""]
    assert refused(lambda: correct(office, record, 1, 2, what="一二")) == [("W324", None)]
    add(office, record, what="一", outlay="1")
    page = as_read(browser(office).get(f"/ledgers/records/{record.pk}").content.decode())
    assert "已划去：重复" in page and "第 3" in page and "花费合计" in page


def test_a_table_takes_so_many_rows_and_none_twice(filled: None) -> None:
    office = person(Role.OFFICE)
    record = grant(office)
    for name in "一二三四":
        add(office, record, what=name)
    assert refused(lambda: add(office, record, what="一"))[0][0] == "L073"
    strike(office, record, 4)
    assert refused(lambda: add(office, record, what="二"))[0][0] == "L074"
    assert len(rows_in(add(office, record, what="五").fields, "measures")) == 5


def test_who_was_overtaken_sees_it_and_rows_of_two_people_both_stand(filled: None) -> None:
    office, ours = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    record = grant(office)
    add(office, record, what="一")
    add(ours, record, what="二")
    correct(office, record, 1, outlay="3")
    with pytest.raises(RecordOvertakenError):
        correct(ours, record, 1, outlay="4")
    assert [row.values["what"] for row in rows_in(CurrentRecord.objects.get(pk=record.pk).fields, "measures")] == [
        "一",
        "二",
    ]


def test_rights_of_the_table_of_a_column_and_of_whoever_only_looks(filled: None) -> None:
    ours, theirs = person(Role.ENTERPRISE_REPORTER), stranger(Role.ENTERPRISE_REPORTER)
    approver, area = person(Role.UNIT_APPROVER), person(Role.AREA_REPORTER)
    record = grant(ours)
    with pytest.raises(PermissionDenied):
        add(theirs, record, what="别人的")
    payment = {"paid_on": "2022-10-01", "sum": "3"}
    for user, code in ((area, "W181"), (approver, "W182")):
        pay = partial(add_row, Actor(user.username, ""), user, record.pk, "payments", payment)
        assert refused(pay) == [(code, "payments")]
    assert refused(lambda: add(ours, record, what="一", sure="yes")) == [("W321", "sure")]
    add(ours, record, what="一")
    stands = correct(approver, record, 1, sure="yes")
    assert rows_in(stands.fields, "measures")[0].by == approver.username
    assert refused(lambda: strike(ours, record, 1, 2)) == [("W322", None)]


def paid(office: User, record: CurrentRecord) -> None:
    stands = CurrentRecord.objects.get(pk=record.pk)
    seen = Seen(stands.revision, stands.step)
    take_step(Actor(office.username, ""), office, record.pk, "pay", seen=seen, values={})


def test_a_column_left_to_others_is_all_that_they_write(filled: None) -> None:
    office, area = person(Role.OFFICE), person(Role.AREA_APPROVER)
    record = grant(office, amount="5")
    paid(office, record)
    cells = {"paid_on": "2022-10-01", "sum": "3"}
    add_row(Actor(office.username, ""), office, record.pk, "payments", cells)
    sure = partial(correct_row, Actor(area.username, ""), area, record.pk, "payments", SeenRow(1, 1), reason="核对")
    assert refused(lambda: sure(cells={"sum": "4", "arrived": "yes"})) == [("W181", "sum")]
    (row,) = rows_in(sure(cells={"arrived": "yes"}).record.fields, "payments")
    assert (row.values["arrived"], row.values["sum"], row.by) == (True, 3, area.username)
    page = as_read(browser(area).get(f"/ledgers/records/{record.pk}").content.decode())
    assert 'name="f_arrived"' in page and 'name="f_sum"' not in page


def test_sealed_rows_are_only_added_and_filled_in(filled: None) -> None:
    office = person(Role.OFFICE)
    record = grant(office, amount="5")
    add(office, record, what="一")
    paid(office, record)
    assert refused(lambda: correct(office, record, 1, 1, "改", what="一二"))[0][0] == "W320"
    assert refused(lambda: strike(office, record, 1))[0][0] == "W320"
    correct(office, record, 1, outlay="3")
    assert len(rows_in(add(office, record, what="二").fields, "measures")) == 2


def test_a_row_links_to_a_record_and_the_record_shows_it(filled: None) -> None:
    office = person(Role.OFFICE)
    target, record = work(office, cost="100"), grant(office)
    stands = add(office, record, what="一", works="一号工程")
    assert rows_in(stands.fields, "measures")[0].values["works"] == "works-0001"
    assert list(RecordLink.objects.values_list("record", "field", "target")) == [(record.pk, "measures", target.pk)]
    page = as_read(browser(office).get(f"/ledgers/records/{target.pk}").content.decode())
    assert record.number in page and "措施" in page
    of_grant = as_read(browser(office).get(f"/ledgers/records/{record.pk}").content.decode())
    assert f'href="/ledgers/records/{target.pk}"' in of_grant and "在建工程" in of_grant


def test_rows_are_written_row_by_row_and_computed_fields_by_nobody(filled: None) -> None:
    office = person(Role.OFFICE)
    record = grant(office)
    assert refused(lambda: change(office, record, measures="x")) == [("L071", "measures")]
    assert refused(lambda: change(office, record, outlays="5")) == [("L072", "outlays")]


@pytest.mark.parametrize(("outlay", "scale", "words"), [("10", "big", "大额"), ("9.9999", "small", "小额")])
def test_a_computed_text_is_shown_exported_and_in_the_api(filled: None, outlay: str, scale: str, words: str) -> None:
    office = person(Role.OFFICE)
    record = grant(office)
    add(office, record, what="一", outlay=outlay)
    page = as_read(browser(office).get(f"/ledgers/records/{record.pk}").content.decode())
    assert words in page and "规模档" in page
    book = exported(office)
    assert words in [cell.value for cell in next(book.worksheets[0].iter_rows(min_row=2))]
    assert taken(office, book).status_code == 302 and kept(record) == [(1, "一", float(outlay), "")]
    told = Program(office).get(f"/records/{record.pk}").json()
    assert told["computed"]["scale"] == scale and told["computed"]["outlays"] == float(outlay)


def test_the_page_adds_corrects_and_strikes_and_keeps_what_was_refused(filled: None) -> None:
    ours = person(Role.ENTERPRISE_REPORTER)
    record, client = grant(ours), browser(ours)
    at = f"/ledgers/records/{record.pk}/rows/measures"
    wrong = client.post(at, {"f_what": "", "f_outlay": "七"})
    assert wrong.status_code == 422 and 'value="七"' in wrong.content.decode()
    right = client.post(at, {"f_what": "换热器", "f_outlay": "7", "f_maker": OURS})
    assert (right.status_code, right["Location"]) == (302, f"/ledgers/records/{record.pk}#rows-measures")
    page = as_read(client.get(f"/ledgers/records/{record.pk}").content.decode())
    assert "换热器" in page and 'action="/ledgers/records/1/rows/measures/1"' in page.replace(f"/{record.pk}/", "/1/")
    late = client.post(f"{at}/1", {"edition": "9", "f_what": "x", "reason": "y"})
    assert late.status_code == 409
    assert client.post(f"{at}/1", {"edition": "1", "do": "strike", "reason": "重复"}).status_code == 302
    assert client.post(f"{at}/7", {"edition": "1", "f_what": "x"}).status_code == 422
    assert client.post(at.replace("measures", "nothing"), {"f_what": "x"}).status_code == 403
    history = as_read(client.get(f"/ledgers/records/{record.pk}").content.decode())
    assert "措施 第 1 行" in history and "已划去" in history


def exported(user: User) -> Any:
    return openpyxl.load_workbook(io.BytesIO(browser(user).get("/ledgers/of/grants/export").content))


def taken(user: User, book: Any, reason: str = "") -> Any:
    stream = io.BytesIO()
    book.save(stream)
    sent = {"file": SimpleUploadedFile("grants.xlsx", stream.getvalue()), "reason": reason}
    return browser(user).post("/ledgers/of/grants/import", sent)


def kept(record: CurrentRecord) -> list[tuple[int, Any, Any, str]]:
    rows = rows_in(CurrentRecord.objects.get(pk=record.pk).fields, "measures")
    return [(row.number, row.values.get("what"), row.values.get("outlay"), row.struck) for row in rows]


def test_a_further_sheet_brings_rows_and_what_goes_out_comes_back_unchanged(filled: None) -> None:
    office = person(Role.OFFICE)
    work(office, cost="100")
    first, second = grant(office), grant(office)
    add(office, first, what="一", outlay="10", works="works-0001", sure="yes")
    add(office, first, what="二")
    strike(office, first, 2)
    revisions = RecordRevision.objects.count()
    book = exported(office)
    assert book.sheetnames[:2] == ["补助", "措施"]
    again = taken(office, book)
    assert (again.status_code, RecordRevision.objects.count()) == (302, revisions), as_read(again.content.decode())
    page = book["措施"]
    heads = [cell.value for cell in page[1]]
    at = {name: heads.index(name) + 1 for name in ("编号", "第几行", "内容", "花费（万元）", "划去理由")}
    page.cell(2, at["花费（万元）"]).value = 12
    for line, (number, what) in enumerate([(first.number, "三"), (second.number, "四")], start=4):
        page.cell(line, at["编号"]).value = number
        page.cell(line, at["内容"]).value = what
    refused_for = as_read(taken(office, book).content.decode())
    assert "更正、划去已有的内容要写理由" in refused_for and kept(second) == []
    assert taken(office, book, "概算调整").status_code == 302
    assert kept(first) == [(1, "一", 12, ""), (2, "二", None, "重复"), (3, "三", None, "")]
    assert kept(second) == [(1, "四", None, "")]
    assert verify().unbroken


def test_a_further_sheet_holds_to_all_that_a_row_must(filled: None) -> None:
    office, ours = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    record, theirs = grant(office), grant(office, entity=THEIRS)
    add(office, record, what="一", sure="yes")
    book = exported(office)
    page = book["措施"]
    heads = [cell.value for cell in page[1]]
    lines = [
        {"编号": theirs.number, "内容": "别人的"},
        {"编号": record.number, "第几行": 7, "内容": "没有这一行"},
        {"编号": record.number, "第几行": 1, "内容": "一", "划去理由": "不要了"},
        {"编号": record.number, "内容": "一"},
        {"编号": record.number, "内容": "三", "核实": "是"},
        {"编号": record.number, "内容": "四", "转为工程": "works-0077"},
        {"编号": record.number, "花费（万元）": "七"},
    ]
    for number, line in enumerate(lines, start=2):
        for name, cell in zip(heads, page[number], strict=False):
            cell.value = line.get(str(name))
    answer = taken(ours, book)
    found = as_read(answer.content.decode())
    assert answer.status_code == 422 and kept(record) == [(1, "一", None, "")]
    for code in ("L020", "L021", "L050", "L074", "W321", "W322", "W323"):
        assert code in found, code


def test_whoever_sees_a_record_reads_what_is_said_and_only_who_has_a_part_says_it(filled: None) -> None:
    ours, leader, theirs = person(Role.ENTERPRISE_REPORTER), person(Role.LEADER), stranger(Role.ENTERPRISE_REPORTER)
    record = grant(ours)
    at = f"/ledgers/records/{record.pk}"
    assert browser(leader).post(f"{at}/comments", {"text": "请说明<b>资金</b>"}).status_code == 302
    page = as_read(browser(ours).get(at).content.decode())
    assert "请说明&lt;b&gt;资金" in page or "请说明<b>资金</b>" in page
    assert browser(theirs).post(f"{at}/comments", {"text": "看看"}).status_code == 404
    assert browser(ours).post(f"{at}/comments", {"text": "  "}).status_code == 422
    assert refused(lambda: comment(Actor(ours.username, ""), ours, record.pk, "长" * 2001)) == [("W326", "text")]
    entry = JournalEntry.objects.get(action="record.comment")
    assert json.loads(entry.after)["text"] == "请说明<b>资金</b>"
    with pytest.raises(DatabaseError), transaction.atomic():
        RecordComment.objects.update(text="别的")
    assert verify().unbroken
