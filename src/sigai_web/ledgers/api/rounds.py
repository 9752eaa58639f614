"""Rounds: those that there are, opening one, extending, closing and withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Number, Page, Sent, ShortText, page_by
from sigai_web.api.serving import served
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import calling
from sigai_web.ledgers.api.documents import BYTES
from sigai_web.ledgers.api.scopes import READ_RECORDS, WRITE_RECORDS
from sigai_web.ledgers.files import read_file
from sigai_web.ledgers.models import Round, RoundDocument
from sigai_web.ledgers.operations import ROUND_KEEP, ROUND_READ
from sigai_web.ledgers.reaching import ledger_or_404, round_or_404
from sigai_web.ledgers.rounds import open_rounds, places_taken, standing_of

router = Router(tags=["records"])


class RoundsAsked(Cut):
    """Which rounds."""

    ledger: ShortText | None = None
    open: bool = Field(False, description="只要今天开放的 · only those open today")


class RoundDocumentOut(Schema):
    """A document of a round."""

    id: int
    name: str
    kind: str
    size: int
    digest: str


class RoundOut(Schema):
    """A round as it stands: planned, open, over, closed or withdrawn. `taken` of the `quota` (null: no limit)."""

    id: int
    ledger: str
    title: str
    year: int
    choices: dict[str, str]
    quota: int | None
    taken: int
    first_day: date
    last_day: date
    standing: str
    documents: list[RoundDocumentOut]


class RoundIn(Sent):
    """A round to be opened; `choices` say what it is for, by the fields that the ledger's rounds go by."""

    title: ShortText
    year: Number
    first_day: date
    last_day: date
    quota: Number | None = None
    choices: dict[str, ShortText] = Field(default_factory=dict, max_length=20)


class ExtensionIn(Sent):
    """Until when a round shall last, and why."""

    last_day: date
    reason: str = Field(max_length=2000)


class QuotaIn(Sent):
    """Another quota (null: no limit), and why."""

    quota: Number | None
    reason: str = Field(max_length=2000)


class EndIn(Sent):
    """Whether a round is withdrawn or but closed, and why."""

    withdraw: bool = False
    reason: str = Field(max_length=2000)


def _told(call: Round) -> dict[str, Any]:
    return _all_told([call])[0]


def _all_told(calls: Sequence[Round]) -> list[dict[str, Any]]:
    """Rounds as they stand: one query for the places of all."""
    taken = places_taken(calls)
    kept = [name for name in RoundOut.model_fields if name not in ("taken", "standing", "documents")]
    return [
        {
            **{name: getattr(call, name) for name in kept},
            "taken": taken.get(call.pk, 0),
            "standing": str(standing_of(call)),
            "documents": list(call.documents.all()),
        }
        for call in calls
    ]


@endpoint(
    router,
    "GET",
    "/rounds",
    operation=ROUND_READ,
    scope=READ_RECORDS,
    zh="申报批次",
    en="rounds",
    about_zh="各台账的申报批次，可只要一个台账的、今天开放的。",
    answer=Page[RoundOut],
)
def list_rounds(request: HttpRequest, asked: Query[RoundsAsked]) -> Any:
    """Rounds of all ledgers or of one; only those that are open today."""
    rows = open_rounds() if asked.open else Round.objects.all()
    if asked.ledger is not None:
        rows = rows.filter(ledger=asked.ledger)
    page = page_by(rows.prefetch_related("documents"), asked, key="id")
    return {**page, "items": _all_told(page["items"])}


@endpoint(
    router,
    "GET",
    "/rounds/{number}",
    operation=ROUND_READ,
    scope=READ_RECORDS,
    zh="一个申报批次",
    en="one round",
    about_zh="事项、起止、名额、已用名额和现在的状态。",
    answer=RoundOut,
)
def read_round(request: HttpRequest, number: Number) -> Any:
    """What a round is for, its days, its quota and how it stands today."""
    return _told(round_or_404(number))


@endpoint(
    router,
    "GET",
    "/rounds/documents/{document}/file",
    operation=ROUND_READ,
    scope=READ_RECORDS,
    zh="下载批次的文件",
    en="fetch a document of a round",
    about_zh="原始字节；已损坏的不给。",
    answer=BYTES,
)
def read_round_document(request: HttpRequest, document: Number) -> Any:
    """The bytes as they were sent; a file that is damaged is not served."""
    found = get_object_or_404(RoundDocument, pk=document)
    return served(found.name, lambda: read_file(found), BYTES)


@endpoint(
    router,
    "POST",
    "/ledgers/{ledger}/rounds",
    operation=ROUND_KEEP,
    scope=WRITE_RECORDS,
    zh="开放申报批次",
    en="open a round",
    about_zh="由专班或管台账的单位开放；台账规定一次一批的，同一事项不能同时开放两批。",
    answer=RoundOut,
    status=201,
)
def open_round(request: HttpRequest, ledger: str, data: RoundIn) -> Any:
    """Open a round of a ledger, by the office or a unit that keeps it."""
    draft = calling.RoundDraft(**data.model_dump())
    return Status(201, _told(calling.open_round(Actor.of(request), person(request), ledger_or_404(ledger), draft)))


@endpoint(
    router,
    "POST",
    "/rounds/{number}/extension",
    operation=ROUND_KEEP,
    scope=WRITE_RECORDS,
    zh="延长申报批次",
    en="extend a round",
    about_zh="写明理由；已截止的也可以延长，已取消的不可以。",
    answer=RoundOut,
)
def extend_round(request: HttpRequest, number: Number, data: ExtensionIn) -> Any:
    """Let a round last longer, also one that is over."""
    pk = round_or_404(number).pk
    call = calling.extend_round(Actor.of(request), person(request), pk, last_day=data.last_day, reason=data.reason)
    return _told(call)


@endpoint(
    router,
    "POST",
    "/rounds/{number}/quota",
    operation=ROUND_KEEP,
    scope=WRITE_RECORDS,
    zh="改批次名额",
    en="change the quota of a round",
    about_zh="写明理由；不能少于已用的名额，null 为不限。",
    answer=RoundOut,
)
def change_round_quota(request: HttpRequest, number: Number, data: QuotaIn) -> Any:
    """Give a round another quota, or none."""
    pk = round_or_404(number).pk
    return _told(calling.change_quota(Actor.of(request), person(request), pk, quota=data.quota, reason=data.reason))


@endpoint(
    router,
    "POST",
    "/rounds/{number}/end",
    operation=ROUND_KEEP,
    scope=WRITE_RECORDS,
    zh="关闭或取消申报批次",
    en="close or withdraw a round",
    about_zh="关闭后不再接受申报，已申报的照常认定；取消的，已申报的也不能据此认定。",
    answer=RoundOut,
)
def end_round(request: HttpRequest, number: Number, data: EndIn) -> Any:
    """Close a round before its last day, or withdraw it."""
    pk = round_or_404(number).pk
    return _told(calling.end_round(Actor.of(request), person(request), pk, withdraw=data.withdraw, reason=data.reason))
