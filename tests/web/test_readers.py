"""Records that are open to readers: by page, list, words, filters, order, export, API, documents, links and library."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.http import Http404
from django.utils import timezone

from helpers_api import Program
from helpers_programme import write_programme
from helpers_records import PDF, change, document, grant, seen, work
from helpers_web import OURS, THEIRS, as_read, browser, person, web_content
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.documents import attach_rows
from sigai_web.ledgers.linked import back_links
from sigai_web.ledgers.links import worded
from sigai_web.ledgers.models import Attachment
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.reading import own_records
from sigai_web.ledgers.summaries import summaries
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db
OPEN = ("note", "kind")
SECRET, HIDDEN = "内部评语", 4321


def opened_content() -> dict[str, Any]:
    """Works in progress are a library of the city: note and kind are open, the rest is for whom a work names, and its
    cost for its keepers; the works that are planned are judged by the second department."""
    content = copy.deepcopy(web_content())
    works = next(one for one in content["ledgers"] if one["id"] == "works")
    works["readers"] = [{"to": ["city"], "states": ["building"]}, {"to": ["U2"], "read": "named"}]
    next(one for one in content["ledgers"] if one["id"] == "grants")["readers"] = [{"to": ["U2"], "read": "named"}]
    for field in works["fields"]:
        if field["id"] in OPEN:
            field["read"] = "readers"
    works["fields"] += [
        {"id": "verdict", "name": {"zh": "评语", "en": "Verdict"}, "type": "text", "read": "keepers"},
        {"id": "price", "name": {"zh": "底价", "en": "Price"}, "type": "number", "unit": "万元", "read": "keepers"},
    ]
    for field in works["fields"][-2:]:
        field["fill"] = {"by": ["unit_reporter", "unit_approver", "office"]}
    for step in works["transitions"]:
        step["read"] = "readers" if step["id"] in ("begin", "take_over") else "named"
    return content


@pytest.fixture
def open_works(tmp_path: Path, settings: Any, filled: None) -> CurrentRecord:
    """A work of our enterprise that is under way, with a permit and a document of no name."""
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "open", opened_content())
    office = person(Role.OFFICE, name="keeps")
    made = work(office, name="甲工程", cost="1000", partner=OURS, helper="U1", begun_on="2022-01-05", due="2022-02-01")
    made = change(office, made, verdict=SECRET, price=str(HIDDEN))
    unit = person(Role.UNIT_APPROVER, scope="U1", name="leads-on")
    documents.attach(SYSTEM, office, made.pk, [document(), document("", PDF + b"2", "inner.pdf")])
    given = {"cost": "1000", "begun_on": "2022-01-05"}
    services.take_step(SYSTEM, unit, made.pk, "begin", seen=seen(CurrentRecord.objects.get(pk=made.pk)), values=given)
    return CurrentRecord.objects.get(pk=made.pk)


def somebody(role: Role, scope: str) -> User:
    name = f"{role}-{scope}".lower()
    return User.objects.filter(username=name).first() or person(role, scope=scope, name=name)


def stranger() -> Any:
    return somebody(Role.ENTERPRISE_REPORTER, THEIRS)


def own() -> Any:
    return somebody(Role.ENTERPRISE_REPORTER, OURS)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def page_of(user: Any, address: str) -> str:
    response = browser(user).get(address)
    assert response.status_code == 200, address
    return as_read(response.content.decode())


def test_a_reader_reads_what_is_open_and_nothing_else(open_works: CurrentRecord) -> None:
    page = page_of(stranger(), f"/ledgers/records/{open_works.pk}")
    assert "锅炉改造" in page and "新建" in page and "甲工程" in page
    for word in (SECRET, "4,321", "1,000", "2022-01-05", "经过", "科技局", "inner.pdf", "修改", "撤回"):
        assert word not in page, word
    assert "permit.pdf" in page


def test_whom_it_names_reads_all_but_what_its_keepers_keep_to_themselves(open_works: CurrentRecord) -> None:
    page = page_of(own(), f"/ledgers/records/{open_works.pk}")
    assert "1,000" in page and "inner.pdf" in page and "经过" in page
    assert SECRET not in page and "4,321" not in page
    form = page_of(own(), f"/ledgers/records/{open_works.pk}/edit")
    assert SECRET not in form and "底价" not in form
    kept = page_of(person(Role.UNIT_REPORTER, scope="U1", name="clerk"), f"/ledgers/records/{open_works.pk}")
    assert SECRET in kept and "4,321" in kept


def test_what_is_in_another_state_or_withdrawn_is_closed(open_works: CurrentRecord) -> None:
    planned = work(person(Role.OFFICE, name="o"), name="乙工程")
    reads = stranger()
    assert browser(reads).get(f"/ledgers/records/{planned.pk}").status_code == 404
    assert "乙工程" not in page_of(reads, "/ledgers/of/works") + page_of(reads, "/library")
    CurrentRecord.every.filter(pk=open_works.pk).update(withdrawn=True)
    with pytest.raises(Http404):
        reached(reads, open_works.pk)
    assert "甲工程" not in page_of(reads, "/ledgers/of/works") + page_of(reads, "/library")


@pytest.mark.parametrize(
    ("query", "stranger_finds", "named_finds", "keeper_finds"),
    [
        ("q=锅炉", True, True, True),
        ("f_kind=new", True, True, True),
        ("f_kind=old", False, False, False),
        ("f_helper=U1", False, True, True),
        ("cost_from=900&cost_to=1100", False, True, True),
        ("begun_on_from=2022-01-01", False, True, True),
        (f"q={SECRET}", False, False, False),
        (f"price_from={HIDDEN}", False, False, True),
        (f"price_to={HIDDEN - 1}", False, False, False),
        (f"entity={OURS}", True, True, True),
    ],
)
def test_nothing_is_found_by_what_its_reader_may_not_read(
    open_works: CurrentRecord, query: str, stranger_finds: bool, named_finds: bool, keeper_finds: bool
) -> None:
    people = {stranger_finds: stranger()}, {named_finds: own()}, {keeper_finds: person(Role.OFFICE, name="office")}
    for ((finds, user),) in (one.items() for one in people):
        table = page_of(user, f"/ledgers/of/works?{query}").partition("<tbody>")[2]
        assert ("甲工程" in table) is finds, (query, user)
        sheet = opened(browser(user).get(f"/ledgers/of/works/export?{query}").content)
        assert ("甲工程" in str(list(sheet.active.values))) is finds, (query, user)


@pytest.mark.parametrize("order", ["f_price", "-f_price", "f_cost", "-f_cost", "due", "-due"])
def test_no_order_tells_what_its_reader_may_not_read(open_works: CurrentRecord, order: str) -> None:
    other = CurrentRecord.objects.get(pk=open_works.pk)
    office = person(Role.OFFICE, name="o")
    other = work(office, name="乙工程", entity=THEIRS)
    CurrentRecord.every.filter(pk=other.pk).update(
        state="building", fields={**other.fields, "price": 1, "cost": 1}, due="2021-01-01", entity=None
    )
    other.record.parties.all().delete()
    reads = person(Role.ENTERPRISE_REPORTER, scope="91000000MA00000035", name="third")
    table = page_of(reads, f"/ledgers/of/works?sort={order}").partition("<tbody>")[2]
    assert 0 < table.index("甲工程") < table.index("乙工程")


def test_the_workbook_has_no_column_that_is_not_for_its_reader(open_works: CurrentRecord) -> None:
    heads = {}
    for name, user in (("stranger", stranger()), ("own", own()), ("office", person(Role.OFFICE, name="office"))):
        sheet = opened(browser(user).get("/ledgers/of/works/export").content).active
        heads[name] = " ".join(str(cell) for row in sheet.values for cell in row)
    assert "锅炉改造" in heads["stranger"] and "投资" not in heads["stranger"] and "底价" not in heads["stranger"]
    assert "投资" in heads["own"] and "底价" not in heads["own"] and SECRET not in heads["own"]
    assert "底价" in heads["office"] and SECRET in heads["office"]


def test_the_api_answers_with_what_is_for_its_reader(open_works: CurrentRecord) -> None:
    office = person(Role.OFFICE, name="office")
    for user, names in (
        (stranger(), {"note", "kind"}),
        (own(), {"note", "kind", "cost", "partner", "helper", "begun_on", "due"}),
        (office, {"note", "kind", "cost", "partner", "helper", "begun_on", "due", "verdict", "price"}),
    ):
        asks = Program(user)
        (listed,) = asks.get("/ledgers/works/records").json()["items"]
        whole = asks.get(f"/records/{open_works.pk}").json()
        for told in (listed, whole):
            assert {name for name, value in told["fields"].items() if value is not None} == names
        history = asks.get(f"/records/{open_works.pk}/history")
        if names == {"note", "kind"}:
            assert history.status_code == 404
            assert whole["due"] is None and whole["deadlines"] == [] and whole["steps"] == []
            assert [one["name"] for one in whole["documents"]] == ["permit.pdf"]
        else:
            assert (SECRET in history.content.decode()) is ("verdict" in names)


def test_the_api_narrows_by_fields_and_refuses_what_narrows_nothing(open_works: CurrentRecord) -> None:
    asks = Program(person(Role.OFFICE, name="office"))
    found = {
        query: len(asks.get(f"/ledgers/works/records?{query}").json()["items"])
        for query in ("where=f_kind=new&where=cost_from=1000", "where=cost_to=999.5", "where=begun_on_to=2022-01-05")
    }
    assert list(found.values()) == [1, 0, 1]
    for wrong in ("cost_from=much", "colour=red", "f_note=x", "begun_on_from=tomorrow", "nonsense"):
        assert asks.get(f"/ledgers/works/records?where={wrong}").status_code == 422, wrong


def test_documents_are_read_as_the_step_says_that_asks_for_them(open_works: CurrentRecord) -> None:
    permit, inner = Attachment.objects.get(name="permit.pdf"), Attachment.objects.get(name="inner.pdf")
    reads, named = stranger(), own()
    assert browser(reads).get(f"/ledgers/documents/{permit.pk}").status_code == 200
    assert browser(reads).get(f"/ledgers/documents/{inner.pk}").status_code == 404
    assert Program(reads).get(f"/documents/{inner.pk}/file").status_code == 404
    assert browser(named).get(f"/ledgers/documents/{inner.pk}").status_code == 200


def test_a_reader_makes_no_step_attaches_and_edits_nothing(open_works: CurrentRecord) -> None:
    reads = stranger()
    sent = {"revision": open_works.revision, "step": open_works.step, "reason": "r", "name": "x"}
    for address in ("edit", "documents", "withdraw", "correct", "steps/finish", "steps/go_on"):
        answer = browser(reads).post(f"/ledgers/records/{open_works.pk}/{address}", sent)
        assert answer.status_code == 403, address
    assert browser(reads).get(f"/ledgers/records/{open_works.pk}/edit").status_code == 403
    asks = Program(reads)
    body = {"revision": open_works.revision, "fields": {"note": "我的"}}
    assert asks.ask("PATCH", f"/records/{open_works.pk}", body).status_code == 403


def test_who_must_judge_reads_it_as_whom_it_names(open_works: CurrentRecord) -> None:
    planned = work(person(Role.OFFICE, name="o"), name="乙工程", cost="77")
    page = page_of(person(Role.UNIT_APPROVER, scope="U2", name="judges"), f"/ledgers/records/{planned.pk}")
    assert "77" in page and "经过" in page
    assert "修改</a>" not in page
    listed = page_of(person(Role.UNIT_REPORTER, scope="U2", name="clerk"), "/ledgers/of/works?cost_to=80")
    assert "乙工程" in listed.partition("<tbody>")[2]


def test_what_somebody_must_judge_is_theirs_where_records_are_counted_and_linked(open_works: CurrentRecord) -> None:
    judge, stranger_to_it = (
        person(Role.UNIT_APPROVER, scope="U2", name="judges"),
        person(Role.AREA_APPROVER, scope="12"),
    )
    CurrentRecord.objects.filter(pk=open_works.pk).update(due="2022-01-01")
    grant(person(Role.OFFICE, name="o"), entity=OURS, work=open_works.number)
    for user, theirs in ((judge, True), (stranger_to_it, False)):
        assert CurrentRecord.objects.filter(own_records(user), pk=open_works.pk).exists() is theirs
        assert bool(back_links(user, open_works.record)) is theirs
        (summary,) = summaries(CurrentRecord.objects.filter(ledger="works"), most=0, own=own_records(user))
        assert summary.overdue == theirs


def test_links_to_what_is_open_are_shown_by_name_and_by_no_closed_field(open_works: CurrentRecord) -> None:
    office, reads = person(Role.OFFICE, name="o"), stranger()
    made = grant(office, entity=THEIRS, work=open_works.number)
    page = page_of(reads, f"/ledgers/records/{made.pk}")
    assert "甲工程 · works-0001" in page
    field = programme.current().ledger_by_id["grants"].field("work")
    assert field is not None
    assert worded(reads, field, "锅炉") and not worded(reads, field, SECRET)
    secret = grant(office, entity=OURS, work=open_works.number)
    assert [one.count for one in back_links(reads, open_works.record)] == [1]
    assert [one.count for one in back_links(office, open_works.record)] == [2]
    assert f"/ledgers/records/{secret.pk}" not in page_of(reads, f"/ledgers/records/{open_works.pk}")


def test_the_library_finds_by_words_and_choices(open_works: CurrentRecord) -> None:
    reads = stranger()
    for query, finds in (
        ("", True),
        ("?q=锅炉 甲", True),
        (f"?q={SECRET}", False),
        ("?q=工信局", False),
        ("?ledger=works&f_kind=new", True),
        ("?ledger=works&f_kind=old", False),
        ("?ledger=grants", True),
        ("?ledger=works&q=没有", False),
    ):
        page = page_of(reads, f"/library{query}")
        assert ("甲工程" in page) is finds, query
        assert SECRET not in page.partition('class="library"')[2] and "1,000" not in page
    assert "甲工程" in page_of(person(Role.OFFICE, name="office"), "/library")
    assert browser(person(Role.AUDITOR, name="auditor")).get("/library").status_code == 403


def test_nobody_writes_what_they_do_not_read(open_works: CurrentRecord) -> None:
    helper = person(Role.UNIT_REPORTER, scope="U2", name="helps")
    made = work(person(Role.OFFICE, name="o"), name="乙工程", helper="U2")
    asks = Program(helper)
    answer = asks.ask("PATCH", f"/records/{made.pk}", {"revision": made.revision, "fields": {"verdict": "好"}})
    assert answer.status_code in (403, 422)
    assert CurrentRecord.objects.get(pk=made.pk).fields.get("verdict") in (None, "")


def test_a_document_without_a_step_is_for_whom_the_record_names(open_works: CurrentRecord) -> None:
    attach_rows(open_works.record, [document("别的名", PDF + b"3", "odd.pdf")], SYSTEM, timezone.now())
    assert "odd.pdf" not in page_of(stranger(), f"/ledgers/records/{open_works.pk}")


def test_a_named_readers_field_opens_to_whom_it_names_only(tmp_path: Path, settings: Any, filled: None) -> None:
    content = opened_content()
    works = next(one for one in content["ledgers"] if one["id"] == "works")
    works["readers"] = [{"to": ["enterprises"], "named_in": "site"}, {"to": ["leader"], "states": ["done"]}]
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "named", content)
    office = person(Role.OFFICE, name="o")
    near, far = work(office, name="近处", site="11"), work(office, name="远处", site="12")
    nowhere = work(office, name="无处")
    whole = work(office, name="全市", site="1", entity=THEIRS)
    for user, finds in ((own(), {near.pk, far.pk, nowhere.pk, whole.pk}), (stranger(), {far.pk, whole.pk})):
        page = page_of(user, "/ledgers/of/works")
        assert {one.pk for one in (near, far, nowhere, whole) if f'/records/{one.pk}"' in page} == finds


def test_sheets_that_come_back_leave_alone_what_their_writer_does_not_read(open_works: CurrentRecord) -> None:
    made = work(own(), name="乙工程")
    change(person(Role.OFFICE, name="o"), made, verdict=SECRET)
    content = browser(own()).get("/ledgers/of/works/export?q=乙工程").content
    sheet = opened(content)
    heads = [cell.value for cell in sheet.active[1]]
    assert "评语" not in heads
