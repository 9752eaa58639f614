"""Taking a record back: asked for by whoever keeps it, decided by another one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Number
from sigai_web.api.requests import RequestDecisionIn, RequestOut
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import withdrawing
from sigai_web.ledgers.api.records import SeenIn
from sigai_web.ledgers.api.scopes import WRITE_RECORDS
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.services import Seen
from sigai_web.store.operations import RECORD_KEEP, RECORD_WITHDRAW

router = Router(tags=["records"])


class WithdrawalIn(SeenIn):
    """Why a record is to be withdrawn."""

    reason: str = Field(max_length=2000)


class WithdrawalDecisionIn(SeenIn, RequestDecisionIn):
    """Whether a withdrawal is granted; declining it needs a comment."""


class WithdrawalOut(RequestOut):
    """What was asked and how it was decided; `granted` null: not yet."""


@endpoint(
    router,
    "POST",
    "/records/{record}/withdrawal",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="申请撤回记录",
    en="ask that a record be withdrawn",
    about_zh="写明理由；由另一位审核员或专班决定，在那之前照常计入。",
    answer=WithdrawalOut,
)
def ask_withdrawal(request: HttpRequest, record: Number, data: WithdrawalIn) -> Any:
    """Ask that a record be withdrawn, for a reason; it counts until another approver, or the office, grants it."""
    of = reached(person(request), record, RECORD_KEEP)
    seen = Seen(data.revision, data.seen_step)
    return withdrawing.ask_withdrawal(Actor.of(request), person(request), of.current.pk, seen=seen, reason=data.reason)


@endpoint(
    router,
    "POST",
    "/records/{record}/withdrawal/decision",
    operation=RECORD_WITHDRAW,
    scope=WRITE_RECORDS,
    zh="决定是否撤回记录",
    en="decide whether a record is withdrawn",
    about_zh="同意后不再计入，经过和材料照旧保留；不能取消，撤错了的重新登记；不同意须写意见；自己申请的不能自己决定。",
    answer=WithdrawalOut,
)
def decide_withdrawal(request: HttpRequest, record: Number, data: WithdrawalDecisionIn) -> Any:
    """Grant it, so that the record counts no longer, or decline it with a comment; never what oneself asked for. It is
    not undone: a record withdrawn by mistake is entered anew."""
    of = reached(person(request), record, RECORD_WITHDRAW)
    return withdrawing.decide_withdrawal(
        Actor.of(request),
        person(request),
        of.current.pk,
        seen=Seen(data.revision, data.seen_step),
        grant=data.grant,
        comment=data.comment,
    )
