"""Records: entered, edited and led on, whole or not at all, by whoever may, never over somebody else's."""

from __future__ import annotations

import datetime as dt
import json
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from helpers_records import NOTHING, actor, document, seen, told, work, works
from helpers_web import OURS, THEIRS, person, stranger
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.models import Attachment
from sigai_web.permissions import Operation, Role, allowed, visible
from sigai_web.runs.models import Run
from sigai_web.store.models import (
    CurrentRecord,
    RecordDeadline,
    RecordEntry,
    RecordParty,
    RecordRevision,
    RecordState,
)
from sigai_web.store.operations import RECORD_KEEP, RECORD_READ, RECORD_STEP
from sigai_web.store.reading import as_data
from sigai_web.store.records import as_record, keep_current, subject_of

pytestmark = pytest.mark.django_db
HEAD = Head("一号工程", OURS, "")


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.exclude(action="run.request").order_by("-number")[0]


def test_a_record_is_entered_with_number_journal_run_and_all_that_is_kept_beside_it(filled: None) -> None:
    clerk = person(Role.UNIT_REPORTER)
    made = work(clerk, cost="1.5亿元", key="是", partner="丙县一厂", site="丙县", helper="科技局", quarter="2022Q3")
    assert (made.number, made.state, made.day, made.area) == ("works-0001", "planned", dt.date(2022, 10, 12), "11")
    assert made.fields == {
        "note": "锅炉改造",
        "kind": "new",
        "cost": 15000,
        "key": True,
        "partner": THEIRS,
        "site": "12",
        "helper": "U2",
        "quarter": "2022Q3",
    }
    assert made.due == dt.date(2022, 11, 11)
    parties = set(made.record.parties.values_list("unit", "place"))
    assert parties == {("U2", None), (None, OURS), (None, THEIRS), (None, "11"), (None, "12")}
    entry = last_entry()
    assert (entry.action, entry.about) == ("record.create", "record:works/works-0001")
    assert json.loads(entry.after)["fields"]["cost"] == "15000"
    assert Run.objects.get().changed == {"measures": [], "ledgers": ["works"]}
    assert "乙县一厂" in made.search
    row = next(row for row in as_data(programme.current()).records.to_pylist() if row["ledger"] == "works")
    assert (row["id"], row["state"], json.loads(row["fields"])) == (made.number, "planned", made.fields)
    assert verify().unbroken


def test_everything_against_a_new_record_is_told_at_once_beside_its_field(filled: None) -> None:
    clerk = person(Role.ENTERPRISE_REPORTER)
    values = {"cost": "-1", "begun_on": "某日", "partner": "没有这家", "site": "99", "key": "也许"}
    with pytest.raises(UserError) as refused:
        services.create(
            actor(clerk), clerk, works(), "plan", head=Head("", OURS, "某县"), values=values, on=dt.date(2023, 1, 1)
        )
    assert told(refused.value) == [
        ("L014", "area"),
        ("L020", "note"),
        ("L023", "cost"),
        ("L025", "begun_on"),
        ("L025", "key"),
        ("L025", "partner"),
        ("L025", "site"),
        ("L043", "kind"),
        ("W153", "on"),
    ]
    assert not CurrentRecord.objects.filter(ledger="works").exists()
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("role", "scope", "entity", "helper", "good"),
    [
        (Role.ENTERPRISE_REPORTER, OURS, OURS, "", True),
        (Role.ENTERPRISE_REPORTER, OURS, THEIRS, "", False),
        (Role.UNIT_REPORTER, "U1", THEIRS, "", True),
        (Role.UNIT_REPORTER, "U2", THEIRS, "", False),
        (Role.UNIT_REPORTER, "U2", THEIRS, "U2", True),
        (Role.OFFICE, "", THEIRS, "", True),
    ],
)
def test_who_may_enter_what(filled: None, role: Role, scope: str, entity: str, helper: str, good: bool) -> None:
    user = person(role, scope=scope)
    if good:
        assert work(user, entity=entity, helper=helper).entity == entity
        return
    with pytest.raises(UserError) as refused:
        work(user, entity=entity, helper=helper)
    hidden = role is Role.ENTERPRISE_REPORTER  # another enterprise is to it as if there were none
    assert told(refused.value) == [("L013" if hidden else "W150", "entity")]


def test_a_record_that_must_show_documents_is_entered_with_them(filled: None) -> None:
    office = person(Role.OFFICE)
    head: dict[str, Any] = {"head": HEAD, "values": {"note": "n"}}
    with pytest.raises(UserError) as refused:
        services.create(actor(office), office, works(), "take_over", **head)
    assert told(refused.value) == [("L044", None)]
    made = services.create(actor(office), office, works(), "take_over", **head, documents=[document()]).record
    attachment = Attachment.objects.get()
    assert (attachment.record_id, attachment.step_id) == (made.pk, made.step)


def test_a_new_record_takes_no_document_that_its_ledger_does_not_name(filled: None) -> None:
    office = person(Role.OFFICE)
    with pytest.raises(UserError) as refused:
        services.create(
            actor(office),
            office,
            works(),
            "take_over",
            head=HEAD,
            values={"note": "n"},
            documents=[document(), document("别的")],
        )
    assert told(refused.value) == [("W155", None)]


def test_a_name_is_no_longer_than_every_database_keeps(filled: None) -> None:
    office = person(Role.OFFICE)
    made = work(office, name="长" * 300)
    with pytest.raises(UserError) as refused:
        work(office, name="长" * 301)
    assert told(refused.value) == [("W157", "name")]
    with pytest.raises(UserError) as refused:
        services.edit(actor(office), office, made.pk, seen=made.revision, head=Head("长" * 301, OURS, ""), values={})
    assert told(refused.value) == [("W157", "name")]


def test_an_edit_is_a_revision_and_says_what_changed(filled: None) -> None:
    clerk = person(Role.ENTERPRISE_REPORTER)
    made = work(clerk)
    edited = services.edit(
        actor(clerk), clerk, made.pk, seen=made.revision, head=Head("改名", OURS, "11"), values={"cost": "7"}
    ).record
    assert (edited.name, edited.fields["cost"], edited.step) == ("改名", 7, made.step)
    entry = last_entry()
    assert (entry.action, json.loads(entry.before)["name"]) == ("record.edit", "一号工程")
    assert json.loads(entry.after) == {"number": "works-0001", "name": "改名", "fields": {"cost": "7"}}
    again = services.edit(actor(clerk), clerk, made.pk, seen=edited.revision, head=Head("改名", OURS, "11"), values={})
    assert again.record.revision == edited.revision
    assert RecordRevision.objects.filter(record=made.record).count() == 2


def test_an_edit_cannot_lead_a_record_out_of_ones_own_reach(filled: None) -> None:
    clerk = person(Role.ENTERPRISE_REPORTER)
    made = work(clerk)
    with pytest.raises(UserError) as refused:
        services.edit(actor(clerk), clerk, made.pk, seen=made.revision, head=Head("x", THEIRS, ""), values={})
    assert told(refused.value) == [("L013", "entity")]


def test_an_overtaken_edit_writes_nothing_and_shows_what_stands(filled: None) -> None:
    clerk, office = person(Role.ENTERPRISE_REPORTER), person(Role.OFFICE)
    made = work(clerk)
    theirs = services.edit(actor(office), office, made.pk, seen=made.revision, head=HEAD, values={"cost": "7"}).record
    with pytest.raises(services.RecordOvertakenError) as refused:
        services.edit(actor(clerk), clerk, made.pk, seen=made.revision, head=HEAD, values={"cost": "8"})
    assert refused.value.current.revision == theirs.revision
    assert CurrentRecord.objects.get(pk=made.pk).fields["cost"] == 7


def begun(office: Any, approver: Any, **values: Any) -> CurrentRecord:
    made = work(office, **values)
    documents.attach(actor(office), office, made.pk, [document()])
    given = {"cost": "100", "begun_on": "2022-10-01"}
    return services.take_step(actor(approver), approver, made.pk, "begin", seen=seen(made), values=given).record


def test_a_step_with_its_fields_its_documents_and_its_condition(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    made = work(office)
    step = {"seen": seen(made), "on": dt.date(2022, 10, 12)}
    with pytest.raises(UserError) as refused:
        services.take_step(actor(approver), approver, made.pk, "begin", values=NOTHING, **step)
    assert told(refused.value) == [("L043", "begun_on"), ("L043", "cost"), ("L044", None)]
    documents.attach(actor(office), office, made.pk, [document()])
    below = {"cost": "99.99", "begun_on": "2022-10-01"}
    with pytest.raises(UserError) as refused:
        services.take_step(actor(approver), approver, made.pk, "begin", values=below, **step)
    assert [issue.code for issue in refused.value.issues] == ["L045"]
    assert "投资 ≥ 100 万元" in refused.value.issues[0].what("zh")
    on_it = {"cost": "100", "begun_on": "2022-10-01"}
    done = services.take_step(actor(approver), approver, made.pk, "begin", values=on_it, **step).record
    assert (done.state, done.fields["cost"], done.step > made.step) == ("building", 100, True)
    assert Attachment.objects.get().step_id == done.step
    told_of = json.loads(last_entry().after)
    assert (told_of["step"], told_of["role"], told_of["state"]) == ("begin", "unit_approver", "building")
    assert [one.name_zh for one in RecordDeadline.objects.filter(record=done)] == ["两年内竣工"]


def test_a_step_takes_no_other_field_along_and_no_day_to_come(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    made = work(office)
    values = {"cost": "100", "begun_on": "2022-10-01", "note": "x"}
    with pytest.raises(UserError) as refused:
        services.take_step(
            actor(approver), approver, made.pk, "begin", seen=seen(made), values=values, on=dt.date(2022, 10, 13)
        )
    assert told(refused.value) == [("L044", None), ("W153", "on"), ("W154", "note")]


def test_a_document_serves_one_step_and_then_stays(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    done = begun(office, approver)
    assert documents.free_evidence(done.record) == []
    with pytest.raises(UserError) as refused:
        documents.remove(actor(office), office, Attachment.objects.get().pk)
    assert [issue.code for issue in refused.value.issues] == ["W156"]


def test_a_second_click_makes_no_second_step(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    done = begun(office, approver)
    services.take_step(actor(approver), approver, done.pk, "go_on", seen=seen(done), values=NOTHING)
    with pytest.raises(services.RecordOvertakenError):
        services.take_step(actor(approver), approver, done.pk, "go_on", seen=seen(done), values=NOTHING)
    assert RecordState.objects.filter(record=done.record).count() == 3


def test_what_a_step_rests_on_changes_with_a_reason_only(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    done = begun(office, approver)

    def change(reason: str = "", **values: Any) -> CurrentRecord:
        return services.edit(
            actor(office), office, done.pk, seen=done.revision, head=HEAD, values=values, reason=reason
        ).record

    with pytest.raises(UserError) as refused:
        change(kind="old")
    assert told(refused.value) == [("W151", "reason")]
    with pytest.raises(UserError) as refused:
        change(kind="", reason="r")
    assert told(refused.value) == [("W152", "kind")]
    changed = change(kind="old", reason="概算调整")
    assert RecordRevision.objects.get(pk=changed.revision).reason == "概算调整"
    assert json.loads(last_entry().after)["reason"] == "概算调整"


def test_what_no_step_rests_on_changes_freely_until_the_last_state(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    done = begun(office, approver)
    changed = services.edit(
        actor(office), office, done.pk, seen=done.revision, head=HEAD, values={"quarter": "2022Q3"}
    ).record
    over = services.take_step(actor(office), office, done.pk, "finish", seen=seen(changed), values=NOTHING).record
    with pytest.raises(UserError) as refused:
        services.edit(actor(office), office, done.pk, seen=over.revision, head=HEAD, values={"quarter": "2022Q4"})
    assert told(refused.value) == [("W151", "reason")]


STEPS = {Role.UNIT_APPROVER: True, Role.AREA_APPROVER: True, Role.LEADER: True}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_and_organisation_may_make_a_step_or_not(role: Role, filled: None) -> None:
    made = work(person(Role.OFFICE, name="maker"))
    documents.attach(actor(person(Role.OFFICE, name="other")), person(Role.OFFICE, name="third"), made.pk, [document()])
    values = {"cost": "100", "begun_on": "2022-10-01"}
    if role not in (Role.OFFICE, Role.LEADER) and role in STEPS:
        with pytest.raises(PermissionDenied):
            away = stranger(role)
            services.take_step(actor(away), away, made.pk, "begin", seen=seen(made), values=values)
    user = person(role)
    if role in STEPS:
        assert services.take_step(actor(user), user, made.pk, "begin", seen=seen(made), values=values).record.state
        return
    with pytest.raises(PermissionDenied):
        services.take_step(actor(user), user, made.pk, "begin", seen=seen(made), values=values)


def test_one_of_several_roles_is_enough(filled: None) -> None:
    made = work(person(Role.OFFICE))
    documents.attach(actor(person(Role.OFFICE, name="o2")), person(Role.OFFICE, name="o3"), made.pk, [document()])
    both = person(Role.UNIT_REPORTER, scope="U2")
    both.memberships.create(role=Role.AREA_APPROVER, scope="11", granted_at=both.created_at)
    values = {"cost": "100", "begun_on": "2022-10-01"}
    done = services.take_step(actor(both), both, made.pk, "begin", seen=seen(made), values=values).record
    assert done.state == "building"
    assert json.loads(last_entry().after)["role"] == "area_approver"


def test_a_record_belongs_to_whoever_it_names(filled: None) -> None:
    """The helper unit, the partner, the place, and the area for which a named unit stands."""
    made = work(person(Role.OFFICE), entity=OURS, helper="U4", partner=THEIRS)
    for role, scope, sees in [
        (Role.UNIT_REPORTER, "U4", True),
        (Role.UNIT_REPORTER, "U2", False),
        (Role.AREA_REPORTER, "12", True),
        (Role.ENTERPRISE_REPORTER, THEIRS, True),
        (Role.ENTERPRISE_REPORTER, OURS, True),
    ]:
        user = person(role, scope=scope)
        found = visible(user, RECORD_READ, CurrentRecord.objects.filter(ledger="works"))
        assert ([one.pk for one in found] == [made.pk]) is sees, (role, scope)


MEMBERS = [
    *((role, scope) for role in (Role.UNIT_REPORTER, Role.UNIT_APPROVER) for scope in ("U1", "U2", "U3", "U4")),
    *((role, scope) for role in (Role.AREA_REPORTER, Role.AREA_APPROVER) for scope in ("1", "11", "12")),
    *((Role.ENTERPRISE_REPORTER, scope) for scope in (OURS, THEIRS)),
    *((role, "") for role in (Role.OFFICE, Role.LEADER, Role.AUDITOR)),
]


@pytest.mark.parametrize("operation", [RECORD_READ, RECORD_KEEP, RECORD_STEP])
def test_rows_and_single_answers_agree(operation: Operation, filled: None) -> None:
    """`visible` and `allowed` are two ways to ask one table, of whatever a record names."""
    office = person(Role.OFFICE, name="maker")
    for entity in ("", OURS, THEIRS):
        for more in ({}, {"helper": "U2"}, {"helper": "U3"}, {"partner": THEIRS}, {"site": "12"}, {"site": "1"}):
            work(office, entity=entity, **more)
    records = list(CurrentRecord.objects.all())
    for role, scope in MEMBERS:
        user = person(role, scope=scope)
        for model in (CurrentRecord, RecordEntry):
            seen_rows = set(visible(user, operation, model.objects.all()).values_list("pk", flat=True))
            for record in records:
                single = allowed(user, operation, subject_of(as_record(record)))
                assert single is (record.pk in seen_rows), (role, scope, record, record.fields)


def test_what_is_kept_beside_records_is_made_again_from_their_revisions(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    begun(office, approver, helper="U2", partner=THEIRS, due="2022-12-01")

    def kept() -> list[list[Any]]:
        return [
            list(CurrentRecord.objects.order_by("pk").values()),
            sorted(RecordParty.objects.values_list("record", "unit", "place"), key=repr),
            sorted(RecordDeadline.objects.values_list("record", "due", "name_zh"), key=repr),
        ]

    before = kept()
    RecordParty.objects.all().delete()
    RecordDeadline.objects.all().delete()
    CurrentRecord.objects.all().delete()
    keep_current()
    assert kept() == before
    assert [due for _, due, _ in before[2]] == [dt.date(2022, 12, 1), dt.date(2024, 9, 11)]


@pytest.mark.django_db(transaction=True)
def test_records_entered_at_once_have_each_a_number_of_their_own(committing: None) -> None:
    office = person(Role.OFFICE)
    numbers: list[str] = []
    start = threading.Barrier(6)

    def enter() -> None:
        try:
            start.wait()
            numbers.append(work(office, entity="", area="11").number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=enter) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"works-{number:04d}" for number in range(1, 7)]
    assert verify().unbroken


@pytest.mark.django_db(transaction=True)
def test_of_people_who_edit_at_once_one_wins_and_all_others_are_told(committing: None) -> None:
    office = person(Role.OFFICE)
    made = work(office, entity="", area="11")
    won: list[int] = []
    overtaken: list[int] = []
    start = threading.Barrier(6)

    def change(number: int) -> None:
        try:
            start.wait()
            head, values = Head("", "", "11"), {"cost": str(number)}
            services.edit(actor(office), office, made.pk, seen=made.revision, head=head, values=values)
            won.append(number)
        except services.RecordOvertakenError:
            overtaken.append(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change, args=[number]) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(overtaken)) == (1, 5)
    assert CurrentRecord.objects.get(pk=made.pk).fields["cost"] == won[0]


def test_naming_oneself_is_no_leave_to_enter_records_about_others(filled: None) -> None:
    clerk = person(Role.ENTERPRISE_REPORTER)
    with pytest.raises(UserError) as refused:
        work(clerk, entity=THEIRS, partner=OURS)
    assert ("L013", "entity") in told(refused.value)
    own = work(person(Role.OFFICE), partner=THEIRS)
    with pytest.raises(UserError) as moved:
        services.edit(
            actor(clerk), clerk, own.pk, seen=own.revision, head=Head("一号工程", THEIRS, ""), values={"partner": OURS}
        )
    assert ("W150", "entity") in told(moved.value)
