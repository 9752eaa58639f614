"""Rows of a table that is sealed: corrected by two persons, with reason and document; until then nothing changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from api_cases.records import PDF as SENT
from api_cases.records import multipart
from helpers_api import Program
from helpers_programme import write_programme
from helpers_records import PDF, actor, document, grant, seen
from helpers_web import as_read, browser, person, web_content
from sigai.base import UserError
from sigai.ledgers import rows_in
from sigai_web.accounts.models import User
from sigai_web.journal.changes import LateError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.ledgers import rows, services
from sigai_web.ledgers.api.scopes import WRITE_RECORDS
from sigai_web.ledgers.correcting import decide_correction
from sigai_web.ledgers.models import Attachment, RecordCorrection
from sigai_web.ledgers.row_correcting import RowCorrection, ask_row_correction
from sigai_web.ledgers.rows import SeenRow
from sigai_web.messages.models import Message
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(filled: None) -> User:
    return person(Role.OFFICE, name="pays")


@pytest.fixture
def sealed(office: User) -> CurrentRecord:
    """A grant that was paid: its measures are sealed."""
    made = grant(office, amount="5")
    for what, outlay in (("一", "3"), ("二", "4")):
        rows.add_row(actor(office), office, made.pk, "measures", {"what": what, "outlay": outlay})
    return services.take_step(actor(office), office, made.pk, "pay", seen=seen(now(made)), values={}).record


def now(record: CurrentRecord) -> CurrentRecord:
    return CurrentRecord.objects.get(pk=record.pk)


def row(record: CurrentRecord, number: int = 1) -> Any:
    return next(one for one in rows_in(now(record).fields, "measures") if one.number == number)


def ask(user: User, record: CurrentRecord, *, number: int = 1, edition: int = 1, **more: Any) -> RecordCorrection:
    given = {"reason": "付款凭证写错", "document": document(""), "strike": False, "cells": {"outlay": "7"}, **more}
    wanted = RowCorrection("measures", SeenRow(number, edition), given.pop("cells"), strike=given.pop("strike"))
    return ask_row_correction(actor(user), user, record.pk, wanted, seen=seen(now(record)), **given)


def decide(user: User, record: CurrentRecord, *, grant: bool = True, comment: str = "") -> None:
    decide_correction(actor(user), user, record.pk, seen=seen(now(record)), grant=grant, comment=comment)


def refused(act: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(UserError) as caught:
        act()
    return sorted((issue.code, issue.place.column) for issue in caught.value.issues)


def test_one_asks_another_decides_and_the_row_says_it_from_then_on(office: User, sealed: CurrentRecord) -> None:
    asked = ask(office, sealed)
    assert (row(sealed).values["outlay"], row(sealed).edition) == (3, 1), "nothing changes until it is decided"
    assert refused(lambda: decide(office, sealed))[0][0] == "W188"
    decide(person(Role.OFFICE, name="decides"), sealed)
    kept = row(sealed)
    assert (kept.values["outlay"], kept.edition, kept.by, kept.reason) == (7, 2, "pays", "付款凭证写错")
    assert row(sealed, 2).values["outlay"] == 4
    assert Attachment.objects.get(pk=asked.document_id).removed_at is None
    told = JournalEntry.objects.filter(action="record.correct").latest("number")
    assert (told.actor, "付款凭证写错" in str(told.after)) == ("decides", True)
    assert prove().faults == []


def test_a_row_is_struck_the_same_way(office: User, sealed: CurrentRecord) -> None:
    ask(office, sealed, strike=True, cells={}, reason="重复登记")
    decide(person(Role.OFFICE, name="decides"), sealed)
    assert (row(sealed).struck, row(sealed, 2).struck) == ("重复登记", "")


def test_declined_all_stays(office: User, sealed: CurrentRecord) -> None:
    ask(office, sealed)
    decide(person(Role.OFFICE, name="decides"), sealed, grant=False, comment="凭证无误")
    assert row(sealed).values["outlay"] == 3
    ask(office, sealed)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"reason": " "}, [("W184", "reason")]),
        ({"document": None}, [("W185", "file")]),
        ({"cells": {"outlay": "3"}}, [("W189", None)]),
        ({"cells": {"outlay": "-1"}}, [("L023", "outlay")]),
        ({"cells": {"what": ""}}, [("L020", "what"), ("W189", None)]),
        ({"cells": {"what": "二"}}, [("L074", None)]),
        ({"number": 9}, [("W323", None)]),
    ],
)
def test_what_is_missing_or_wrong_is_told(office: User, sealed: CurrentRecord, given: Any, codes: Any) -> None:
    found = refused(lambda: ask(office, sealed, **given))
    assert found == codes
    assert not RecordCorrection.objects.exists()


def test_who_did_not_make_the_step_does_not_ask_and_before_the_seal_nobody_does(office: User) -> None:
    made = grant(office, amount="5")
    rows.add_row(actor(office), office, made.pk, "measures", {"what": "一", "outlay": "3"})
    with pytest.raises(PermissionDenied):
        ask(office, made)
    services.take_step(actor(office), office, made.pk, "pay", seen=seen(now(made)), values={})
    for user in (person(Role.ENTERPRISE_REPORTER), person(Role.AREA_APPROVER, name="area"), person(Role.LEADER)):
        with pytest.raises(PermissionDenied):
            ask(user, made)


def test_who_may_decide_is_told_and_then_who_asked(office: User, sealed: CurrentRecord) -> None:
    person(Role.UNIT_APPROVER, name="approves")
    person(Role.UNIT_REPORTER, name="reports")
    person(Role.ENTERPRISE_REPORTER, name="owner")
    other = person(Role.OFFICE, name="decides")
    ask(office, sealed)
    told = Message.objects.order_by("user__username").values_list("user__username", flat=True)
    assert list(told.filter(kind="correction.asked")) == ["approves", "decides"]
    decide(other, sealed)
    assert list(told.filter(kind="correction.decided")) == ["pays"]


def test_what_a_step_was_judged_by_is_judged_when_it_is_asked(tmp_path: Path, settings: Any, office: User) -> None:
    content = web_content()
    grants = next(one for one in content["ledgers"] if one["id"] == "grants")
    pays = next(one for one in grants["transitions"] if one["id"] == "pay")
    pays["condition"] = "rows_total(measures.outlay) <= 8 万元"
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "judged", content)
    made = grant(office)
    rows.add_row(actor(office), office, made.pk, "measures", {"what": "一", "outlay": "3"})
    services.take_step(actor(office), office, made.pk, "pay", seen=seen(now(made)), values={})
    assert refused(lambda: ask(office, made, cells={"outlay": "9"}))[0][0] == "L045"
    assert not RecordCorrection.objects.exists()
    ask(office, made, cells={"outlay": "8"})
    decide(person(Role.OFFICE, name="decides"), made)
    assert row(made).values["outlay"] == 8


def test_only_one_waits_at_a_time_and_a_row_changed_meanwhile_is_not_overwritten(
    office: User, sealed: CurrentRecord
) -> None:
    ask(office, sealed)
    with pytest.raises(LateError):
        ask(office, sealed, number=2)
    rows.correct_row(actor(office), office, sealed.pk, "measures", SeenRow(1, 1), cells={"done_on": "2022-01-05"})
    assert refused(lambda: decide(person(Role.OFFICE, name="decides"), sealed))[0][0] == "W522"
    assert row(sealed).values["outlay"] == 3
    decide(person(Role.OFFICE, name="other"), sealed, grant=False, comment="请重新申请")


def test_the_page_offers_it_shows_what_waits_and_tells_it_afterwards(office: User, sealed: CurrentRecord) -> None:
    client, address = browser(office), f"/ledgers/records/{sealed.pk}"
    page = as_read(client.get(address).content.decode())
    assert page.count("申请更正第") == 2
    form = {"revision": now(sealed).revision, "step": now(sealed).step, "table": "measures", "row": 1, "edition": 1}
    answer = client.post(f"{address}/correct", {**form, "f_what": "一", "f_outlay": "7", "reason": ""})
    assert answer.status_code == 422 and 'value="7"' in answer.content.decode()
    sent = {**form, "f_what": "一", "f_outlay": "7", "reason": "写错", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post(f"{address}/correct", sent).status_code == 302
    other = browser(person(Role.OFFICE, name="decides"))
    page = as_read(other.get(address).content.decode())
    assert "措施 第 1 行" in page and "同意更正" in page and "申请更正第" not in page
    stands = {"revision": now(sealed).revision, "step": now(sealed).step, "decision": "grant"}
    assert other.post(f"{address}/correction", stands).status_code == 302
    assert row(sealed).values["outlay"] == 7
    assert "更正过" in as_read(other.get(address).content.decode())


def test_by_program(office: User, sealed: CurrentRecord) -> None:
    current = now(sealed)
    wanted = {"table": "measures", "number": 1, "edition": 1, "strike": True}
    asked = {"revision": current.revision, "seen_step": current.step, "row": wanted, "reason": "重复"}
    body = multipart(correction=json.dumps(asked), file=SENT)()
    kept = {"kind": MULTIPART_CONTENT}
    answer = Program(office, WRITE_RECORDS).ask("post", f"/records/{sealed.pk}/correction", body, **kept)
    assert answer.status_code == 201, answer.content
    assert answer.json()["changes"] == {"measures": {"row": 1, "edition": 1, "values": {}, "struck": True}}
    decided = {"revision": current.revision, "seen_step": current.step, "grant": True}
    other = Program(person(Role.OFFICE, name="decides"), WRITE_RECORDS)
    assert other.ask("post", f"/records/{sealed.pk}/correction/decision", decided).status_code == 200
    assert row(sealed).struck == "重复"
