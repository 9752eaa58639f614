"""One step of many records of a ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import IssueOut, issue_words
from sigai_web.api.paging import Number, Sent, ShortText
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import bulk
from sigai_web.ledgers.api.records import FieldValue, RecordOut, SeenIn
from sigai_web.ledgers.api.scopes import WRITE_RECORDS
from sigai_web.ledgers.reaching import ledger_or_404
from sigai_web.ledgers.reading import read_of_all
from sigai_web.ledgers.services import Seen
from sigai_web.store.operations import RECORD_STEP

router = Router(tags=["records"])


class RecordSeenIn(SeenIn):
    """A record as it was seen."""

    id: Number


class ManyStepsIn(Sent):
    """A step that many records shall make; `whole`: with all of them or with none."""

    step: ShortText
    records: list[RecordSeenIn] = Field(max_length=bulk.MOST)
    on: date | None = Field(None, description="办理日期，不写为今天 · the day; today where none is named")
    fields: dict[str, FieldValue] = Field(default_factory=dict, max_length=200)
    whole: bool = Field(False, description="有一条不能办就都不办 · none where one of them cannot")


class StepRefusedOut(Schema):
    """A record that did not make the step, and why."""

    id: int
    number: str
    issues: list[IssueOut]


class ManyStepsOut(Schema):
    """The records that made the step as they stand now, and those that did not."""

    done: list[RecordOut]
    refused: list[StepRefusedOut]


@endpoint(
    router,
    "POST",
    "/ledgers/{ledger}/steps",
    operation=RECORD_STEP,
    scope=WRITE_RECORDS,
    zh="批量办理流转",
    en="make a step with many records",
    about_zh="用各自已附的材料，对多条记录办同一步；不能办的列出原因，其余一次办完；whole 为真时有一条不能办就都不办。",
    answer=ManyStepsOut,
)
def make_many_steps(request: HttpRequest, ledger: str, data: ManyStepsIn) -> Any:
    """Make one step with many records, each with the documents that lie with it; those that cannot are told with the
    reason, the others make it together. With `whole`, 422 where one cannot, and none made it."""
    user, of = person(request), ledger_or_404(ledger)
    wanted = bulk.step_wanted(of, data.step, data.fields, data.on)
    chosen = {one.id: Seen(one.revision, one.seen_step) for one in data.records}
    tried = bulk.take_steps(Actor.of(request), user, wanted, chosen, whole=data.whole)
    return {
        "done": read_of_all(user, [one.record for one in tried if not one.issues]),
        "refused": [
            {"id": one.record.pk, "number": one.record.number, "issues": [issue_words(each) for each in one.issues]}
            for one in tried
            if one.issues
        ],
    }
