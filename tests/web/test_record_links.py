"""Links from record to record on the web: read, refused, offered, shown on both sides, never to whoever may not see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_api import Program
from helpers_records import change, grant, refusal, take_grants, told, withdraw, work
from helpers_web import OURS, THEIRS, as_read, browser, person, stranger
from sigai.base import UserError
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.ledgers.linked import back_links
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, RecordEntry, RecordLink, RecordRevision
from sigai_web.store.records import keep_all_current

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


def page_of(user: User, record: CurrentRecord) -> str:
    return as_read(browser(user).get(f"/ledgers/records/{record.pk}").content.decode())


def old_text(record: CurrentRecord, fields: str) -> None:
    """Fields as a time without links left them."""
    entry = record.record
    RecordRevision.objects.create(record=entry, name="补助", entity=record.entity, area="11", fields=fields)
    keep_all_current()


@pytest.mark.parametrize(
    "word", ["works-0001", "works/works-0001", "一号工程", "一号工程 · works-0001", " works-0001 "]
)
def test_a_link_is_read_by_number_or_name_and_kept_as_the_number(filled: None, word: str) -> None:
    office = person(Role.OFFICE)
    target = work(office, cost="100")
    made = grant(office, work=word, after=word)
    assert made.fields == {"work": "works-0001", "after": "works/works-0001"}
    links = RecordLink.objects.values_list("record", "field", "target", "text")
    assert set(links) == {(made.pk, "work", target.pk, ""), (made.pk, "after", target.pk, "")}
    assert verify().unbroken


def test_what_is_no_record_that_its_writer_sees_is_refused_with_what_is_near(filled: None) -> None:
    office, ours = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    work(office, cost="100", name="锅炉改造工程")
    theirs = work(office, entity=THEIRS, cost="100", name="锅炉更新工程")
    error = refusal(office, work="锅炉改造工")
    assert told(error) == [("L050", "work")]
    assert "锅炉改造工程 · works-0001" in error.issues[0].advice("zh")
    hidden, unknown = (refusal(ours, work=word).issues[0] for word in (theirs.number, "works-0099"))
    assert (hidden.code, hidden.advice("zh")) == (unknown.code, unknown.advice("zh"))
    assert "更新" not in hidden.advice("zh")


def test_a_record_in_another_state_or_without_what_the_field_asks_is_refused(filled: None) -> None:
    office = person(Role.OFFICE)
    bare = work(office)
    assert told(refusal(office, work=bare.number)) == [("L051", "work")]
    assert grant(office, after=bare.number).fields == {"after": "works/works-0001"}
    change(office, bare, cost="100")
    made = grant(office, work=bare.number)
    CurrentRecord.objects.filter(pk=bare.pk).update(state="done")
    error = refusal(office, work=bare.number)
    assert told(error) == [("L051", "work")]
    assert "竣工" in error.issues[0].what("zh") and "谋划、在建" in error.issues[0].advice("zh")
    assert change(office, made, amount="5").fields == {"work": bare.number, "amount": 5}, "an old link stays as it was"


def test_a_withdrawn_record_is_linked_no_more_and_shown_so_where_it_was(filled: None) -> None:
    office = person(Role.OFFICE)
    target = work(office, cost="100")
    made = grant(office, work=target.number)
    withdraw(target)
    assert told(refusal(office, work=target.number)) == [("L054", "work")]
    page = page_of(office, made)
    assert f'href="/ledgers/records/{target.pk}"' in page and "已撤回" in page
    assert made.number in page_of(office, target)
    withdraw_source = grant(office, after=made.number)
    assert withdraw_source.number in page_of(office, made)


def test_links_never_lead_round_in_a_circle(filled: None) -> None:
    office = person(Role.OFFICE)
    first, second, third = (grant(office) for _ in range(3))
    change(office, first, after=second.number)
    change(office, second, after=third.number)
    for last in (third, first):
        with pytest.raises(UserError) as caught:
            change(office, last, after=first.number)
        assert told(caught.value) == [("L052", "after")]
    assert change(office, second, after="").fields == {}
    assert change(office, third, after=first.number).fields == {"after": "grants/grants-0001"}


def test_two_rows_of_a_sheet_that_lead_round_together_are_refused(filled: None) -> None:
    office = person(Role.OFFICE)
    first, second = grant(office), grant(office)
    with pytest.raises(UserError) as caught:
        take_grants(office, ["编号", "续于"], [first.number, second.number], [second.number, first.number])
    assert [(one.code, one.place.row) for one in caught.value.issues] == [("L052", 2), ("L052", 3)]
    assert RecordLink.objects.count() == 0


def test_a_sheet_brings_links_by_number_or_name_and_what_goes_out_comes_back(filled: None) -> None:
    office = person(Role.OFFICE)
    work(office, cost="100")
    head = ["名称", "主体", "工程", "续于"]
    assert take_grants(office, head, ["一", OURS, "一号工程", "works-0001"], ["二", OURS, None, None]).entered == 2
    first = CurrentRecord.objects.get(number="grants-0001")
    assert first.fields == {"work": "works-0001", "after": "works/works-0001"}
    with pytest.raises(UserError) as caught:
        take_grants(office, head, ["三", OURS, "works-0009", None])
    assert [(one.code, one.place.row, one.place.column) for one in caught.value.issues] == [("L050", 2, "工程")]
    revisions = RecordRevision.objects.count()
    content = browser(office).get("/ledgers/of/grants/export").content
    again = browser(office).post("/ledgers/of/grants/import", {"file": SimpleUploadedFile("a.xlsx", content)})
    assert (again.status_code, RecordRevision.objects.count()) == (302, revisions)


def test_old_texts_become_links_or_stay_to_be_linked_with_suggestions(filled: None) -> None:
    office = person(Role.OFFICE)
    target = work(office, cost="100", name="锅炉改造")
    made = grant(office)
    old_text(made, '{"work": "works-0001"}')
    assert RecordLink.objects.get().target_id == target.pk
    old_text(made, '{"work": "锅炉改造一期"}')
    link = RecordLink.objects.get()
    assert (link.target_id, link.text) == (None, "锅炉改造一期")
    page = page_of(office, made)
    assert "待关联" in page and "锅炉改造 works-0001" in page
    assert "grants-0001" in browser(office).get("/ledgers/of/grants?f_work=unlinked").content.decode()
    assert change(office, made, amount="7").fields == {"work": "锅炉改造一期", "amount": 7}, "nothing is dropped"
    assert take_grants(office, ["编号", "工程", "金额"], [made.number, "锅炉改造一期", 8]).edited == 1
    assert change(office, made, work=target.number).fields["work"] == target.number
    assert RecordLink.objects.get().target_id == target.pk


def test_the_edit_form_names_the_linked_record_beside_its_number(filled: None) -> None:
    office = person(Role.OFFICE)
    target = work(office, cost="100", name="锅炉改造")
    made = grant(office, work=target.number)
    form = browser(office).get(f"/ledgers/records/{made.pk}/edit").content.decode()
    assert 'value="works-0001"' in form and "锅炉改造 · works-0001" in form
    assert f'href="/ledgers/records/{target.pk}"' in form
    withdraw(target)
    form = browser(office).get(f"/ledgers/records/{made.pk}/edit").content.decode()
    assert "锅炉改造 · works-0001" in form and "已撤回" in form


def test_a_text_is_linked_once_there_is_a_record_of_that_number(filled: None) -> None:
    office = person(Role.OFFICE)
    old_text(grant(office), '{"work": "works-0001"}')
    assert RecordLink.objects.get().target is None
    made = work(office)
    assert RecordLink.objects.get().target_id == made.pk
    keep_all_current()
    assert RecordLink.objects.get().target_id == made.pk


def test_both_sides_show_the_link_to_whoever_sees_the_other(filled: None) -> None:
    office, theirs = person(Role.OFFICE), stranger(Role.ENTERPRISE_REPORTER)
    target = work(office, cost="100", partner=THEIRS)
    made, other = (grant(office, entity=entity, work=target.number) for entity in (OURS, THEIRS))
    page = page_of(office, target)
    assert f"/ledgers/records/{made.pk}" in page and "<b>2</b>" in page
    page = page_of(theirs, target)
    assert f"/ledgers/records/{other.pk}" in page and f"/ledgers/records/{made.pk}" not in page and "<b>1</b>" in page
    listed = browser(office).get("/ledgers/of/grants?f_work=works/works-0001").content.decode()
    assert made.number in listed and other.number in listed


def test_a_link_to_a_record_that_its_reader_may_not_see_is_as_one_that_leads_nowhere(filled: None) -> None:
    office, theirs = person(Role.OFFICE), stranger(Role.ENTERPRISE_REPORTER)
    hidden = work(office, cost="100", name="别家看不到")
    other = grant(office, entity=THEIRS, work=hidden.number)
    nowhere = grant(office, entity=THEIRS)
    old_text(nowhere, '{"work": "works-0099"}')
    pages = [page_of(theirs, one) for one in (other, nowhere)]
    assert "别家看不到" not in pages[0] and f"/ledgers/records/{hidden.pk}" not in pages[0]
    assert all("待关联" in page for page in pages)
    assert "别家看不到" in page_of(office, other)


def test_a_form_offers_what_its_writer_sees_and_the_field_may_lead_to(filled: None) -> None:
    office, ours = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    work(office, cost="100")
    work(office, entity=THEIRS, cost="100", name="二号工程")
    work(office, name="没有投资的工程")
    box = as_read(browser(office).get("/ledgers/of/grants/new").content.decode())
    assert 'hx-get="/ledgers/of/grants/links/work"' in box

    def offered(user: User) -> str:
        return browser(user).get("/ledgers/of/grants/links/work?f_work=工程").content.decode()

    assert "一号工程 · works-0001" in offered(office) and "二号工程 · works-0002" in offered(office)
    assert "没有投资" not in offered(office)
    assert "一号工程" in offered(ours) and "二号工程" not in offered(ours)
    assert browser(office).get("/ledgers/of/grants/links/amount?f=1").status_code == 404


def test_the_api_says_where_links_lead(filled: None) -> None:
    office = person(Role.OFFICE)
    target = work(office, cost="100")
    made = grant(office, work=target.number)
    program = Program(office)
    read = program.get(f"/records/{made.pk}").json()
    assert (read["fields"], read["links"]) == ({"work": target.number}, {"work": target.pk})
    read = program.get(f"/records/{target.pk}").json()
    assert read["linked_from"] == [{"ledger": "grants", "field": "work", "count": 1}]


def test_a_new_record_does_not_link_to_itself(filled: None) -> None:
    assert told(refusal(person(Role.OFFICE), after="grants-0001")) == [("L050", "after")]
    assert RecordEntry.objects.filter(ledger="grants").count() == 0


def test_the_page_asks_no_more_for_many_links_and_a_long_life_than_for_few(filled: None) -> None:
    office = person(Role.OFFICE)
    target = work(office, cost="100")
    grant(office, work=target.number)
    change(office, target, cost="101")
    client, page = browser(office), f"/ledgers/records/{target.pk}"
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(12):
        grant(office, entity=OURS if number % 2 else THEIRS, work=target.number, after=target.number)
        change(office, target, cost=str(200 + number))
    with CaptureQueriesContext(connection) as many:
        shown = as_read(client.get(page).content.decode())
    assert len(many) == len(few)
    assert "works-0001" in shown
    after, by = back_links(office, target.record)
    assert [(one.field.id, one.count, len(one.rows)) for one in (after, by)] == [("after", 12, 5), ("work", 13, 5)]
    newest = CurrentRecord.objects.filter(ledger="grants").order_by("-at", "-pk")[:5]
    assert [row.pk for row, *_ in after.rows] == [one.pk for one in newest]
