"""Correcting what a step settled: asked for by who makes that step, decided by another one or the office."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Number, Sent
from sigai_web.api.parsing import read_json
from sigai_web.api.requests import RequestDecisionIn, RequestOut
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import correcting
from sigai_web.ledgers.api.records import FieldValue, SeenIn
from sigai_web.ledgers.api.scopes import WRITE_RECORDS
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file
from sigai_web.ledgers.models import RecordCorrection
from sigai_web.ledgers.operations import RECORD_CORRECT
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.row_correcting import RowCorrection, ask_row_correction
from sigai_web.ledgers.rows import SeenRow
from sigai_web.ledgers.services import Seen

router = Router(tags=["records"])


class CorrectedRowIn(Sent):
    """A row that is not to be changed any more: of which table, by its number, as its reader had it before them. With
    `strike` it is to be struck."""

    table: str = Field(max_length=60)
    number: Number
    edition: Number
    strike: bool = False


class RecordCorrectionIn(SeenIn):
    """What settled fields (by their ids; also name, entity and area) shall be, and why; or with `row` the cells of that
    row, by the ids of the columns."""

    fields: dict[str, FieldValue] = Field(default={}, max_length=200)
    row: CorrectedRowIn | None = None
    reason: str = Field(max_length=2000)


class RecordCorrectionDecisionIn(SeenIn, RequestDecisionIn):
    """Whether a correction is granted; declining it needs a comment."""


class RecordCorrectionOut(RequestOut):
    """What was asked and how it was decided; `granted` null: not yet."""

    changes: dict[str, Any]
    document_id: int

    @staticmethod
    def resolve_changes(asked: RecordCorrection) -> Any:
        """The fields as they shall be."""
        return json.loads(asked.changes)


@endpoint(
    router,
    "POST",
    "/records/{record}/correction",
    operation=RECORD_CORRECT,
    scope=WRITE_RECORDS,
    zh="申请更正已定下的内容",
    en="ask that settled fields be corrected",
    about_zh="correction 为 JSON（revision、seen_step、fields、reason；更正已封存的行另写 row），file 为依据；"
    "由能办那一步的另一位或专班决定。",
    answer=RecordCorrectionOut,
    status=201,
)
def ask_correction(request: HttpRequest, record: Number, correction: Form[str], file: File[UploadedFile]) -> Any:
    """Ask that settled fields be corrected, with a document: `correction` is JSON of `revision`, `seen_step`, `fields`
    and `reason`; with `row` it is about a row of a table that is sealed or settled. Another one who makes the step that
    settled them, or the office, decides; until then all stays."""
    of = reached(person(request), record, RECORD_CORRECT)
    data = RecordCorrectionIn.model_validate(read_json(correction.encode(errors="surrogatepass")))
    actor, user, pk, row = Actor.of(request), person(request), of.current.pk, data.row
    with checked_upload(file, DOCUMENTS) as upload:
        given: dict[str, Any] = {"seen": Seen(data.revision, data.seen_step), "reason": data.reason}
        given["document"] = RecordDocument("", keep_file(upload, user.username))
        if row is None:
            return Status(201, correcting.ask_correction(actor, user, pk, values=data.fields, **given))
        wanted = RowCorrection(row.table, SeenRow(row.number, row.edition), data.fields, strike=row.strike)
        return Status(201, ask_row_correction(actor, user, pk, wanted, **given))


@endpoint(
    router,
    "POST",
    "/records/{record}/correction/decision",
    operation=RECORD_CORRECT,
    scope=WRITE_RECORDS,
    zh="决定是否更正",
    en="decide whether settled fields are corrected",
    about_zh="同意后记录即按申请更正；不同意须写意见，记录照旧；自己申请的不能自己决定。",
    answer=RecordCorrectionOut,
)
def decide_correction(request: HttpRequest, record: Number, data: RecordCorrectionDecisionIn) -> Any:
    """Grant it, so that the record says it from now on, or decline it with a comment; never what oneself asked for."""
    of = reached(person(request), record, RECORD_CORRECT)
    return correcting.decide_correction(
        Actor.of(request),
        person(request),
        of.current.pk,
        seen=Seen(data.revision, data.seen_step),
        grant=data.grant,
        comment=data.comment,
    )
