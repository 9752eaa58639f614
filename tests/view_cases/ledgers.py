"""The views of `sigai_web.ledgers`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from helpers_records import PDF, awarded, document, grant, seen, work
from helpers_web import OURS, person
from sigai_web.accounts.models import Membership, User
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.models import MarkedCopy, RecordCorrection, RecordWithdrawal, Round, RoundDocument
from sigai_web.ledgers.rows import add_row
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, Entity
from view_cases.case import ENTERPRISES, LEADER, OF_EXCEL, OFFICE, READERS, Case, Programs, Who

KEEPERS = READERS - LEADER
DECIDERS = OFFICE | frozenset({Role.UNIT_APPROVER, Role.AREA_APPROVER})
ENTERING = OFFICE | ENTERPRISES | frozenset({Role.UNIT_REPORTER})
"""Those whom the ledger of works lets enter records."""
BEGINNING = LEADER | frozenset({Role.UNIT_APPROVER, Role.AREA_APPROVER})
BOTH = frozenset({"get", "post"})
CALLING = OFFICE | frozenset({Role.UNIT_APPROVER})


def of_work(_user: User, _membership: Membership) -> list[Any]:
    """A record that belongs to the owner of every role: its subject, its area, the keeper of its ledger."""
    return [_work().pk]


def _work() -> CurrentRecord:
    found = CurrentRecord.objects.filter(ledger="works").first()
    entity = OURS if Entity.objects.filter(pk=OURS).exists() else ""
    return found or work(_office(), entity=entity, area="11", name="Works", note="n")


def _office() -> User:
    return User.objects.filter(username="maker").first() or person(Role.OFFICE, name="maker")


def of_link(_user: User, _membership: Membership) -> list[Any]:
    return ["grants", "work"]


def of_step(_user: User, _membership: Membership) -> list[Any]:
    record = _work()
    documents.attach(SYSTEM, _office(), record.pk, [document()])
    return [record.pk, "begin"]


def _grant() -> CurrentRecord:
    """A record with tables that belongs to the owner of every role."""
    found = CurrentRecord.objects.filter(ledger="grants").first()
    return found or grant(_office(), entity=OURS if Entity.objects.filter(pk=OURS).exists() else "", area="11")


def of_table(_user: User, _membership: Membership) -> list[Any]:
    return [_grant().pk, "measures"]


def of_row(_user: User, _membership: Membership) -> list[Any]:
    """A row of a table, which is there."""
    record = _grant()
    if not record.fields:
        add_row(SYSTEM, _office(), record.pk, "measures", {"what": "一"})
    return [record.pk, "measures", 1]


def of_document(_user: User, _membership: Membership) -> list[Any]:
    return [documents.attach(SYSTEM, _office(), _work().pk, [document("")])[0].pk]


def of_own_document(_user: User, _membership: Membership) -> list[Any]:
    """A document that the last account attached: of whoever asks for the page."""
    last = User.objects.exclude(username__in=["maker", "other"]).last()
    actor = Actor(last.username, "") if last else SYSTEM
    return [documents.attach(actor, _office(), _work().pk, [document("")])[0].pk]


def of_removed(_user: User, _membership: Membership) -> list[Any]:
    maker = Actor(_office().username, "")
    (attached,) = documents.attach(maker, _office(), _work().pk, [document("")])
    documents.remove(maker, _office(), attached.pk)
    pk = attached.pk
    return [pk]


def of_marked(_user: User, _membership: Membership) -> list[Any]:
    for user in User.objects.all():
        MarkedCopy.objects.update_or_create(
            username=user.username, ledger="works", defaults={"name": "a.xlsx", "content": b"x"}
        )
    return ["works"]


def works(_user: User, _membership: Membership) -> list[Any]:
    _work()
    return ["works"]


def begin() -> dict[str, Any]:
    record = _work()
    seen = {"revision": record.revision, "step": record.step}
    return {**seen, "f_cost": "100", "f_begun_on": "2021-10-01", "on": timezone.localdate().isoformat()}


def edit() -> dict[str, Any]:
    return {"revision": _work().revision, "f_cost": "7"}


def withdraw() -> dict[str, Any]:
    record = _work()
    return {"revision": record.revision, "step": record.step, "reason": "重复登记"}


def of_asked(_user: User, _membership: Membership) -> list[Any]:
    """A record whose withdrawal somebody else asked for."""
    record = _work()
    RecordWithdrawal.objects.get_or_create(record=record.record, defaults={"reason": "重复登记", "asked_by": "maker"})
    return [record.pk]


def decide() -> dict[str, Any]:
    return {**withdraw(), "decision": "grant"}


def _begun() -> CurrentRecord:
    """The record, led on by a unit's approver: what that step requires is settled."""
    found = _work()
    if found.state == "building":
        return found
    approver = User.objects.filter(username="beginner").first() or person(Role.UNIT_APPROVER, name="beginner")
    documents.attach(SYSTEM, _office(), found.pk, [document()])
    values = {"cost": "100", "begun_on": "2021-10-01"}
    return services.take_step(SYSTEM, approver, found.pk, "begin", seen=seen(found), values=values).record


def of_begun(_user: User, _membership: Membership) -> list[Any]:
    return [_begun().pk]


def correct() -> dict[str, Any]:
    record, file = _begun(), SimpleUploadedFile("notice.pdf", PDF)
    shown = {"revision": record.revision, "step": record.step}
    return {**shown, "reason": "公告更正", "f_cost": "120", "file": file}


def of_correction(_user: User, _membership: Membership) -> list[Any]:
    """A record whose correction somebody else asked for."""
    record, (notice,) = _begun(), documents.attach(SYSTEM, _office(), _begun().pk, [document("")])
    RecordCorrection.objects.get_or_create(
        record=record.record,
        defaults={"changes": '{"cost": 120}', "reason": "公告更正", "asked_by": "maker", "document": notice},
    )
    return [record.pk]


def decide_correction() -> dict[str, Any]:
    record = _begun()
    return {"revision": record.revision, "step": record.step, "decision": "grant"}


def a_round() -> Round:
    day = timezone.localdate()
    days = {"first_day": day, "last_day": day + timedelta(days=9), "choices": {"award": "green"}}
    return Round.objects.get_or_create(ledger="awards", title="Round 2022", year=2022, defaults=days)[0]


def a_round_is_open(_user: User, _membership: Membership) -> list[Any]:
    a_round()
    return []


def of_round(_user: User, _membership: Membership) -> list[Any]:
    return [a_round().pk]


def of_round_document(_user: User, _membership: Membership) -> list[Any]:
    file = document().file
    kept = {"name": file.name, "kind": file.kind, "size": file.size, "digest": file.digest, "by": "maker"}
    return [RoundDocument.objects.create(round=a_round(), **kept).pk]


def of_recheck(_user: User, _membership: Membership) -> list[Any]:
    """A title whose yearly recheck is due today, with its report."""
    record = CurrentRecord.objects.filter(ledger="awards").first()
    if record is None:
        if not Entity.objects.filter(pk=OURS).exists():
            Entity.objects.create(pk=OURS, name="一厂", kind="enterprise", area="11")
        people = (Role.ENTERPRISE_REPORTER, "applicant"), (Role.UNIT_APPROVER, "decider")
        record = awarded(_year_ago(), *(person(role, name=name) for role, name in people))
        documents.attach(SYSTEM, _office(), record.pk, [document("复核报告")])
    return [record.pk, "yearly"]


def _year_ago() -> date:
    day = timezone.localdate()
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def kept() -> dict[str, Any]:
    record = CurrentRecord.objects.filter(ledger="awards").first() or _work()
    of = timezone.localdate().replace(day=min(timezone.localdate().day, 28))
    return {"revision": record.revision, "step": record.step, "of": of.isoformat(), "result": "kept"}


def call() -> dict[str, Any]:
    days = {"first_day": timezone.localdate().isoformat(), "last_day": timezone.localdate().isoformat()}
    return {"title": "补报", "year": "2022", "f_award": "smart", **days}


def longer() -> dict[str, Any]:
    return {"last_day": (timezone.localdate() + timedelta(days=30)).isoformat(), "reason": "疫情"}


NEW = {"name": "二号", "entity": OURS, "area": "", "f_note": "n", "f_kind": "new", "f_helper": "U1"}


def pdf() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("permit.pdf", PDF), "evidence": "-"}


def sheet() -> dict[str, Any]:
    text = f"编号,投资（万元）\n{_work().number},7\n"
    return {"file": SimpleUploadedFile("works.csv", text.encode())}


CASES: dict[str, Case] = {
    "ledgers": Case(READERS, english=True),
    "entity-options": Case(KEEPERS, data=lambda: {"entity": "乙县"}),
    "record-options": Case(KEEPERS, arguments=of_link, missing=("grants", "nothing")),
    "ledger-calendar": Case(READERS, queries=16, english=True),
    "ledger": Case(READERS, arguments=works, queries=16, missing=("nothing",), english=True),
    "library": Case(READERS, queries=16, english=True),
    "many-steps": Case(
        BEGINNING | OFFICE,
        arguments=works,
        queries=30,
        methods=BOTH,
        missing=("nothing",),
        english=True,
    ),
    "ledger-export": Case(READERS, arguments=works, queries=24, missing=("nothing",)),
    "ledger-template": Case(KEEPERS, arguments=works, queries=24, missing=("nothing",)),
    "ledger-import": Case(
        KEEPERS, "post", sheet, works, status=302, queries=30, methods=BOTH, missing=("nothing",), english=True
    ),
    "ledger-marked": Case(KEEPERS, arguments=of_marked, own=True, queries=24, missing=("nothing",)),
    "new-record": Case(
        ENTERING,
        "post",
        lambda: NEW,
        works,
        status=302,
        queries=30,
        methods=BOTH,
        missing=("nothing",),
        english=True,
    ),
    "record": Case(READERS, arguments=of_work, queries=21, missing=(999,), foreign=404, english=True),
    "edit-record": Case(
        KEEPERS,
        "post",
        edit,
        of_work,
        status=302,
        queries=30,
        methods=BOTH,
        missing=(999,),
        foreign=404,
        english=True,
    ),
    "record-step": Case(BEGINNING, "post", begin, of_step, status=302, queries=33, missing=(999, "begin"), foreign=404),
    "withdraw-record": Case(KEEPERS, "post", withdraw, of_work, status=302, queries=30, missing=(999,), foreign=404),
    "decide-withdrawal": Case(DECIDERS, "post", decide, of_asked, status=302, queries=30, missing=(999,), foreign=404),
    "correct-record": Case(BEGINNING, "post", correct, of_begun, status=302, queries=31, missing=(999,), foreign=404),
    "decide-correction": Case(
        BEGINNING | OFFICE,
        "post",
        decide_correction,
        of_correction,
        status=302,
        queries=30,
        missing=(999,),
        foreign=404,
    ),
    "record-rows": Case(
        KEEPERS,
        "post",
        lambda: {"f_what": "换热器"},
        of_table,
        status=302,
        queries=30,
        missing=(999, "measures"),
        foreign=404,
    ),
    "record-row": Case(
        KEEPERS,
        "post",
        lambda: {"edition": 1, "f_outlay": "5"},
        of_row,
        status=302,
        queries=30,
        missing=(999, "measures", 1),
        foreign=404,
    ),
    "comment-record": Case(
        READERS, "post", lambda: {"text": "请补材料"}, of_work, status=302, queries=24, missing=(999,), foreign=404
    ),
    "attach-document": Case(KEEPERS, "post", pdf, of_work, status=302, queries=29, missing=(999,), foreign=404),
    "document": Case(READERS, arguments=of_document, queries=24, missing=(999,), foreign=404),
    "erase-document": Case(
        OFFICE, "post", lambda: {"reason": "误传"}, arguments=of_removed, status=302, queries=30, missing=(999,)
    ),
    "remove-document": Case(
        KEEPERS, "post", arguments=of_own_document, status=302, queries=24, missing=(999,), foreign=404
    ),
    "rounds": Case(READERS, arguments=a_round_is_open, queries=20, english=True),
    "new-round": Case(CALLING, "post", call, lambda *_: ["awards"], status=302, queries=24, methods=BOTH, english=True),
    "round": Case(READERS, arguments=of_round, queries=24, missing=(999,), english=True),
    "extend-round": Case(CALLING, "post", longer, of_round, status=302, queries=24, missing=(999,), foreign=403),
    "round-quota": Case(
        CALLING,
        "post",
        lambda: {"quota": "5", "reason": "增加"},
        of_round,
        status=302,
        queries=24,
        missing=(999,),
        foreign=403,
    ),
    "end-round": Case(
        CALLING, "post", lambda: {"reason": "评完"}, of_round, status=302, queries=24, missing=(999,), foreign=403
    ),
    "round-document": Case(READERS, arguments=of_round_document, missing=(999,)),
    "record-recheck": Case(
        frozenset({Role.UNIT_APPROVER}),
        "post",
        kept,
        of_recheck,
        status=302,
        queries=30,
        missing=(999, "yearly"),
        foreign=404,
    ),
}

MENU: dict[str, Who] = {"ledgers": READERS, "library": READERS, "ledger-calendar": READERS, "rounds": READERS}

PROGRAMS: Programs = {
    "ledgers": ("list_ledgers",),
    "ledger": ("list_records",),
    "library": ("list_records",),
    "many-steps": ("make_many_steps",),
    "ledger-calendar": ("list_deadlines",),
    "entity-options": ("list_entities",),
    "record-options": ("list_records",),
    "new-record": ("create_record", "create_record_with_documents"),
    **dict.fromkeys(("ledger-export", "ledger-template", "ledger-import", "ledger-marked"), OF_EXCEL),
    "record": ("read_record", "read_record_history"),
    "edit-record": ("edit_record",),
    "record-step": ("make_step",),
    "record-rows": ("list_rows", "create_row"),
    "record-row": ("edit_row", "strike_row"),
    "comment-record": ("list_comments", "create_comment"),
    "withdraw-record": ("ask_withdrawal",),
    "decide-withdrawal": ("decide_withdrawal",),
    "correct-record": ("ask_correction",),
    "decide-correction": ("decide_correction",),
    "attach-document": ("attach_document",),
    "document": ("read_document_file",),
    "erase-document": "rare, and never to be done by a program",
    "remove-document": ("remove_document",),
    "rounds": ("list_rounds",),
    "round": ("read_round",),
    "new-round": ("open_round",),
    "extend-round": ("extend_round",),
    "round-quota": ("change_round_quota",),
    "end-round": ("end_round",),
    "round-document": ("read_round_document",),
    "record-recheck": ("record_recheck",),
}

RIGHTS = """
record.read          *ooooo*...
record.consult       *ooooo*...
record.keep          *ooooo....
record.withdraw      *.o.o.....
record.step          *ooooo*...
record.correct       *oooo.*...
document.erase       *.........
round.read           *******...
round.keep           *.o.......
"""
