"""One step of many records at once: refused ones with reason, the rest in one go, or none; rights of each record."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_api import Program
from helpers_programme import text, write_programme
from helpers_records import PDF, actor, document, seen, withdraw, work, works
from helpers_web import THEIRS, as_read, browser, person, web_content
from sigai.base import UserError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import bulk, documents
from sigai_web.ledgers.models import Attachment
from sigai_web.permissions import Role
from sigai_web.runs.models import Run
from sigai_web.store.models import CurrentRecord, RecordState

pytestmark = pytest.mark.django_db
VALUES = {"cost": "150", "begun_on": "2021-10-01"}


def three() -> list[CurrentRecord]:
    """Three planned works: ours, theirs, and one with a permit."""
    office = person(Role.OFFICE, name="o")
    found = [work(office, name="甲"), work(office, name="乙", entity=THEIRS), work(office, name="丙")]
    documents.attach(actor(office), office, found[2].pk, [document()])
    return found


def begin(user: Any, records: list[CurrentRecord], *, whole: bool = False, permit: bool = True, **values: str) -> Any:
    wanted = bulk.StepWanted(
        works(), works_step("begin"), {**VALUES, **values}, documents=[document()] if permit else []
    )
    return bulk.take_steps(actor(user), user, wanted, {one.pk: seen(one) for one in records}, whole=whole)


def works_step(name: str) -> Any:
    return next(step for step in works().transitions if step.id == name)


def states() -> list[str]:
    return list(CurrentRecord.every.filter(ledger="works").order_by("number").values_list("state", flat=True))


def codes(tried: list[bulk.StepTry]) -> list[list[str]]:
    return [[issue.code for issue in one.issues] for one in tried]


def test_all_make_the_step_with_one_document_each_one_run_and_one_entry_for_the_go(filled: None) -> None:
    records = three()
    runs = Run.objects.count()
    tried = begin(person(Role.UNIT_APPROVER), records)
    assert codes(tried) == [[], [], []]
    assert states() == ["building"] * 3
    assert Run.objects.count() == runs + 1
    steps = JournalEntry.objects.filter(action="record.steps")
    assert [json.loads(one.after)["done"] for one in steps] == [["works-0001", "works-0002", "works-0003"]]
    assert JournalEntry.objects.filter(action="record.step").count() == 3
    bound = Attachment.objects.filter(step__isnull=False).values_list("record", flat=True)
    assert set(bound) == {one.pk for one in records}
    assert verify().unbroken


def test_those_that_cannot_are_told_and_the_rest_go_on(filled: None) -> None:
    records = three()
    tried = begin(person(Role.UNIT_APPROVER), records, permit=False)
    assert [bool(one.issues) for one in tried] == [True, True, False]
    assert states() == ["planned", "planned", "building"]
    assert json.loads(JournalEntry.objects.get(action="record.steps").after)["refused"] == ["works-0001", "works-0002"]


def test_a_whole_goes_together_or_not_at_all(filled: None) -> None:
    records = three()
    before = (JournalEntry.objects.count(), RecordState.objects.count(), Attachment.objects.count())
    with pytest.raises(bulk.BulkRefusedError) as caught:
        begin(person(Role.UNIT_APPROVER), records, whole=True, permit=False)
    assert [one.record.number for one in caught.value.refused] == ["works-0001", "works-0002"]
    assert (JournalEntry.objects.count(), RecordState.objects.count(), Attachment.objects.count()) == before
    assert states() == ["planned"] * 3


def test_the_condition_is_judged_for_each(filled: None) -> None:
    tried = begin(person(Role.UNIT_APPROVER), three(), cost="99")
    assert all(one.issues for one in tried)
    assert states() == ["planned"] * 3
    assert Attachment.objects.count() == 1


def test_each_record_is_in_reach_by_itself(filled: None) -> None:
    records = three()
    area = person(Role.AREA_APPROVER, scope="11")
    with pytest.raises(PermissionDenied):
        begin(area, records)
    tried = begin(area, [records[0], records[2]])
    assert codes(tried) == [[], []]
    assert states() == ["building", "planned", "building"]


def test_who_reads_but_makes_no_such_step_is_told(filled: None) -> None:
    tried = begin(person(Role.UNIT_REPORTER), three())
    assert codes(tried) == [["W196"]] * 3


def test_what_was_changed_withdrawn_or_led_on_meanwhile_is_left_alone(filled: None) -> None:
    records = three()
    user = person(Role.UNIT_APPROVER, name="unit")
    CurrentRecord.every.filter(pk=records[0].pk).update(revision=records[0].revision + 1)
    withdraw(records[1])
    tried = begin(user, records)
    assert codes(tried)[0] == ["W197"]
    assert [bool(one.issues) for one in tried] == [True, True, False]
    again = begin(user, [records[2]])
    assert codes(again) == [["W197"]]


def test_none_and_too_many_are_refused(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    user, records = person(Role.UNIT_APPROVER), three()
    for chosen, most, code in (([], 500, "W195"), (records, 2, "W194")):
        monkeypatch.setattr(bulk, "MOST", most)
        with pytest.raises(UserError) as caught:
            begin(user, chosen)
        assert [issue.code for issue in caught.value.issues] == [code]


def test_a_key_that_two_of_them_would_have_goes_to_the_first(tmp_path: Path, settings: Any, filled: None) -> None:
    content = copy.deepcopy(web_content())
    ledger = next(one for one in content["ledgers"] if one["id"] == "works")
    ledger["keys"] = [{"id": "once", "name": text("同类只建一处"), "fields": ["kind"], "states": ["building"]}]
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "keyed", content)
    tried = begin(person(Role.UNIT_APPROVER), three())
    assert codes(tried) == [[], ["W193"], ["W193"]]
    assert states() == ["building", "planned", "planned"]


def rows(page: str) -> list[str]:
    return re.findall(r'name="record" value="(\d+-\d+-\d+)"', page)


def test_the_page_shows_what_a_step_would_do_and_does_it(filled: None) -> None:
    records = three()
    client = browser(person(Role.UNIT_APPROVER))
    assert "批量办理" in as_read(client.get("/ledgers/of/works").content.decode())
    page = as_read(client.get("/ledgers/of/works/steps?step=begin").content.decode())
    assert len(rows(page)) == 3
    assert 'name="f_cost"' in page and 'name="evidence_0"' in page
    narrowed = as_read(client.get("/ledgers/of/works/steps?step=begin&q=works-0003").content.decode())
    assert len(rows(narrowed)) == 1
    sent = {"step": "begin", "record": rows(page), "on": "2021-10-05", "f_cost": "150", "f_begun_on": "2021-10-01"}
    refused = client.post("/ledgers/of/works/steps?step=begin", {**sent, "whole": "1"})
    assert refused.status_code == 422
    assert "需要材料：许可证" in as_read(refused.content.decode())
    del sent["on"]
    assert states() == ["planned"] * 3
    file = SimpleUploadedFile("permit.pdf", PDF)
    done = client.post("/ledgers/of/works/steps?step=begin", {**sent, "whole": "1", "evidence_0": file})
    assert done.status_code == 200
    assert "已办理 3" in as_read(done.content.decode())
    assert [one.state for one in CurrentRecord.objects.filter(pk__in=[one.pk for one in records])] == ["building"] * 3


def test_a_form_that_is_wrong_comes_back_as_it_was(filled: None) -> None:
    three()
    client = browser(person(Role.UNIT_APPROVER))
    page = as_read(client.get("/ledgers/of/works/steps?step=begin").content.decode())
    sent = {"step": "begin", "record": rows(page)[:1], "on": "2999-01-01", "f_cost": "150"}
    answer = client.post("/ledgers/of/works/steps?step=begin", sent)
    assert answer.status_code == 422
    assert 'value="150"' in as_read(answer.content.decode())
    assert states() == ["planned"] * 3
    nothing = client.post("/ledgers/of/works/steps?step=begin", {**sent, "record": [], "on": "2021-10-01"})
    assert nothing.status_code == 422
    assert "没有选中任何记录" in as_read(nothing.content.decode())


def test_who_makes_no_step_of_the_ledger_has_no_such_page(filled: None) -> None:
    three()
    enterprise = browser(person(Role.ENTERPRISE_REPORTER))
    assert enterprise.get("/ledgers/of/works/steps").status_code == 403
    assert "批量办理" not in as_read(enterprise.get("/ledgers/of/works").content.decode())


def test_the_api_makes_it_alike(filled: None) -> None:
    records = three()
    asks = Program(person(Role.UNIT_APPROVER))
    sent = [{"id": one.pk, "revision": one.revision, "seen_step": one.step} for one in records]
    body = {"step": "begin", "records": sent, "fields": VALUES}
    whole = asks.ask("post", "/ledgers/works/steps", {**body, "whole": True})
    assert whole.status_code == 422
    answer = asks.ask("post", "/ledgers/works/steps", body).json()
    assert [one["number"] for one in answer["done"]] == ["works-0003"]
    assert [one["number"] for one in answer["refused"]] == ["works-0001", "works-0002"]
    assert states() == ["planned", "planned", "building"]
    foreign = Program(person(Role.AREA_APPROVER, scope="11", name="area"))
    assert foreign.ask("post", "/ledgers/works/steps", body).status_code == 403
