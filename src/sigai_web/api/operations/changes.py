"""The change feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.feed import changes_after
from sigai_web.api.models import ApiToken
from sigai_web.api.operations.figures import FigureOut
from sigai_web.api.paging import LARGEST_PAGE, number_of
from sigai_web.api.scopes import Scope
from sigai_web.permissions import Operation

router = Router(tags=["changes"])


class ChangesAsked(Schema):
    """From where, and how many."""

    after: str = Field("0", max_length=60, description="上次的 next，0 为从头 · next of the last time; 0 for all")
    limit: int = Field(100, ge=1, le=LARGEST_PAGE, description="约几项 · about so many")


class SheetRef(Schema):
    """A sheet, in the state that it is in now."""

    form: str
    period: str
    reporter: str
    state: str


class RecordRef(Schema):
    """A record."""

    id: int
    ledger: str
    number: str


class RunRef(Schema):
    """A calculation, in the state that it is in now."""

    id: int
    as_of: str
    state: str


class BulletinRef(Schema):
    """A published circular."""

    id: int
    year: int
    number: int


class InstructionRef(Schema):
    """An instruction."""

    id: int
    unit: str
    closed: bool


class ChangeOut(Schema):
    """One thing that changed. `kind` says which of the others is filled in; `store`: read everything again."""

    number: int
    at: datetime
    action: str
    by: str
    kind: str
    figure: FigureOut | None = None
    sheet: SheetRef | None = None
    record: RecordRef | None = None
    run: RunRef | None = None
    bulletin: BulletinRef | None = None
    instruction: InstructionRef | None = None


class ChangesOut(Schema):
    """Changes in their order; `next` is where to read on, now or later; `more`: there are more already."""

    items: list[ChangeOut]
    next: str
    more: bool


@endpoint(
    router,
    "GET",
    "/changes",
    operation=Operation.FIGURE_READ,
    scope=Scope.READ_CHANGES,
    zh="变动流",
    en="the change feed",
    about_zh=(
        "数值、报表、台账、批示、计算、通报的变动，按发生先后。保存 next，下次作为 after 传回，不会漏也不会重。"
        "只含您可见、且令牌另有相应读权限的种类；items 可为空而 more 为 true。"
    ),
    answer=ChangesOut,
)
def list_changes(request: HttpRequest, asked: Query[ChangesAsked]) -> Any:
    """Changes of figures, sheets, records, instructions, runs and bulletins, in order. Keep `next` and give it
    back as `after`: nothing is missed, nothing told twice. Only what you may see, of the kinds that the token may
    read; `items` may be empty while `more` is true."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    found = changes_after(person(request), token.scope_list, number_of(asked.after), asked.limit)
    return {"items": found.items, "next": str(found.last), "more": found.more}
