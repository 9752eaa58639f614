"""Picnics for programs, and the changes of picnics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from invented_app.operations import PICNIC_READ
from invented_app.picnics import picnics_to, within_reach
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.feed import names
from sigai_web.manifests import ApiSection, FeedKind, Scope

READ_PICNICS = Scope("read:picnics", "读野餐", "read picnics", order=75)
router = Router(tags=["picnics"])


class PicnicOut(Schema):
    """A picnic with an enterprise."""

    entity: str
    text: str


class PicnicsOut(Schema):
    """Picnics."""

    items: list[PicnicOut]


class PicnicRef(Schema):
    """The picnics with an enterprise, as they stand now."""

    entity: str
    count: int


@endpoint(
    router,
    "GET",
    "/picnics",
    operation=PICNIC_READ,
    scope=READ_PICNICS,
    zh="野餐",
    en="picnics",
    about_zh="野餐记录。",
    answer=PicnicsOut,
)
def list_picnics(request: HttpRequest) -> Any:
    """Picnics with enterprises."""
    return {"items": within_reach(person(request))}


def _told(user: Any, about: Sequence[str]) -> Mapping[str, Any]:
    counts = {entity: len(picnics_to(user, entity)) for entity in names(about)}
    return {f"picnic:{entity}": {"entity": entity, "count": count} for entity, count in counts.items() if count}


SECTION = ApiSection(tag="picnics", zh="野餐", en="Picnics", routers=(router,), order=75)
FEED = FeedKind(name="picnic", scope=READ_PICNICS, look_up=_told, shape=PicnicRef, order=70)
