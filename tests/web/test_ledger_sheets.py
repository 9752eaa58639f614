"""Ledgers as Excel: what goes out comes back as it was; a sheet is taken in whole, or nothing of it."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from helpers_records import actor, document, seen, work, works
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web.accounts.models import User
from sigai_web.exchange import TABLES, checked_upload
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import TURN
from sigai_web.ledgers import documents, services, taking
from sigai_web.ledgers.taking import ImportCounts, take_sheet
from sigai_web.permissions import Role
from sigai_web.runs.models import Run
from sigai_web.store.models import CurrentRecord, RecordRevision

pytestmark = pytest.mark.django_db
HEADER = ["编号", "名称", "主体", "地区", "状态", "说明", "投资（万元）", "类别", "协办单位"]
EVERYTHING: dict[str, Any] = {
    "cost": "1234.5",
    "begun_on": "2022-09-01",
    "quarter": "2022Q3",
    "key": "yes",
    "partner": THEIRS,
    "site": "12",
    "helper": "U2",
    "due": "2022-12-01",
}


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


def book_of(response: HttpResponse | bytes) -> Any:
    content = response if isinstance(response, bytes) else response.content
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(*rows: list[Any], header: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in (header or HEADER, *rows):
        book.active.append(row)
    return saved(book)


def take(user: User, content: bytes, *, reason: str = "", name: str = "works.xlsx") -> ImportCounts:
    with checked_upload(SimpleUploadedFile(name, content), TABLES) as upload:
        return take_sheet(actor(user), user, works(), upload, reason)


def refused(user: User, content: bytes, **more: Any) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(UserError) as caught:
        take(user, content, **more)
    return [(issue.code, issue.place.row, issue.place.column) for issue in caught.value.issues]


def test_what_goes_out_comes_back_as_it_was(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    made = work(office, **EVERYTHING)
    work(office, entity="", area="11", name="", note="=1+1", kind="old")
    documents.attach(actor(office), office, made.pk, [document()])
    values = {"cost": "1234.5", "begun_on": "2022-09-01"}
    services.take_step(actor(approver), approver, made.pk, "begin", seen=seen(made), values=values)
    revisions, entries = RecordRevision.objects.count(), JournalEntry.objects.count()
    for language in ("zh-hans", "en"):
        client = browser(office) if language == "zh-hans" else browser(person(Role.OFFICE, name="second"))
        client.cookies["language"] = language
        content = client.get("/ledgers/of/works/export").content
        response = client.post("/ledgers/of/works/import", {"file": SimpleUploadedFile("a.xlsx", content)})
        assert response.status_code == 302, response.content.decode()
    assert RecordRevision.objects.count() == revisions
    assert {entry.action for entry in JournalEntry.objects.filter(number__gt=entries)} == {"session.start", "export"}
    assert take(office, client.get("/ledgers/of/works/export").content) == ImportCounts(0, 0, 2)


def test_an_exported_formula_stays_a_text(filled: None) -> None:
    office = person(Role.OFFICE)
    work(office, note='=HYPERLINK("http://x")', name="@SUM(1)")
    cells = [cell for row in book_of(browser(office).get("/ledgers/of/works/export")).active for cell in row]
    texts = [cell for cell in cells if str(cell.value).startswith(("=", "@"))]
    assert len(texts) == 2
    assert all(cell.data_type == "s" for cell in texts)


def test_the_export_holds_what_the_list_shows_and_no_more(filled: None) -> None:
    office = person(Role.OFFICE)
    work(office, name="甲工程", kind="new")
    work(office, name="乙工程", kind="old", entity=THEIRS)
    page = book_of(browser(office).get("/ledgers/of/works/export?f_kind=old")).active
    assert [row[1].value for row in page.iter_rows(min_row=2)] == ["乙工程"]
    clerk = person(Role.ENTERPRISE_REPORTER)
    page = book_of(browser(clerk).get("/ledgers/of/works/export")).active
    assert [row[1].value for row in page.iter_rows(min_row=2)] == ["甲工程"]


def test_the_template_offers_lists_and_says_what_is_wanted(filled: None) -> None:
    book = book_of(browser(person(Role.OFFICE)).get("/ledgers/of/works/template"))
    page = book.active
    headers = [cell.value for cell in page[1]]
    assert headers[:2] == ["编号", "名称"]
    assert "投资（万元）" in headers
    rules = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in page.data_validations.dataValidation}
    kind = page.cell(1, headers.index("类别") + 1).column_letter
    assert rules[kind].type == "list"
    lists = book["_lists"]
    assert lists.sheet_state == "hidden"
    assert [lists[f"{kind}{row}"].value for row in (1, 2)] == ["新建", "改建"]
    state = page.cell(1, headers.index("状态") + 1).column_letter
    assert lists[f"{state}1"].value == "谋划"
    assert "必填" in page.cell(1, headers.index("说明") + 1).comment.text


def test_a_good_sheet_is_taken_in_whole_with_one_entry_and_one_run(filled: None) -> None:
    office = person(Role.OFFICE)
    made = work(office)
    runs = Run.objects.count()
    taken = take(
        office,
        sheet(
            [made.number, "改名", OURS, "乙县", "谋划", "锅炉改造", 12.5, "新建", None],
            [None, "新工程", "丙县一厂", None, None, "n", None, "改建", "科技局"],
            [None, "又一个", None, "乙县", "谋划", "n", "3亿元", "新建", None],
        ),
    )
    assert (taken.entered, taken.edited, taken.same) == (2, 1, 0)
    found = {one.number: one for one in CurrentRecord.objects.filter(ledger="works")}
    assert found["works-0001"].name == "改名"
    assert found["works-0001"].fields == {"note": "锅炉改造", "kind": "new", "cost": 12.5}
    assert (found["works-0002"].entity, found["works-0002"].area, found["works-0002"].day) == (
        THEIRS,
        "12",
        dt.date(2022, 10, 12),
    )
    assert found["works-0003"].fields["cost"] == 30000
    entry = JournalEntry.objects.exclude(action="run.request").order_by("-number")[0]
    assert (entry.action, entry.about) == ("record.import", "ledger:works")
    assert [one["number"] for one in json.loads(entry.after)["records"]] == ["works-0001", "works-0002", "works-0003"]
    assert [one["name"] for one in json.loads(entry.before)] == ["一号工程"]
    assert Run.objects.count() == runs + 1


def test_columns_that_a_sheet_does_not_have_stay_as_they_are(filled: None) -> None:
    office = person(Role.OFFICE)
    made = work(office, **EVERYTHING)
    take(office, sheet([made.number, 7], header=["编号", "投资"]))
    after = CurrentRecord.objects.get(pk=made.pk)
    assert after.fields == {**made.fields, "cost": 7}
    assert (after.name, after.entity) == (made.name, made.entity)
    take(office, sheet([made.number, None, None], header=["编号", "协办单位", "投资"]))
    after = CurrentRecord.objects.get(pk=made.pk)
    assert "helper" not in after.fields
    assert "cost" not in after.fields


def test_every_bad_row_is_told_at_once_by_row_and_column_and_nothing_is_taken(filled: None) -> None:
    office = person(Role.OFFICE)
    made = work(office)
    revisions = RecordRevision.objects.count()
    content = sheet(
        [None, "好的", OURS, "乙县", None, "n", 1, "新建", None],
        [None, "x", "没有这家", "某县", None, None, "很多", "旧", "某局"],
        ["works-0099", "x", OURS, "乙县", None, "n", 1, "新建", None],
        [made.number, "x", OURS, "乙县", "竣工", "n", 1, "新建", None],
        [None, "x", OURS, "乙县", "竣工", "n", 1, "新建", None],
        [None, "x", OURS, "乙县", None, "n", 1, None, None],
        [None, "长" * 301, OURS, "乙县", None, "n", 1, "新建", None],
    )
    assert sorted(refused(office, content)) == [
        ("L013", 3, "主体"),
        ("L014", 3, "地区"),
        ("L020", 3, "说明"),
        ("L021", 3, "投资(万元)"),
        ("L025", 3, "协办单位"),
        ("L025", 3, "类别"),
        ("L043", 7, "类别"),
        ("W157", 8, "名称"),
        ("W162", 4, "编号"),
        ("W163", 5, "状态"),
        ("W164", 6, "状态"),
    ]
    assert RecordRevision.objects.count() == revisions


def test_a_refused_workbook_comes_back_marked(filled: None) -> None:
    office = person(Role.OFFICE)
    client = browser(office)
    content = sheet([None, "x", OURS, "乙县", None, "n", "很多", "新建", None], [None, "y", OURS, None, "竣工", "n"])
    response = client.post("/ledgers/of/works/import", {"file": SimpleUploadedFile("工程.xlsx", content)})
    page = response.content.decode()
    assert response.status_code == 422
    assert "第 2 行" in page
    assert "/ledgers/of/works/marked" in page
    copy = client.get("/ledgers/of/works/marked")
    assert "attachment" in copy["Content-Disposition"]
    marked = book_of(copy).active
    assert "很多" in marked["G2"].comment.text
    assert marked["G2"].fill.fgColor.rgb == "00FFD6D6"
    assert "竣工" in marked["E3"].comment.text
    assert marked["B2"].comment is None
    other = browser(person(Role.OFFICE, name="other"))
    assert other.get("/ledgers/of/works/marked").status_code == 404


def test_a_clerk_enters_and_changes_nothing_of_others(filled: None) -> None:
    office, clerk = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    theirs = work(office, entity=THEIRS)
    content = sheet(
        [theirs.number, "x", OURS, None, None, "n", 1, "新建", None],
        [None, "x", THEIRS, None, None, "n", 1, "新建", None],
    )
    assert refused(clerk, content) == [("W162", 2, "编号"), ("L013", 3, "主体")]


def test_a_clerk_is_told_no_name_of_another_enterprise(filled: None) -> None:
    content = sheet([None, "x", "丙县一厂子", None, None, "n", 1, "新建", None])
    for role, told in ((Role.ENTERPRISE_REPORTER, False), (Role.OFFICE, True)):
        with pytest.raises(UserError) as caught:
            take(person(role), content)
        advice = " ".join(issue.advice("zh") for issue in caught.value.issues)
        assert ("丙县一厂" in advice.replace("丙县一厂子", "")) is told


def test_what_steps_rest_on_needs_a_reason_in_a_sheet_too(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    made = work(office)
    documents.attach(actor(office), office, made.pk, [document()])
    values = {"cost": "100", "begun_on": "2022-10-01"}
    services.take_step(actor(approver), approver, made.pk, "begin", seen=seen(made), values=values)
    content = sheet([made.number, "改建"], header=["编号", "类别"])
    assert [code for code, _, _ in refused(office, content)] == ["W151"]
    assert take(office, content, reason="概算调整").edited == 1
    last = RecordRevision.objects.order_by("-revision")[0]
    assert (last.reason, last.record_id) == ("概算调整", made.pk)


def test_new_records_begin_on_the_day_that_the_sheet_says_but_not_in_the_future(filled: None) -> None:
    office = person(Role.OFFICE)
    header = ["主体", "进入状态时间", "说明", "类别"]
    take(office, sheet([OURS, dt.date(2022, 3, 5), "n", "新建"], header=header))
    assert CurrentRecord.objects.get(ledger="works").day == dt.date(2022, 3, 5)
    assert refused(office, sheet([OURS, dt.date(2022, 10, 13), "n", "新建"], header=header)) == [
        ("W153", 2, "进入状态时间")
    ]


def test_an_empty_a_strange_and_an_endless_file(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    office = person(Role.OFFICE)
    assert [code for code, _, _ in refused(office, sheet())] == ["W160"]
    assert [code for code, _, _ in refused(office, sheet(["x"], header=["什么"]))][:1] != []
    monkeypatch.setattr("sigai_web.ledgers.taking.MOST_ROWS", 1)
    two = sheet(*([None, "x", OURS, None, None, "n", 1, "新建", None] for _ in range(2)))
    assert "W161" in [code for code, _, _ in refused(office, two)]


def test_two_thousand_rows_are_taken_in_a_few_seconds(filled: None, django_assert_max_num_queries: Any) -> None:
    office = person(Role.OFFICE)
    rows = [[None, f"工程{number}", OURS, None, None, "n", number, "新建", None] for number in range(2000)]
    content = sheet(*rows)
    with django_assert_max_num_queries(150):
        assert take(office, content).entered == 2000
    assert CurrentRecord.objects.filter(ledger="works").count() == 2000


def test_a_csv_is_taken_like_a_workbook(filled: None, tmp_path: Path) -> None:
    text = f"编号,主体,说明,类别\n,{OURS},n,新建\n"
    assert take(person(Role.OFFICE), text.encode("gb18030"), name="works.csv").entered == 1


class TestWhileOthersWrite:
    """What a sheet would change is worked out before its turn: nobody waits while two thousand rows are looked at."""

    @pytest.fixture
    def held(self, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
        """Of every row that is looked at, whether all other writers wait meanwhile."""
        found: list[bool] = []
        subject = taking.record_subject

        def looked_at(*given: Any) -> Any:
            found.append(TURN.get() is not None)
            return subject(*given)

        monkeypatch.setattr(taking, "record_subject", looked_at)
        return found

    def test_rows_are_looked_at_before_the_turn(self, filled: None, held: list[bool]) -> None:
        office = person(Role.OFFICE)
        made = work(office)
        rows = [["", f"工程{number}", OURS, "11", "谋划", "x", "1", "新建", ""] for number in range(5)]
        taken = take(office, sheet([made.number, "改名", OURS, "11", "谋划", "锅炉改造", "", "新建", ""], *rows))
        assert (taken.entered, taken.edited) == (5, 1)
        assert held == [False] * 6

    def test_a_record_that_changed_meanwhile_is_looked_at_again(
        self, filled: None, held: list[bool], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The sheet says nothing of the place: what somebody else wrote there a moment ago stays."""
        office = person(Role.OFFICE)
        made = work(office)
        really = taking._take

        def overtaken(*given: Any) -> ImportCounts:
            head = Head("一号工程", OURS, "11")
            services.edit(actor(office), office, made.pk, seen=made.revision, head=head, values={"site": "12"})
            return really(*given)

        monkeypatch.setattr(taking, "_take", overtaken)
        taken = take(office, sheet([made.number, "改名", OURS, "11", "谋划", "锅炉改造", "", "新建", ""]))
        assert taken.edited == 1
        current = CurrentRecord.objects.get(pk=made.pk)
        assert (current.name, current.fields["site"]) == ("改名", "12")
        assert held == [False, True]
