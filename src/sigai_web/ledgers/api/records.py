"""Records of ledgers: found, read, entered, edited, led on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from sigai.base import Place
from sigai.ledgers import Head, Record
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import ApiError, IssueOut, Words, issue_words
from sigai_web.api.paging import Cut, Number, Page, Sent, ShortText, page_by, page_in_order
from sigai_web.api.parsing import read_json
from sigai_web.api.problems import BAD_FIELD
from sigai_web.clock import today
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import listing, services
from sigai_web.ledgers.api.documents import DocumentOut
from sigai_web.ledgers.api.scopes import READ_RECORDS, WRITE_RECORDS
from sigai_web.ledgers.computing import computed_of, computed_plain
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file
from sigai_web.ledgers.filling import RecordFiller
from sigai_web.ledgers.linked import back_links, link_ids
from sigai_web.ledgers.reaching import ledger_or_404, reached
from sigai_web.ledgers.reading import RecordsReader, read_of_all, readable_fields
from sigai_web.ledgers.rights import open_steps
from sigai_web.permissions import allowed, visible
from sigai_web.store.models import CurrentRecord, RecordDeadline, RecordRevision, RecordState
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP, RECORD_READ, RECORD_STEP

router = Router(tags=["records"])
_ROUND = "申报批次；开放的只有一个时可不写 · the round; not needed where but one is open"


class RecordsAsked(Cut):
    """Which records."""

    state: str = Field("", max_length=60)
    q: str = Field(
        "", max_length=100, description="编号、名称、主体或文本中的词 · words of number, name, entity, texts"
    )
    area: str = Field("", max_length=60, description="含下级 · with all below it")
    entity: str = Field("", max_length=60)
    overdue: bool = Field(False, description="只要逾期的 · beyond a deadline only")
    sort: str = Field(
        "",
        max_length=70,
        description="排序，同列表页：number、name、state、area、day、due、at 或 f_字段，前加 - 为倒序；不写按 id · "
        "order, as on the list's page: number, name, state, area, day, due, at or f_FIELD, downwards with - before it",
    )
    where: list[ShortText] = Field(
        default_factory=list,
        max_length=20,
        description="按字段筛选，同列表页地址：f_kind=new、cost_from=100、paid_on_to=2022-06-30 · "
        "by fields, as the address of the list's page: f_kind=new, cost_from=100, paid_on_to=2022-06-30",
    )


class DeadlinesAsked(Cut):
    """Which deadlines."""

    until: date | None = Field(None, description="这一天及以前 · that day and before")
    ledger: ShortText | None = None


class RecordOut(Schema):
    """A record as it stands; `fields` by their ids. `revision` and `step` are what a change must have seen. One that
    was `withdrawn` counts for nothing any more and is in no list."""

    id: int = Field(validation_alias="pk")
    ledger: str
    number: str
    name: str | None
    entity: str | None
    area: str | None
    state: str
    day: date | None
    due: date | None
    fields: dict[str, Any]
    revision: int
    step: int
    at: datetime
    withdrawn: bool


class DueOut(Schema):
    """A deadline of the present state."""

    due: date
    name: Words


class LinkedFromOut(Schema):
    """How many records of a ledger link to a record by one of their fields, of those that the person may see."""

    ledger: str
    field: str
    count: int


class WholeRecordOut(RecordOut):
    """A record with its deadlines, its documents and the steps that the person may make now. `closed`: the fields (with
    name, entity and area) that the person may not write now, and why not."""

    deadlines: list[DueOut]
    documents: list[DocumentOut]
    steps: list[str]
    may_edit: bool
    closed: dict[str, Words]
    links: dict[str, int] = Field(
        description="字段关联到的可见记录 · the records that fields link to, those one may see"
    )
    linked_from: list[LinkedFromOut]
    computed: dict[str, float | str | None] = Field(
        description="算出的字段，选项给编号 · what follows from the rest of the record; of a choice its id"
    )


class RevisionOut(Schema):
    """Name, subject and fields from one moment on; `reason` where something settled was changed."""

    revision: int
    name: str | None
    entity: str | None
    area: str | None
    fields: dict[str, Any]
    reporter: str | None
    at: datetime
    reason: str
    withdrawn: bool

    @staticmethod
    def resolve_fields(revision: RecordRevision) -> Any:
        """The fields as they were written."""
        return json.loads(revision.fields or "{}")


class StateEnteredOut(Schema):
    """A state that the record entered, on which day, through whom."""

    step: int = Field(validation_alias="revision")
    state: str
    day: date | None
    reporter: str | None
    at: datetime


class HistoryOut(Schema):
    """Everything that a record was."""

    revisions: list[RevisionOut]
    states: list[StateEnteredOut]


class HeadIn(Sent):
    """What every record has beside its fields: entity and area by id or name."""

    name: str = Field("", max_length=300)
    entity: str = Field("", max_length=200)
    area: str = Field("", max_length=200)


FieldValue = str | int | float | bool | None


class NewRecordIn(HeadIn):
    """A record entered by one of the ledger's first steps."""

    step: ShortText
    on: date | None = Field(None, description="办理日期，不写为今天 · the day; today where none is named")
    round: Number | None = Field(None, description=_ROUND)
    fields: dict[str, FieldValue] = Field(default_factory=dict, max_length=200)


class EditIn(Sent):
    """Name, subject and fields as they shall be; what is not named stays. `reason` where earlier steps rest on it."""

    name: str | None = Field(None, max_length=300)
    entity: str | None = Field(None, max_length=200)
    area: str | None = Field(None, max_length=200)
    revision: Number = Field(description="所见版本 · the revision seen")
    fields: dict[str, FieldValue] = Field(default_factory=dict, max_length=200)
    reason: str = Field("", max_length=2000)


class SeenIn(Sent):
    """The record as its reader had it before them."""

    revision: Number = Field(description="所见版本 · the revision seen")
    seen_step: Number = Field(description="所见的 step · the step seen")


class StepIn(SeenIn):
    """A step, the fields that it requires, and what was seen."""

    step: ShortText
    on: date | None = Field(None, description="办理日期，不写为今天 · the day; today where none is named")
    round: Number | None = Field(None, description=_ROUND)
    fields: dict[str, FieldValue] = Field(default_factory=dict, max_length=200)


class OutcomeOut(Schema):
    """The record after the change, and what its writer should know although it was taken."""

    record: RecordOut
    issues: list[IssueOut]


def named_round(number: int | None) -> str:
    """A round as services take it: its number as a text, none where it is not named."""
    return "" if number is None else str(number)


def outcome_of(user: Any, outcome: services.RecordOutcome) -> dict[str, Any]:
    """What a change answers to who made it."""
    return {
        "record": read_of_all(user, [outcome.record])[0],
        "issues": [issue_words(issue) for issue in outcome.remarks],
    }


@endpoint(
    router,
    "GET",
    "/ledgers/{ledger}/records",
    operation=RECORD_CONSULT,
    scope=READ_RECORDS,
    zh="台账记录",
    en="records",
    about_zh="一个台账中可见的记录，可按状态、地区、主体、词语和逾期筛选。",
    answer=Page[RecordOut],
)
def list_records(request: HttpRequest, ledger: str, asked: Query[RecordsAsked]) -> Any:
    """Records of a ledger within reach, by state, area, entity, words, and whether they are beyond a deadline."""
    of = ledger_or_404(ledger)
    if asked.area and asked.area not in programme.current().area_by_code:
        raise Http404
    reader = RecordsReader(person(request), of)
    wanted = listing.asked(of, _parameters(of, asked))
    rows = listing.in_state(reader, listing.narrowed(reader, wanted), wanted, today())
    page = _in_order(reader, rows, wanted, asked)
    return {**page, "items": reader.read(page["items"])}


def _in_order(reader: RecordsReader, rows: listing.Rows, wanted: listing.RecordQuery, cut: Cut) -> dict[str, Any]:
    """A page of records in the order that is asked for, else of their ids; ApiError 422 for what orders no list."""
    if not wanted.order:
        return page_by(rows, cut, key="record_id")
    order = listing.order_of(reader, wanted)
    if order is None:
        reasons = {"reason_zh": "本台账的列表不能按它排序", "reason_en": "orders no list of this ledger"}
        raise ApiError(422, issues=[BAD_FIELD.at(Place(column="sort"), column=wanted.order, **reasons)])
    how = {"order": wanted.order, "key": order.key, "kind": order.kind, "down": order.down, "stands": order.stands}
    return page_in_order(rows, cut, **how)


def _parameters(of: Ledger, asked: RecordsAsked) -> dict[str, str]:
    """What is asked of a list as the address of its page says it; ApiError 422 for a part that says nothing."""
    given = {"q": asked.q, "state": asked.state, "area": asked.area, "entity": asked.entity}
    narrowing = dict(part.partition("=")[::2] for part in asked.where)
    if unread := listing.unread(of, narrowing):
        reasons = {"reason_zh": "不是本台账的筛选项或读不懂", "reason_en": "narrows no list of this ledger"}
        raise ApiError(422, issues=[BAD_FIELD.at(Place(column="where"), column=name, **reasons) for name in unread])
    return {**narrowing, **given, "sort": asked.sort, "overdue": "1" if asked.overdue else ""}


@endpoint(
    router,
    "GET",
    "/deadlines",
    operation=RECORD_READ,
    scope=READ_RECORDS,
    zh="台账期限",
    en="deadlines of records",
    about_zh="各台账中有期限的可见记录；due 为现状态最早的期限。",
    answer=Page[RecordOut],
)
def list_deadlines(request: HttpRequest, asked: Query[DeadlinesAsked]) -> Any:
    """The records of all ledgers within reach that have a deadline; `due` is the earliest of their present state."""
    rows = visible(person(request), RECORD_READ, CurrentRecord.objects.filter(due__isnull=False))
    if asked.until is not None:
        rows = rows.filter(due__lte=asked.until)
    if asked.ledger is not None:
        rows = rows.filter(ledger=asked.ledger)
    page = page_by(rows, asked, key="record_id")
    return {**page, "items": read_of_all(person(request), page["items"])}


@endpoint(
    router,
    "GET",
    "/records/{record}",
    operation=RECORD_CONSULT,
    scope=READ_RECORDS,
    zh="一条记录",
    en="one record",
    about_zh="记录现状、期限、材料，以及令牌主人此刻能办的流转。",
    answer=WholeRecordOut,
)
def read_record(request: HttpRequest, record: Number) -> Any:
    """A record as it stands, with its deadlines, documents and the steps that the person may make now."""
    of = reached(person(request), record)
    stands = not of.current.withdrawn
    steps = open_steps(person(request), of.ledger, of.record, of.subject) if stands else []
    closed = RecordFiller.of(person(request), of.ledger, of.record, of.current.record).closed()
    computed = computed_of(of.ledger, [of.current])[of.current.pk]
    return {
        **{name: getattr(of.current, name) for name in ("pk", *RecordOut.model_fields) if name != "id"},
        "deadlines": [
            {"due": one.due, "name": {"zh": one.name_zh, "en": one.name_en}}
            for one in RecordDeadline.objects.filter(record=of.current).order_by("due")
            if of.reaches
        ],
        "documents": of.documents(),
        "steps": [step.id for step in steps],
        "may_edit": stands and allowed(person(request), RECORD_KEEP, of.subject),
        "closed": {name: {"zh": issue.what("zh"), "en": issue.what("en")} for name, issue in closed.items()},
        "links": link_ids(person(request), of.current, of.ledger),
        "computed": computed_plain(of.ledger, computed) if of.reaches else {},
        "linked_from": [
            {"ledger": one.ledger.id, "field": one.field.id, "count": one.count}
            for one in back_links(person(request), of.current.record)
        ],
    }


@endpoint(
    router,
    "GET",
    "/records/{record}/history",
    operation=RECORD_READ,
    scope=READ_RECORDS,
    zh="一条记录的历史",
    en="the history of a record",
    about_zh="每个版本和每次流转，谁在何时。",
    answer=HistoryOut,
)
def read_record_history(request: HttpRequest, record: Number) -> Any:
    """Every revision and every state, with who and when."""
    of = reached(person(request), record)
    if not of.reaches:
        raise Http404
    entry, names = of.current.record, readable_fields(of.ledger, of.level)
    revisions = list(RecordRevision.objects.filter(record=entry).order_by("revision"))
    for one in revisions:
        told = json.loads(one.fields or "{}").items()
        one.fields = json.dumps({name: value for name, value in told if name in names}, ensure_ascii=False)
    return {"revisions": revisions, "states": list(RecordState.objects.filter(record=entry).order_by("revision"))}


@endpoint(
    router,
    "POST",
    "/ledgers/{ledger}/records",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="登记记录",
    en="enter a record",
    about_zh="按台账的起始流转登记一条记录；须附材料的见下一项。",
    answer=OutcomeOut,
    status=201,
)
def create_record(request: HttpRequest, ledger: str, data: NewRecordIn) -> Any:
    """Enter a new record by one of the ledger's first steps; with documents that the step asks for, see the next."""
    return Status(201, _entered(request, ledger_or_404(ledger), data, ()))


@endpoint(
    router,
    "POST",
    "/ledgers/{ledger}/records/with-documents",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="连同材料登记记录",
    en="enter a record with documents",
    about_zh="record 为上一项的 JSON；files 与 evidence 一一对应。",
    answer=OutcomeOut,
    status=201,
)
def create_record_with_documents(
    request: HttpRequest,
    ledger: str,
    record: Form[str],
    files: File[list[UploadedFile]],
    evidence: Form[list[str]],
) -> Any:
    """The same in one request with its documents: `record` is the JSON of the operation before, `evidence` names each
    of `files`."""
    of = ledger_or_404(ledger)
    data = NewRecordIn.model_validate(read_json(record.encode(errors="surrogatepass")))
    if len(files) != len(evidence):
        reasons = {"reason_zh": "与 files 数量不同", "reason_en": "not as many as files"}
        raise ApiError(422, issues=[BAD_FIELD.at(Place(column="evidence"), column="evidence", **reasons)])
    with ExitStack() as stack:
        uploads = [stack.enter_context(checked_upload(file, DOCUMENTS)) for file in files]
        sender, named = person(request).username, zip(evidence, uploads, strict=True)
        kept = [RecordDocument(name, keep_file(upload, sender)) for name, upload in named]
        return Status(201, _entered(request, of, data, kept))


def _entered(request: HttpRequest, of: Ledger, data: NewRecordIn, brought: Sequence[RecordDocument]) -> dict[str, Any]:
    head = Head(data.name, data.entity, data.area)
    outcome = services.create(
        Actor.of(request),
        person(request),
        of,
        data.step,
        head=head,
        values=data.fields,
        on=data.on,
        documents=brought,
        call=named_round(data.round),
    )
    return outcome_of(person(request), outcome)


@endpoint(
    router,
    "PATCH",
    "/records/{record}",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="修改记录",
    en="edit a record",
    about_zh="修改名称、主体和字段，没有写的照旧；已由某一步定下的不能修改；别人已先改的返回 409。",
    answer=OutcomeOut,
)
def edit_record(request: HttpRequest, record: Number, data: EditIn) -> Any:
    """Change name, subject and fields; 409 where somebody else changed the record meanwhile."""
    of = reached(person(request), record, RECORD_KEEP)
    outcome = services.edit(
        Actor.of(request),
        person(request),
        of.current.pk,
        seen=data.revision,
        head=_head(data, of.record),
        values=data.fields,
        reason=data.reason,
    )
    return outcome_of(person(request), outcome)


def _head(data: EditIn, record: Record) -> Head:
    """Name, entity and area as they shall be."""
    stands = {"name": record.name, "entity": record.entity or "", "area": record.area or ""}
    named = {name: value for name in stands if (value := getattr(data, name)) is not None}
    return Head(**{**stands, **named})


@endpoint(
    router,
    "POST",
    "/records/{record}/steps",
    operation=RECORD_STEP,
    scope=WRITE_RECORDS,
    zh="办理流转",
    en="make a step",
    about_zh="用已附的材料办理一步流转；别人已先办的返回 409。",
    answer=OutcomeOut,
)
def make_step(request: HttpRequest, record: Number, data: StepIn) -> Any:
    """Make a step with the documents that lie with the record; 409 where somebody else was there first."""
    of = reached(person(request), record, RECORD_STEP)
    outcome = services.take_step(
        Actor.of(request),
        person(request),
        of.current.pk,
        data.step,
        seen=services.Seen(data.revision, data.seen_step),
        values=data.fields,
        call=named_round(data.round),
        on=data.on,
    )
    return outcome_of(person(request), outcome)
