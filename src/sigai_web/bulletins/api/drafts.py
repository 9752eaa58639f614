"""Bulletins on their way: drafting, the office's own text, the check of its figures, sign-off, publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Number, Page, Sent, page_by
from sigai_web.bulletins import drafting, signing
from sigai_web.bulletins.api.bulletins import BulletinOut
from sigai_web.bulletins.api.scopes import PUBLISH
from sigai_web.bulletins.models import KIND_LENGTH, BulletinDraft, DraftText
from sigai_web.bulletins.operations import BULLETIN_DRAFT, BULLETIN_PUBLISH, BULLETIN_SIGN
from sigai_web.bulletins.publishing import publish
from sigai_web.journal.writing import Actor
from sigai_web.runs.models import Bulletin, Run

_LONGEST_PLACE = 200
router = Router(tags=["bulletins"])


class BulletinDraftOut(Schema):
    """A draft. `state`: drafting, handed_in, signed, published, dropped; `revises_id` the bulletin whose place it
    takes, `bulletin_id` what it was published as."""

    id: int
    run_id: int
    kind: str
    state: str
    revises_id: int | None
    reason: str
    created_by: str
    created_at: datetime
    handed_in_by: str
    signed_by: str
    returned_because: str
    bulletin_id: int | None


class DraftTextOut(Schema):
    """The office's own text at one place, and its version, which whoever changes it names."""

    place: str
    text: str
    version: int


class DraftNumberOut(Schema):
    """A figure of a text. `tie`: run, office (with `source`), unnamed, none, unreadable; the last three are refused.
    `what` and `value` are the number of the run; `nearest` others that might be meant."""

    place: str
    said: str
    sentence: str
    tie: str
    what: str
    value: str
    source: str
    nearest: list[str]


class DraftContentOut(Schema):
    """A draft as it will be read: its places with the office's texts, and every figure of these."""

    draft: BulletinDraftOut
    texts: list[DraftTextOut]
    numbers: list[DraftNumberOut]


class BulletinDraftIn(Sent):
    """What is drafted, from which run; `revises` and `reason` for one that takes the place of a published one."""

    run: Number
    kind: str = Field("monthly", max_length=KIND_LENGTH)
    revises: Number | None = None
    reason: str = Field("", max_length=1000)


class DraftTextIn(Sent):
    """A text at a place; `seen` is the version that it was changed from (0 where there was none)."""

    place: str = Field(max_length=_LONGEST_PLACE)
    text: str = Field("", max_length=drafting.LONGEST)
    seen: int = Field(0, ge=0, le=10**6)


class DraftStepIn(Sent):
    """`hand_in` for a signature, `drop` for good, `renew` from the results of `run`."""

    step: Literal["hand_in", "drop", "renew"]
    run: Number | None = None


class SignatureIn(Sent):
    """Whether it is signed; returning it needs a reason."""

    sign: bool
    reason: str = Field("", max_length=1000)


class PublicationIn(Sent):
    """Under which number of the year."""

    number: int = Field(ge=1, le=999)


@endpoint(
    router,
    "GET",
    "/bulletin-drafts",
    operation=BULLETIN_DRAFT,
    scope=PUBLISH,
    zh="通报草稿列表",
    en="drafts of bulletins",
    about_zh="全部草稿，新的在前。",
    answer=Page[BulletinDraftOut],
)
def list_bulletin_drafts(request: HttpRequest, cut: Query[Cut]) -> Any:
    """Every draft, the newest first."""
    return page_by(BulletinDraft.objects.all(), cut, key="id", newest_first=True)


@endpoint(
    router,
    "GET",
    "/bulletin-drafts/{draft}",
    operation=BULLETIN_DRAFT,
    scope=PUBLISH,
    zh="一份通报草稿",
    en="a draft of a bulletin",
    about_zh="各处的文字和其中每个数追溯到什么。",
    answer=DraftContentOut,
)
def read_bulletin_draft(request: HttpRequest, draft: Number) -> Any:
    """The office's texts by their places, and what each figure in them is tied to."""
    found = get_object_or_404(BulletinDraft.objects.select_related("run"), pk=draft)
    texts = drafting.texts_of(found)
    rows = {row.place: row for row in DraftText.objects.filter(draft=found)}
    pieces = [piece for piece in drafting.checked(found, texts).pieces if piece.block.kind == "own"]
    places = [piece.block.place for piece in pieces]
    said = [
        {"place": place, "text": texts.get(place, ""), "version": rows[place].version if place in rows else 0}
        for place in places
    ]
    numbers = [_number(piece.block.place, number) for piece in pieces for number in piece.numbers]
    return {"draft": found, "texts": said, "numbers": numbers}


def _number(place: str, number: Any) -> dict[str, Any]:
    fact = number.fact
    return {
        "place": place,
        "said": number.said.text,
        "sentence": number.sentence,
        "tie": number.tie,
        "what": fact.what.zh if fact else "",
        "value": fact.shown if fact else "",
        "source": number.source,
        "nearest": [f"{one.what.zh} {one.shown}" for one in number.nearest],
    }


@endpoint(
    router,
    "POST",
    "/bulletin-drafts",
    operation=BULLETIN_DRAFT,
    scope=PUBLISH,
    zh="起草通报",
    en="begin a draft",
    about_zh="由一次完成的计算起草；修订已发布的通报时写明原因。",
    answer=BulletinDraftOut,
    status=201,
)
def begin_bulletin_draft(request: HttpRequest, data: BulletinDraftIn) -> Any:
    """Begin a draft from a finished run; one that revises a published bulletin names it and the reason."""
    revises = get_object_or_404(Bulletin, pk=data.revises) if data.revises is not None else None
    run = get_object_or_404(Run, pk=data.run)
    return Status(201, drafting.begin_draft(Actor.of(request), run, data.kind, revises=revises, reason=data.reason))


@endpoint(
    router,
    "POST",
    "/bulletin-drafts/{draft}/text",
    operation=BULLETIN_DRAFT,
    scope=PUBLISH,
    zh="写通报文字",
    en="write a text of a draft",
    about_zh="写一处专班自己的文字；别人刚改过时不覆盖（409）。",
    answer=DraftTextOut,
)
def write_bulletin_text(request: HttpRequest, draft: Number, data: DraftTextIn) -> Any:
    """Keep the office's own text at a place; where somebody changed it since, nothing is overwritten (409)."""
    get_object_or_404(BulletinDraft, pk=draft)
    return drafting.write_text(Actor.of(request), draft, data.place, data.text, data.seen)


@endpoint(
    router,
    "POST",
    "/bulletin-drafts/{draft}/step",
    operation=BULLETIN_DRAFT,
    scope=PUBLISH,
    zh="送签、作废、换新结果",
    en="hand in, drop or renew a draft",
    about_zh="送签时逐数核对，追溯不到的不收。",
    answer=BulletinDraftOut,
)
def step_bulletin_draft(request: HttpRequest, draft: Number, data: DraftStepIn) -> Any:
    """Hand it in, which is refused for every figure that cannot be followed; give it up; or take newer results."""
    actor, found = Actor.of(request), get_object_or_404(BulletinDraft, pk=draft)
    if data.step == "hand_in":
        return drafting.hand_in(actor, draft)
    if data.step == "drop":
        return drafting.drop(actor, draft)
    return drafting.renew(actor, draft, get_object_or_404(Run, pk=data.run or found.run_id))


@endpoint(
    router,
    "POST",
    "/bulletin-drafts/{draft}/signature",
    operation=BULLETIN_SIGN,
    scope=PUBLISH,
    zh="签发或退回通报",
    en="sign or return a draft",
    about_zh="参与起草的不能签发；退回须写原因。",
    answer=BulletinDraftOut,
)
def sign_bulletin_draft(request: HttpRequest, draft: Number, data: SignatureIn) -> Any:
    """Sign what others drafted, or return it with a reason; nobody who had a hand in it signs it."""
    get_object_or_404(BulletinDraft, pk=draft)
    actor = Actor.of(request)
    return signing.sign(actor, draft) if data.sign else signing.give_back(actor, draft, data.reason)


@endpoint(
    router,
    "POST",
    "/bulletin-drafts/{draft}/publication",
    operation=BULLETIN_PUBLISH,
    scope=PUBLISH,
    zh="发布通报",
    en="publish a bulletin",
    about_zh="把签发的草稿编号发布并送达。",
    answer=BulletinOut,
    status=201,
)
def publish_bulletin(request: HttpRequest, draft: Number, data: PublicationIn) -> Any:
    """Publish a signed draft under a number of the year, and send it."""
    get_object_or_404(BulletinDraft, pk=draft)
    return Status(201, publish(Actor.of(request), draft, data.number))
