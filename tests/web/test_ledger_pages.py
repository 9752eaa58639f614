"""Pages of a ledger that nobody wrote pages for: lists, words found, filters, forms, history, calendar, summaries."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_records import PDF, actor, document, seen, work
from helpers_web import OURS, THEIRS, as_read, browser, person
from helpers_work import lines_run
from sigai_web.ledgers import documents, services, summaries
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, Entity, RecordEntry, RecordRevision, RecordState
from sigai_web.store.records import keep_current

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    "cost": "12345.5",
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


def titles(page: str) -> list[str]:
    """The names of the records that a list shows, in its order."""
    return re.findall(r'<td class="title"><a href="/ledgers/records/\d+">([^<]+)</a>', page)


def listed(user: Any, query: str = "") -> list[str]:
    client = browser(user)
    response = client.get(f"/ledgers/of/works{query}")
    assert response.status_code == 200
    return titles(as_read(response.content.decode()))


def test_a_ledger_added_by_content_has_every_page(filled: None) -> None:
    office = person(Role.OFFICE)
    made = work(office, **FULL)
    client = browser(office)
    assert "工程" in client.get("/ledgers").content.decode()
    page = as_read(client.get(f"/ledgers/records/{made.pk}").content.decode())
    for word in ("锅炉改造", "12,345.5", "万元", "2022-09-01", "2022Q3", "新建", "丙县一厂", "丙县", "科技局"):
        assert word in page
    form = as_read(client.get(f"/ledgers/records/{made.pk}/edit").content.decode())
    for name in ("note", "cost", "begun_on", "quarter", "kind", "key", "partner", "site", "helper", "due"):
        assert f'name="f_{name}"' in form
    assert f'value="丙县一厂 · {THEIRS}"' in form
    assert '<option value="new" selected>' in form
    new = as_read(client.get("/ledgers/of/works/new?by=take_over").content.decode())
    assert "许可证" in new
    assert 'name="evidence_0"' in new


FILTERS = [
    ("?f_kind=old", ["乙工程"]),
    ("?f_key=yes", ["甲工程"]),
    ("?f_key=no", ["乙工程"]),
    ("?f_key=-", ["丁工程", "丙工程"]),
    ("?f_helper=U2", ["甲工程"]),
    ("?begun_on_from=2022-06-01&begun_on_to=2022-09-01", ["甲工程"]),
    ("?begun_on_to=2022-05-31", ["乙工程"]),
    ("?since_from=2022-10-01", ["甲工程", "乙工程", "丁工程", "丙工程"]),
    ("?since_from=2022-10-13", []),
    ("?area=12", ["乙工程"]),
    ("?area=1&q=工程", ["甲工程", "乙工程", "丁工程", "丙工程"]),
    ("?state=planned&f_kind=old", ["乙工程"]),
    ("?state=building", []),
    ("?overdue=1", []),
    (f"?entity={OURS}", ["甲工程", "丁工程", "丙工程"]),
    ("?sort=f_cost", ["乙工程", "甲工程", "丁工程", "丙工程"]),
    ("?sort=-f_cost", ["甲工程", "乙工程", "丁工程", "丙工程"]),
    ("?sort=state", ["甲工程", "乙工程", "丁工程", "丙工程"]),
    ("?sort=-number", ["丙工程", "丁工程", "乙工程", "甲工程"]),
    ("?sort=nonsense&state=nonsense&area=nonsense&page=99", ["甲工程", "乙工程", "丁工程", "丙工程"]),
    ("?f_kind=new'--&begun_on_from=never", []),
]


@pytest.fixture
def four(filled: None) -> Any:
    office = person(Role.OFFICE)
    work(
        office,
        name="甲工程",
        note="余热发电ＡＢＣ",
        kind="new",
        cost="1000",
        key="yes",
        begun_on="2022-09-01",
        helper="U2",
    )
    work(office, name="乙工程", note="冷却塔", kind="old", cost="9", key="no", begun_on="2022-05-31", entity=THEIRS)
    work(office, name="丁工程", note="100%国产_x", kind="new")
    work(office, name="丙工程", note="厂房", kind="new")
    return office


@pytest.mark.parametrize(("query", "wanted"), FILTERS)
def test_filters_and_orders(four: Any, query: str, wanted: list[str]) -> None:
    assert listed(four, query) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("余热", ["甲工程"]),
        ("abc", ["甲工程"]),
        ("热发电", ["甲工程"]),
        ("丙县一厂", ["乙工程"]),
        ("works-0003", ["丁工程"]),
        ("WORKS-0003", ["丁工程"]),
        ("工程 冷却", ["乙工程"]),
        ("冷却　塔", ["乙工程"]),
        ("%", ["丁工程"]),
        ("_x", ["丁工程"]),
        (OURS.lower(), ["甲工程", "丁工程", "丙工程"]),
        ("没有这个词", []),
    ],
)
def test_words_are_found_anywhere_in_number_name_entity_and_texts(four: Any, words: str, wanted: list[str]) -> None:
    client = browser(four)
    assert titles(as_read(client.get("/ledgers/of/works", {"q": words}).content.decode())) == wanted


def test_a_part_of_the_page_comes_alone_for_htmx(four: Any) -> None:
    part = as_read(browser(four).get("/ledgers/of/works?q=余热", headers={"HX-Request": "true"}).content.decode())
    assert titles(part) == ["甲工程"]
    assert "<html" not in part


def add_works(numbers: range) -> None:
    """Records of the ledger, as many as there are numbers."""
    entries = RecordEntry.objects.bulk_create([RecordEntry(ledger="works", number=f"w{n:05d}") for n in numbers])
    fields = '{{"note": "第{}号余热", "kind": "{}", "cost": {}}}'
    RecordRevision.objects.bulk_create(
        RecordRevision(
            record=entry, name=f"工程{n}", entity=OURS, area="11", fields=fields.format(n, "new" if n % 2 else "old", n)
        )
        for n, entry in zip(numbers, entries, strict=True)
    )
    day = dt.date(2022, 9, 1)
    RecordState.objects.bulk_create(
        RecordState(record=entry, state="planned", since=24272, day=day) for entry in entries
    )
    keep_current()


def test_a_list_of_twenty_thousand_takes_the_work_of_one_page(filled: None) -> None:
    """As many queries as for four, and no more lines run than for a thousand: nothing is done for each record."""
    client = browser(person(Role.UNIT_REPORTER, scope="U1"))

    def target_lines_of(query: str) -> int:
        return lines_run(lambda: client.get(f"/ledgers/of/works{query}"))

    add_works(range(1000))
    queries = ("", "?q=9号&f_kind=new&sort=-f_cost", "?overdue=1&sort=due&page=5")
    few = [target_lines_of(query) for query in queries]
    add_works(range(1000, 20_000))
    for query, lines in zip(queries, few, strict=True):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(f"/ledgers/of/works{query}")
        assert response.status_code == 200
        assert len(asked) <= 12
        assert target_lines_of(query) < 1.1 * lines


def test_an_overtaken_edit_shows_both_and_loses_nothing(filled: None) -> None:
    office, clerk = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    made = work(clerk, cost="5")
    form = {"name": "一号工程", "entity": OURS, "area": "11", "f_note": "锅炉改造", "f_kind": "new", "f_cost": "5"}
    theirs = {**form, "revision": made.revision, "f_cost": "7", "f_quarter": "2022Q3"}
    assert browser(office).post(f"/ledgers/records/{made.pk}/edit", theirs).status_code == 302
    client = browser(clerk)
    mine = {**form, "revision": made.revision, "f_cost": "8", "f_note": "我的说明", "f_quarter": ""}
    response = client.post(f"/ledgers/records/{made.pk}/edit", mine)
    page = as_read(response.content.decode())
    assert response.status_code == 409
    assert re.search(r'name="f_cost" value="8"', page)
    assert "对方改成：</small>" not in page
    assert re.search(r"对方改成： <strong>7</strong>", page)
    assert re.search(r'name="f_quarter" value="2022Q3"', page)
    assert ">我的说明</textarea>" in page
    revision = int(re.findall(r'name="revision" value="(\d+)"', page)[0])
    again = {**mine, "revision": revision, "f_quarter": "2022Q3"}
    assert client.post(f"/ledgers/records/{made.pk}/edit", again).status_code == 302
    after = CurrentRecord.objects.get(pk=made.pk).fields
    assert (after["cost"], after["note"], after["quarter"]) == (8, "我的说明", "2022Q3")


def test_all_that_is_wrong_with_a_form_stands_beside_its_fields_and_nothing_typed_is_lost(filled: None) -> None:
    clerk = person(Role.ENTERPRISE_REPORTER)
    sent = {"entity": OURS, "f_cost": "很多", "f_begun_on": "2022-09-01", "f_quarter": "何时", "on": "2022-10-13"}
    response = browser(clerk).post("/ledgers/of/works/new", sent)
    page = as_read(response.content.decode())
    assert response.status_code == 422
    for name in ("f_cost", "f_quarter", "f_note", "f_kind"):
        assert f'id="{name}-wrong"' in page
    assert 'value="很多"' in page
    assert 'value="2022-09-01"' in page
    assert "晚于今天" in page


def test_a_step_refused_opens_its_form_again_with_what_was_typed(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    made = work(office)
    sent = {"revision": made.revision, "step": made.step, "f_cost": "99", "f_begun_on": "", "on": "2022-10-12"}
    response = browser(approver).post(f"/ledgers/records/{made.pk}/steps/begin", sent)
    page = as_read(response.content.decode())
    assert response.status_code == 422
    assert '<details class="step" open>' in page
    assert 'id="begin-f_begun_on-wrong"' in page
    assert 'id="begin-evidence_0-wrong"' in page
    assert 'name="f_cost" value="99"' in page


def test_steps_are_buttons_for_those_who_may(filled: None) -> None:
    made = work(person(Role.OFFICE, name="maker"))
    may = {Role.UNIT_APPROVER, Role.AREA_APPROVER, Role.LEADER}
    readers = [
        role for role in Role if role not in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
    ]
    for role in readers:
        page = as_read(browser(person(role)).get(f"/ledgers/records/{made.pk}").content.decode())
        assert (f"/ledgers/records/{made.pk}/steps/begin" in page) is (role in may), role


def test_the_history_tells_every_change_with_who_and_what(filled: None) -> None:
    clerk, office, approver = person(Role.ENTERPRISE_REPORTER), person(Role.OFFICE), person(Role.UNIT_APPROVER)
    office.name = "王主任"
    office.save()
    made = work(clerk, cost="5")
    documents.attach(actor(office), office, made.pk, [document(name="施工证.pdf")])
    head = services.Head("一号工程", OURS, "11")
    edited = services.edit(actor(office), office, made.pk, seen=made.revision, head=head, values={"cost": "70"}).record
    values = {"cost": "100", "begun_on": "2022-10-01"}
    services.take_step(actor(approver), approver, made.pk, "begin", seen=seen(edited), values=values)
    page = as_read(browser(office).get(f"/ledgers/records/{made.pk}").content.decode())
    story = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("经过") :]))
    begun, changed, attached, entered = (story.index(word) for word in ("开工 →", "修改", "上传材料", "入库 →"))
    assert begun < changed < attached < entered
    assert "投资: 5 万元 → 70 万元" in story
    assert "投资: 70 万元 → 100 万元" in story
    assert story.count("施工证.pdf") >= 2
    assert "王主任" in story


def test_a_new_record_with_its_document_in_one_go(filled: None) -> None:
    office = person(Role.OFFICE)
    sent = {"entity": f"乙县一厂 · {OURS}", "f_note": "n · 1", "f_partner": "丙县一厂", "on": "2021-05-04"}
    file = {"evidence_0": SimpleUploadedFile("x.pdf", PDF)}
    client = browser(office)
    assert client.post("/ledgers/of/works/new?by=take_over", sent).status_code == 422
    assert client.post("/ledgers/of/works/new?by=take_over", {**sent, **file}).status_code == 302
    made = CurrentRecord.objects.get(ledger="works")
    assert (made.entity, made.state, made.day) == (OURS, "building", dt.date(2021, 5, 4))
    assert made.fields == {"note": "n · 1", "partner": THEIRS}


def test_entities_are_offered_by_name_to_clerks_only_their_own(filled: None) -> None:
    assert "丙县一厂" in browser(person(Role.OFFICE)).get("/ledgers/entities?entity=一厂").content.decode()
    page = as_read(browser(person(Role.ENTERPRISE_REPORTER)).get("/ledgers/entities?f_partner=一厂").content.decode())
    assert "乙县一厂" in page
    assert "丙县一厂" not in page
    assert browser(person(Role.LEADER)).get("/ledgers/entities?entity=一").status_code == 403


def test_a_list_narrowed_to_an_entity_beyond_reach_does_not_tell_its_name(filled: None) -> None:
    work(person(Role.OFFICE), entity=THEIRS)
    clerk, leader = browser(person(Role.ENTERPRISE_REPORTER)), browser(person(Role.LEADER))
    assert "丙县一厂" in leader.get(f"/ledgers/of/works?entity={THEIRS}").content.decode()
    assert "丙县一厂" not in clerk.get(f"/ledgers/of/works?entity={THEIRS}").content.decode()


def test_deadlines_are_listed_overdue_ones_first_then_those_of_the_month(filled: None) -> None:
    office = person(Role.OFFICE)
    late = work(office, name="迟的")
    RecordState.objects.create(record=late.record, state="planned", since=24260, day=dt.date(2022, 8, 1))
    keep_current([late.pk])
    work(office, name="将到期")
    client = browser(office)
    page = as_read(client.get("/ledgers/calendar?month=2022-11").content.decode())
    assert page.index("迟的") < page.index("<h2>2022年11月")
    assert re.search(r"逾期 42\s+天", page)
    assert page.count("将到期") >= 2
    assert "三十日内开工" in page
    assert "将到期" not in client.get("/ledgers/calendar?ledger=works").content.decode().split("还将到期")[0]
    assert (
        "迟的" not in browser(person(Role.ENTERPRISE_REPORTER, scope=THEIRS)).get("/ledgers/calendar").content.decode()
    )
    assert client.get("/ledgers/calendar?month=nonsense").status_code == 200
    assert client.get("/ledgers/calendar?ledger=nonsense").status_code == 404


def test_summaries_of_an_enterprise_a_unit_and_an_area(filled: None, django_assert_max_num_queries: Any) -> None:
    office = person(Role.OFFICE)
    made = work(office, helper="U2")
    RecordState.objects.create(record=made.record, state="planned", since=24260, day=dt.date(2022, 8, 1))
    keep_current([made.pk])
    work(office, entity=THEIRS)
    with django_assert_max_num_queries(5):
        found = summaries.of_entity(office, OURS)
    assert [(one.ledger.id, one.count, one.overdue) for one in found] == [("titles", 1, 0), ("works", 1, 1)]
    line = found[1].lines[0]
    assert (line.title, line.entity, line.state.name.zh, line.deadline and line.deadline.over) == (
        "一号工程",
        "乙县一厂",
        "谋划",
        42,
    )
    assert [one.count for one in summaries.of_area(office, "1")] == [2, 2]
    assert [one.count for one in summaries.of_unit(office, "U1")] == [2, 2]
    assert [one.count for one in summaries.naming_unit(office, "U2")] == [1]
    assert [line.pk for line in summaries.overdue_of(office)] == [made.pk]
    clerk = person(Role.ENTERPRISE_REPORTER, scope=THEIRS)
    assert summaries.overdue_count(clerk) == 0
    assert summaries.of_entity(clerk, OURS) == []


def test_names_of_entities_come_in_one_query_however_many(four: Any) -> None:
    client = browser(four)
    client.get("/ledgers/of/works")
    with CaptureQueriesContext(connection) as few:
        client.get("/ledgers/of/works")
    for number in range(30):
        Entity.objects.create(pk=f"E{number}", name=f"企业{number}", kind="enterprise", area="11")
        work(four, entity=f"E{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/ledgers/of/works")
    assert len(many) == len(few)


def test_a_clerk_whose_enterprise_a_record_only_names_reads_it_and_is_told_who_writes(filled: None) -> None:
    made = work(person(Role.OFFICE), entity=THEIRS, partner=OURS)
    client = browser(person(Role.ENTERPRISE_REPORTER))
    assert f"/ledgers/records/{made.pk}/edit" not in client.get(f"/ledgers/records/{made.pk}").content.decode()
    page = as_read(client.get(f"/ledgers/records/{made.pk}/edit").content.decode())
    assert 'name="entity"' not in page
    assert 'name="f_note"' not in page
    assert "丙县一厂" in page
    assert "“主体”由企业填报员" in page


def test_a_record_about_an_area_lies_in_it(filled: None) -> None:
    assert work(person(Role.OFFICE), entity="11").area == "11"


def test_a_record_leads_to_the_register_for_those_who_may_read_it_there(filled: None) -> None:
    """An enterprise that a record merely names reads the record, and not the other one's entry."""
    office = person(Role.OFFICE)
    about_ours, about_an_area = work(office, **FULL), work(office, entity="", area="11", name="二号工程")
    owner, named = person(Role.ENTERPRISE_REPORTER), person(Role.ENTERPRISE_REPORTER, scope=THEIRS)
    for user, record, leads in (
        (office, about_ours, True),
        (owner, about_ours, True),
        (named, about_ours, False),
        (office, about_an_area, False),
    ):
        answer = browser(user).get(f"/ledgers/records/{record.pk}")
        assert (answer.status_code, "/register/of/" in answer.content.decode()) == (200, leads), (user, record)
