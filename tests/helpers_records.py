"""Records of the invented ledger of works, for tests of the web."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_web import OURS, person
from sigai.base import UserError
from sigai.ledgers import Head
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.clock import today
from sigai_web.exchange import DOCUMENTS, TABLES, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file
from sigai_web.ledgers.models import Round
from sigai_web.ledgers.services import Seen, create, take_step
from sigai_web.ledgers.services import edit as edit_record
from sigai_web.ledgers.taking import ImportCounts, take_sheet
from sigai_web.ledgers.withdrawing import ask_withdrawal, decide_withdrawal
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

PDF = b"%PDF-1.4 a permit"
NOTHING: dict[str, Any] = {}


def works() -> Ledger:
    return programme.current().ledger_by_id["works"]


def actor(user: User) -> Actor:
    return Actor(user.username, "10.0.0.1")


def document(evidence: str = "许可证", content: bytes = PDF, name: str = "permit.pdf") -> RecordDocument:
    with checked_upload(SimpleUploadedFile(name, content), DOCUMENTS) as upload:
        return RecordDocument(evidence, keep_file(upload, "maker"))


def work(user: User, *, entity: str = OURS, area: str = "", name: str = "一号工程", **values: Any) -> CurrentRecord:
    """A new record of the ledger, in the state of its first step."""
    given = {"note": "锅炉改造", "kind": "new", **values}
    return create(actor(user), user, works(), "plan", head=Head(name, entity, area), values=given).record


def seen(record: CurrentRecord) -> Seen:
    return Seen(record.revision, record.step)


def told(error: UserError) -> list[tuple[str, str | None]]:
    """The codes of all issues with the fields that they stand beside."""
    return sorted((issue.code, issue.place.column) for issue in error.issues)


def grant(user: User, *, entity: str = OURS, area: str = "", **values: Any) -> CurrentRecord:
    """A new record of the ledger of grants, which links to works and holds tables."""
    ledger = programme.current().ledger_by_id["grants"]
    head = Head("补助", entity, area)
    return create(actor(user), user, ledger, "ask", head=head, values=values).record


def change(user: User, record: CurrentRecord, **values: Any) -> CurrentRecord:
    """A record with other values, all else as it stands now."""
    current = CurrentRecord.objects.get(pk=record.pk)
    head = Head(current.name or "", current.entity or "", current.area or "")
    outcome = edit_record(actor(user), user, current.pk, seen=current.revision, head=head, values=values)
    return outcome.record


def refusal(user: User, **values: Any) -> UserError:
    """Why a grant cannot be entered."""
    with pytest.raises(UserError) as caught:
        grant(user, **values)
    return caught.value


def withdraw(record: CurrentRecord) -> None:
    """Take a record back, by two persons."""
    clerk, office = person(Role.UNIT_REPORTER, name="asks"), person(Role.OFFICE, name="decides")
    current = CurrentRecord.objects.get(pk=record.pk)
    ask_withdrawal(actor(clerk), clerk, current.pk, seen=seen(current), reason="登错")
    decide_withdrawal(actor(office), office, current.pk, seen=seen(current), grant=True)


def awarded(day: date, applicant: User, decider: User) -> CurrentRecord:
    """A title of the ledger of awards, won on a day; its round is open today."""
    ledger, now = programme.current().ledger_by_id["awards"], today()
    days = {"first_day": now, "last_day": now, "choices": {"award": "green"}}
    Round.objects.get_or_create(ledger="awards", title="2022 年度", year=2022, defaults=days)
    head = Head("称号", OURS, "")
    made = create(actor(applicant), applicant, ledger, "apply", head=head, values={"award": "green"}).record
    values = {"won_on": day.isoformat()}
    return take_step(actor(decider), decider, made.pk, "award", seen=seen(made), values=values).record


def take_grants(user: User, *rows: list[Any]) -> ImportCounts:
    """A sheet of grants taken in; the first row is its header."""
    return take_rows(user, "grants", *rows)


def take_rows(user: User, name: str, *rows: list[Any]) -> ImportCounts:
    """A sheet of a ledger taken in; the first row is its header."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    ledger = programme.current().ledger_by_id[name]
    with checked_upload(SimpleUploadedFile(f"{name}.xlsx", stream.getvalue()), TABLES) as upload:
        return take_sheet(actor(user), user, ledger, upload)
