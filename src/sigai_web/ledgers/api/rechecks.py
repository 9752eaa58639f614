"""Rechecks of records: recording what came of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Number, ShortText
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import rechecking
from sigai_web.ledgers.api.records import OutcomeOut, SeenIn, outcome_of
from sigai_web.ledgers.api.scopes import WRITE_RECORDS
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.services import Seen
from sigai_web.store.operations import RECORD_STEP

router = Router(tags=["records"])


class RecheckIn(SeenIn):
    """What came of a recheck due on the day `of`: kept, withdrawn, or put_right `until` a day, with a comment."""

    recheck: ShortText
    of: date
    result: ShortText
    until: date | None = None
    comment: str = Field("", max_length=2000)


@endpoint(
    router,
    "POST",
    "/records/{record}/rechecks",
    operation=RECORD_STEP,
    scope=WRITE_RECORDS,
    zh="登记复核结果",
    en="record a recheck",
    about_zh="保持（kept）、限期整改（put_right，写期限和理由）、撤销（withdrawn，按台账的环节办理）；材料先附在记录上。",
    answer=OutcomeOut,
)
def record_recheck(request: HttpRequest, record: Number, data: RecheckIn) -> Any:
    """Record what came of a recheck, with the documents that lie with the record; 409 where somebody was first."""
    of = reached(person(request), record, RECORD_STEP)
    outcome = rechecking.record_recheck(
        Actor.of(request),
        person(request),
        of.current.pk,
        data.recheck,
        seen=Seen(data.revision, data.seen_step),
        of=data.of,
        given=rechecking.RecheckResult(data.result, data.until, data.comment),
    )
    return outcome_of(person(request), outcome)
