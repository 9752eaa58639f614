"""Records and their documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from api_cases.case import ENTERPRISES, GOVERNMENT, LEADER, OFFICE, READERS, Case
from helpers_records import awarded, grant
from helpers_web import OURS, person
from sigai.base import digest_bytes
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import services
from sigai_web.ledgers.documents import RecordDocument, attach_rows
from sigai_web.ledgers.files import KeptFile, path_of
from sigai_web.ledgers.models import Attachment, RecordCorrection, RecordWithdrawal, Round, RoundDocument
from sigai_web.ledgers.rows import add_row
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

KEEPERS = READERS - LEADER
PDF = b"%PDF-1.4\n"
DIGEST = digest_bytes(PDF)


def applied() -> None:
    """A record that waits for the office."""
    clerk = person(Role.ENTERPRISE_REPORTER, name="clerk")
    ledger = programme.current().ledger_by_id["titles"]
    head = Head("新称号", OURS, "")
    services.create(SYSTEM, clerk, ledger, "apply", head=head, values={"kind": "a"})


def with_document() -> None:
    """The first enterprise's record, with a document."""
    path = path_of(DIGEST)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PDF)
    document = RecordDocument("", KeptFile("批复.pdf", ".pdf", len(PDF), DIGEST))
    attach_rows(_first().record, [document], SYSTEM, timezone.now())


def asked() -> None:
    """Somebody asked that the first enterprise's record be withdrawn."""
    RecordWithdrawal.objects.create(record=_first().record, reason="重复登记", asked_by="somebody")


def correction_asked() -> None:
    """Somebody asked that what the office settled be corrected."""
    with_document()
    document = Attachment.objects.latest("pk")
    changes = json.dumps(RENAMED["fields"])
    asked = {"changes": changes, "reason": "公告更正", "asked_by": "somebody", "document": document}
    RecordCorrection.objects.create(record=_first().record, **asked)


def _seen() -> dict[str, object]:
    return {"revision": _first().revision, "seen_step": _first().step}


def _first() -> CurrentRecord:
    return CurrentRecord.objects.get(ledger="titles", number="R1")


def _of_record(rest: str = "") -> Callable[[], str]:
    return lambda: f"/records/{_first().pk}{rest}"


def with_row() -> None:
    """A record with a row in one of its tables."""
    maker = person(Role.OFFICE, name="maker")
    add_row(SYSTEM, maker, grant(maker).pk, "measures", {"what": "换热器"})


def _of_rows(rest: str = "") -> Callable[[], str]:
    return lambda: f"/records/{CurrentRecord.objects.get(ledger='grants').pk}/rows/measures{rest}"


def _row_change(rest: str, body: Any, *, status: int = 200) -> Case:
    """A change of the rows of a record."""
    missing = f"/records/0/rows/measures{rest}"
    return Case(
        KEEPERS,
        _of_rows(rest),
        body=body,
        before=with_row,
        status=status,
        missing=missing,
        within=KEEPERS,
        outside=403,
        elsewhere=404,
        queries=30,
    )


def _round_change(rest: str, body: Any) -> Case:
    """A change of a round that is open."""
    missing = f"/rounds/0{rest}"
    return Case(
        CALLING, _of_round(rest), body=body, before=a_round, missing=missing, outside=403, elsewhere=403, queries=20
    )


def _of_document(rest: str = "") -> Callable[[], str]:
    return lambda: f"/documents/{Attachment.objects.latest('pk').pk}{rest}"


def _step() -> str:
    return f"/records/{CurrentRecord.objects.get(state='applied').pk}/steps"


def _step_seen() -> dict[str, object]:
    found = CurrentRecord.objects.get(state="applied")
    return {"step": "recognise", "revision": found.revision, "seen_step": found.step}


def _steps_seen() -> dict[str, object]:
    found = CurrentRecord.objects.get(state="applied")
    shown = {"id": found.pk, "revision": found.revision, "seen_step": found.step}
    return {"step": "recognise", "records": [shown]}


def multipart(**fields: object) -> Callable[[], bytes]:
    """A body with files, as a form sends it."""
    return lambda: encode_multipart(BOUNDARY, {name: _part(value) for name, value in fields.items()})


def _part(value: object) -> object:
    return SimpleUploadedFile("a.pdf", PDF) if value is PDF else value


def _own_document() -> str:
    """A document that the last account attached: of whoever asks."""
    with_document()
    attached = Attachment.objects.latest("pk")
    Attachment.objects.filter(pk=attached.pk).update(by=User.objects.latest("pk").username)
    return f"/documents/{attached.pk}"


RENAMED = {"fields": {"name": "改名"}, "reason": "公告更正"}


def correction() -> bytes:
    """A correction of what the office settled, with its document."""
    return multipart(correction=json.dumps({**_seen(), **RENAMED}), file=PDF)()


NEW = {"step": "apply", "name": "新称号", "entity": OURS, "fields": {"kind": "a"}}


def a_round() -> None:
    """A round of awards that is open."""
    day = timezone.localdate()
    days = {"first_day": day, "last_day": day, "choices": {"award": "green"}}
    Round.objects.create(ledger="awards", title="2022 年度", year=2022, **days)


def round_document() -> None:
    """A document of that round."""
    with_document()
    a_round()
    kept = {"name": "通知.pdf", "kind": ".pdf", "size": len(PDF), "digest": DIGEST, "by": "somebody"}
    RoundDocument.objects.create(round=Round.objects.get(), **kept)


def due() -> None:
    """A title whose yearly recheck is due today, with its report."""
    people = (Role.ENTERPRISE_REPORTER, "applicant"), (Role.UNIT_APPROVER, "decider")
    day = _due().replace(year=_due().year - 1)
    record = awarded(day, *(person(role, name=name) for role, name in people))
    with_document()
    report = RecordDocument("复核报告", KeptFile("复核.pdf", ".pdf", len(PDF), DIGEST))
    attach_rows(record.record, [report], SYSTEM, timezone.now())


def _due() -> date:
    day = timezone.localdate()
    return day.replace(day=min(day.day, 28))


def _recheck() -> dict[str, object]:
    found = CurrentRecord.objects.get(ledger="awards")
    seen = {"revision": found.revision, "seen_step": found.step}
    return {**seen, "recheck": "yearly", "of": _due().isoformat(), "result": "kept"}


def _of_round(rest: str = "") -> Callable[[], str]:
    return lambda: f"/rounds/{Round.objects.get().pk}{rest}"


def _later() -> str:
    return (timezone.localdate() + timedelta(days=9)).isoformat()


CALLING = OFFICE | frozenset({Role.UNIT_APPROVER})

CASES: dict[str, Case] = {
    "list_rounds": Case(READERS, "/rounds?open=true&ledger=awards", before=a_round),
    "read_round": Case(READERS, _of_round(), before=a_round, missing="/rounds/0"),
    "read_round_document": Case(
        READERS,
        lambda: f"/rounds/documents/{RoundDocument.objects.get().pk}/file",
        before=round_document,
        missing="/rounds/documents/0/file",
    ),
    "open_round": Case(
        CALLING,
        "/ledgers/awards/rounds",
        body=lambda: {
            "title": "补报",
            "year": 2022,
            "first_day": timezone.localdate().isoformat(),
            "last_day": _later(),
            "choices": {"award": "smart"},
        },
        status=201,
        missing="/ledgers/none/rounds",
        outside=403,
        elsewhere=403,
        queries=20,
    ),
    "extend_round": _round_change("/extension", lambda: {"last_day": _later(), "reason": "疫情"}),
    "change_round_quota": _round_change("/quota", {"quota": 3, "reason": "增加"}),
    "end_round": _round_change("/end", {"withdraw": True, "reason": "发错"}),
    "record_recheck": Case(
        READERS,
        lambda: f"/records/{CurrentRecord.objects.get(ledger='awards').pk}/rechecks",
        body=_recheck,
        before=due,
        missing="/records/0/rechecks",
        within=frozenset({Role.UNIT_APPROVER}),
        outside=403,
        elsewhere=404,
        queries=30,
    ),
    "list_records": Case(READERS, "/ledgers/titles/records", missing="/ledgers/none/records", apart=True),
    "list_deadlines": Case(READERS, "/deadlines?until=2030-01-01", apart=True),
    "read_record": Case(READERS, _of_record(), missing="/records/0", within=READERS, queries=14),
    "read_record_history": Case(READERS, _of_record("/history"), missing="/records/0/history", within=READERS),
    "create_record": Case(
        KEEPERS, "/ledgers/titles/records", body=NEW, status=201, within=ENTERPRISES, outside=422, queries=30
    ),
    "create_record_with_documents": Case(
        KEEPERS,
        "/ledgers/titles/records/with-documents",
        body=multipart(record=json.dumps(NEW), files=PDF, evidence=""),
        kind=MULTIPART_CONTENT,
        status=201,
        within=ENTERPRISES,
        outside=422,
        queries=30,
    ),
    "edit_record": Case(
        KEEPERS,
        _of_record(),
        body=lambda: {"fields": {"kind": None}, "revision": _first().revision, "reason": "?"},
        missing="/records/0",
        within=ENTERPRISES | OFFICE,
        outside=422,
        elsewhere=404,
        queries=30,
    ),
    "make_step": Case(
        READERS, _step, body=_step_seen, before=applied, within=OFFICE, outside=403, elsewhere=404, queries=30
    ),
    "make_many_steps": Case(
        READERS,
        "/ledgers/titles/steps",
        body=_steps_seen,
        before=applied,
        missing="/ledgers/none/steps",
        within=READERS,
        elsewhere=403,
        queries=30,
    ),
    "ask_withdrawal": Case(
        KEEPERS,
        _of_record("/withdrawal"),
        body=lambda: {**_seen(), "reason": "重复登记"},
        missing="/records/0/withdrawal",
        within=KEEPERS,
        queries=20,
    ),
    "decide_withdrawal": Case(
        OFFICE | frozenset({Role.UNIT_APPROVER, Role.AREA_APPROVER}),
        _of_record("/withdrawal/decision"),
        body=lambda: {**_seen(), "grant": True},
        before=asked,
        missing="/records/0/withdrawal/decision",
        queries=30,
    ),
    "ask_correction": Case(
        GOVERNMENT,
        _of_record("/correction"),
        body=correction,
        kind=MULTIPART_CONTENT,
        status=201,
        missing="/records/0/correction",
        within=OFFICE,
        outside=403,
        elsewhere=404,
        queries=30,
    ),
    "decide_correction": Case(
        GOVERNMENT,
        _of_record("/correction/decision"),
        body=lambda: {**_seen(), "grant": True},
        before=correction_asked,
        missing="/records/0/correction/decision",
        within=OFFICE,
        outside=403,
        elsewhere=404,
        queries=30,
    ),
    "list_rows": Case(READERS, _of_rows(), before=with_row, missing="/records/0/rows/measures", within=READERS),
    "create_row": _row_change("", {"fields": {"what": "电机"}}, status=201),
    "edit_row": _row_change("/1", {"edition": 1, "fields": {"outlay": 5}}),
    "strike_row": _row_change("/1/strike", {"edition": 1, "reason": "重复"}),
    "list_comments": Case(READERS, _of_record("/comments"), missing="/records/0/comments", within=READERS),
    "create_comment": Case(
        READERS,
        _of_record("/comments"),
        body={"text": "请补材料"},
        status=201,
        missing="/records/0/comments",
        within=READERS,
        queries=20,
    ),
    "attach_document": Case(
        READERS,
        _of_record("/documents"),
        body=multipart(file=PDF, evidence=""),
        kind=MULTIPART_CONTENT,
        status=201,
        within=KEEPERS,
        outside=403,
        elsewhere=404,
        queries=20,
    ),
    "read_document_file": Case(
        READERS, _of_document("/file"), before=with_document, missing="/documents/0/file", within=READERS
    ),
    "remove_document": Case(
        KEEPERS, _own_document, before=with_document, status=204, missing="/documents/0", within=KEEPERS, queries=24
    ),
}
