"""Visits for programs, and the changes of visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from invented_app.operations import VISIT_READ
from invented_app.visits import visits_to, within_reach
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.feed import names
from sigai_web.manifests import ApiSection, FeedKind, Scope

READ_VISITS = Scope("read:visits", "读走访", "read visits", order=75)
router = Router(tags=["visits"])


class VisitOut(Schema):
    """A visit to an enterprise."""

    entity: str
    text: str


class VisitsOut(Schema):
    """Visits."""

    items: list[VisitOut]


class VisitRef(Schema):
    """The visits to an enterprise, as they stand now."""

    entity: str
    count: int


@endpoint(
    router,
    "GET",
    "/visits",
    operation=VISIT_READ,
    scope=READ_VISITS,
    zh="走访",
    en="visits",
    about_zh="走访记录。",
    answer=VisitsOut,
)
def list_visits(request: HttpRequest) -> Any:
    """Visits to enterprises."""
    return {"items": within_reach(person(request))}


def _told(user: Any, about: Sequence[str]) -> Mapping[str, Any]:
    counts = {entity: len(visits_to(user, entity)) for entity in names(about)}
    return {f"visit:{entity}": {"entity": entity, "count": count} for entity, count in counts.items() if count}


SECTION = ApiSection(tag="visits", zh="走访", en="Visits", routers=(router,), order=75)
FEED = FeedKind(name="visit", scope=READ_VISITS, look_up=_told, shape=VisitRef, order=70)
