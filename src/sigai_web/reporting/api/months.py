"""Which months are closed; closing one and opening it again; who is worth chasing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai.base import month_name
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import ShortText
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.journal.writing import Actor
from sigai_web.reporting import closing
from sigai_web.reporting.api.duties import OverviewAsked, asked_month_of
from sigai_web.reporting.api.scopes import REVIEW_FIGURES
from sigai_web.reporting.chasing import worth_chasing
from sigai_web.reporting.operations import MONTH_CLOSE, REMINDER_SEND, REPORTING_WATCH
from sigai_web.reporting.register import register
from sigai_web.store.models import ClosedMonth

router = Router(tags=["reporting"])


class ClosedMonthOut(Schema):
    """A month that is closed, with what was missing then and how many figures are estimates."""

    month: str
    closed_at: datetime
    closed_by: str
    forms_owed: int
    forms_missing: int
    estimated: int


class ReopenIn(Schema):
    """Why a month is opened again."""

    reason: ShortText = Field(min_length=1)


class WorthOut(Schema):
    """One of those who have not reported: of a hundred parts of the doubt in held verdicts, and which targets."""

    entity: str
    narrows: int
    targets: list[str]
    on_list: bool


class ChasingOut(Schema):
    """Held verdicts of a month, the shortest list that settles them, and what each of those missing would narrow."""

    month: str
    held: int
    settles: int
    shortest: list[str]
    items: list[WorthOut]


def _closed(one: ClosedMonth) -> dict[str, Any]:
    return {
        "month": month_name(one.month),
        "closed_at": one.closed_at,
        "closed_by": one.closed_by,
        "forms_owed": one.missing.get("owed", 0),
        "forms_missing": one.missing.get("missing", 0),
        "estimated": len(one.kept),
    }


@endpoint(
    router,
    "GET",
    "/closed-months",
    operation=REPORTING_WATCH,
    scope=READ_FIGURES,
    zh="已结月份",
    en="closed months",
    about_zh="现在已结账的月份，及当时缺什么。",
    answer=list[ClosedMonthOut],
)
def list_closed_months(request: HttpRequest) -> Any:
    """The months that are closed now, with what was missing then."""
    return [_closed(one) for one in ClosedMonth.objects.filter(reopened_at=None)]


@endpoint(
    router,
    "POST",
    "/closed-months/{month}",
    operation=MONTH_CLOSE,
    scope=REVIEW_FIGURES,
    zh="结账",
    en="close a month",
    about_zh="结账：缺报的按推算计，从此不变；补报的照收，作为更正注明。",
    answer=ClosedMonthOut,
    status=201,
)
def close_month(request: HttpRequest, month: str) -> Any:
    """Close a month: what is missing stays as estimated; late figures are corrections that say so."""
    return Status(201, _closed(closing.close_month(Actor.of(request), person(request), closing.asked_month(month))))


@endpoint(
    router,
    "POST",
    "/closed-months/{month}/reopen",
    operation=MONTH_CLOSE,
    scope=REVIEW_FIGURES,
    zh="重新打开月份",
    en="open a month again",
    about_zh="重新打开已结账的月份，须写原因。",
    answer=ClosedMonthOut,
)
def reopen_month(request: HttpRequest, month: str, data: ReopenIn) -> Any:
    """Open a closed month again, for a stated reason."""
    return _closed(closing.reopen_month(Actor.of(request), person(request), closing.asked_month(month), data.reason))


@endpoint(
    router,
    "GET",
    "/worth-chasing",
    operation=REMINDER_SEND,
    scope=READ_FIGURES,
    zh="最值得催的",
    en="who is worth chasing",
    about_zh="谁没报、补上能使多少未定的判断确定；最短的一份催报名单。",
    answer=ChasingOut,
)
def list_worth_chasing(request: HttpRequest, asked: Query[OverviewAsked]) -> Any:
    """Who has not reported, by how much their figures would narrow what is open."""
    known = register()
    month = asked_month_of(known, asked.month)
    found = worth_chasing(known, month)
    if found is None:
        return {"month": str(month), "held": 0, "settles": 0, "shortest": [], "items": []}
    items = [{name: getattr(one, name) for name in WorthOut.model_fields} for one in found.rows]
    return {
        "month": str(month),
        "held": found.held,
        "settles": found.settles,
        "shortest": list(found.shortest),
        "items": items,
    }
