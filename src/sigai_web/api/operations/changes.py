"""The change feed: its shape follows from the kinds of things whose changes the apps tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.feed import changes_after
from sigai_web.api.models import ApiToken
from sigai_web.api.operations.figures import FigureOut
from sigai_web.api.paging import LARGEST_PAGE, number_of
from sigai_web.api.scopes import READ_CHANGES
from sigai_web.manifests import FeedKind
from sigai_web.store.operations import FIGURE_READ


class ChangesAsked(Schema):
    """From where, and how many."""

    after: str = Field("0", max_length=60, description="上次的 next，0 为从头 · next of the last time; 0 for all")
    limit: int = Field(100, ge=1, le=LARGEST_PAGE, description="约几项 · about so many")


class _Change(Schema):
    """What is told of every change; each kind adds a field of its name."""

    number: int
    at: datetime
    action: str
    by: str
    kind: str
    figure: FigureOut | None = None


def _shape(kinds: Sequence[FeedKind]) -> type[Schema]:
    """The answer as the document of the API shows it."""
    refs: dict[str, Any] = {kind.name: (kind.shape | None, None) for kind in kinds if kind.shape is not None}
    about = "One thing that changed. `kind` says which of the others is filled in; `store`: read everything again."
    change = create_model("ChangeOut", __base__=_Change, __doc__=about, **refs)
    fields: dict[str, Any] = {"items": (list[change], ...), "next": (str, ...), "more": (bool, ...)}
    about = "Changes in their order; `next` is where to read on, now or later; `more`: there are more already."
    return create_model("ChangesOut", __base__=Schema, __doc__=about, **fields)


def changes_router(kinds: Sequence[FeedKind]) -> Router:
    """The feed of changes of figures and of these kinds of things."""
    router = Router(tags=["changes"])

    @endpoint(
        router,
        "GET",
        "/changes",
        operation=FIGURE_READ,
        scope=READ_CHANGES,
        zh="变动流",
        en="the change feed",
        about_zh=(
            "数值、报表、台账、批示、计算、通报的变动，按发生先后。保存 next，下次作为 after 传回，不会漏也不会重。"
            "只含您可见、且令牌另有相应读权限的种类；items 可为空而 more 为 true。"
        ),
        answer=_shape(kinds),
    )
    def list_changes(request: HttpRequest, asked: Query[ChangesAsked]) -> Any:
        """Changes of figures, sheets, records, instructions, runs and bulletins, in order. Keep `next` and give it
        back as `after`: nothing is missed, nothing told twice. Only what you may see, of the kinds that the token may
        read; `items` may be empty while `more` is true."""
        token: ApiToken = request.auth  # type: ignore[attr-defined]
        found = changes_after(person(request), token.scope_list, number_of(asked.after), asked.limit)
        return {"items": found.items, "next": str(found.last), "more": found.more}

    return router
