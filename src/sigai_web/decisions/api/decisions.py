"""Decisions on the programme for programs: which edition is in force, what was asked and decided, asking, deciding."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from sigai_web import programme
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Number, Page, Sent, ShortText, page_by
from sigai_web.api.requests import RequestDecisionIn, RequestOut
from sigai_web.decisions import deciding
from sigai_web.decisions.api.scopes import READ_DECISIONS, WRITE_DECISIONS
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.operations import DECISION_ASK, DECISION_DECIDE, DECISION_READ
from sigai_web.journal.writing import Actor
from sigai_web.permissions import visible

router = Router(tags=["decisions"])
_MOST_CHOSEN = 1000
_MOST_VALUES = 1000


class EditionOut(Schema):
    """The programme in force: `digest` names it, `content` the content that was installed, `decisions` the number of
    the last decision that is worked in."""

    digest: str
    content: str
    decisions: int


class ProgrammeDecisionOut(RequestOut):
    """A decision: what it changes at which places, from when on; `number` once granted; `effects`: the results that
    it changed as it was tried, before and after."""

    id: int
    kind: str
    changes: list[dict[str, Any]]
    holds_from: date
    document: str
    number: int | None
    effects: dict[str, Any] | None


class ProgrammeDecisionIn(Sent):
    """What is asked for, as on the form of the kind: `values` by the names of its fields, `chosen` readings as
    `target/reading`, `since` a day, month or period."""

    kind: ShortText
    subject: ShortText = ""
    since: ShortText = ""
    values: dict[str, str] = Field(default_factory=dict, max_length=_MOST_VALUES)
    chosen: list[ShortText] = Field(default_factory=list, max_length=_MOST_CHOSEN)
    reason: str = Field("", max_length=1000)
    document: str = Field("", max_length=300)


class ProgrammeDecisionDecisionIn(RequestDecisionIn):
    """Whether a decision is granted; declining it needs a comment."""


@endpoint(
    router,
    "GET",
    "/edition",
    operation=DECISION_READ,
    scope=READ_DECISIONS,
    zh="现行方案版本",
    en="the programme in force",
    about_zh="现行方案的摘要，由哪一份内容、到第几号决定构成。",
    answer=EditionOut,
)
def read_edition(request: HttpRequest) -> Any:
    """Which content, with the decisions up to which number, is in force, and the digest of the two together."""
    edition = programme.edition()
    return {
        "digest": edition.programme.digest,
        "content": edition.content_digest,
        "decisions": edition.upto.number,
    }


@endpoint(
    router,
    "GET",
    "/decisions",
    operation=DECISION_READ,
    scope=READ_DECISIONS,
    zh="方案决定",
    en="decisions on the programme",
    about_zh="已提出和已作出的决定，新的在前。",
    answer=Page[ProgrammeDecisionOut],
)
def list_decisions(request: HttpRequest, cut: Annotated[Cut, Query()]) -> Any:
    """Decisions asked for and made, the newest first."""
    rows = visible(person(request), DECISION_READ, ProgrammeDecision.objects.all())
    return page_by(rows, cut, key="id", newest_first=True)


@endpoint(
    router,
    "POST",
    "/decisions",
    operation=DECISION_ASK,
    scope=WRITE_DECISIONS,
    zh="提出方案决定",
    en="ask for a decision on the programme",
    about_zh="种类：reading、allocation、parameter、threshold、calendar、lifting。由工作专班的另一位决定，此前方案不变。",
    answer=ProgrammeDecisionOut,
)
def ask_programme_decision(request: HttpRequest, data: ProgrammeDecisionIn) -> Any:
    """A reading, numbers of areas, a parameter, a threshold, a due day, or lifting an earlier decision; nothing changes
    before another member of the office grants it."""
    given = GivenDecision(**data.model_dump())
    return deciding.ask_decision(Actor.of(request), person(request), given)


@endpoint(
    router,
    "POST",
    "/decisions/{decision}/decision",
    operation=DECISION_DECIDE,
    scope=WRITE_DECISIONS,
    zh="作出方案决定",
    en="make a decision on the programme",
    about_zh="同意后下一次计算起用；不同意须写意见；自己提出的、还没有试算的不能同意。",
    answer=ProgrammeDecisionOut,
)
def decide_programme_decision(request: HttpRequest, decision: Number, data: ProgrammeDecisionDecisionIn) -> Any:
    """Grant it, so that the next calculation uses it, or decline it with a comment; never what oneself asked for, nor
    what was not tried on the programme as it is."""
    found = get_object_or_404(visible(person(request), DECISION_DECIDE, ProgrammeDecision.objects.all()), pk=decision)
    return deciding.decide_on(Actor.of(request), person(request), found.pk, grant=data.grant, comment=data.comment)
