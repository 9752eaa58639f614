"""What this app brings: the register, its changes."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest

from sigai_web import programme
from sigai_web.manifests import ApiSection, FeedKind, Manifest, MenuPage, PagePanel, PanelSlot
from sigai_web.pages.panels import ENTERPRISE, RECORD
from sigai_web.register import news
from sigai_web.register.api import feed, register
from sigai_web.register.api.scopes import READ_REGISTER, WRITE_REGISTER
from sigai_web.register.belonging import kinds_of
from sigai_web.register.below import waiting_count
from sigai_web.register.listing import within_reach
from sigai_web.register.operations import (
    BELOW_CONFIRM,
    BELOW_KEEP,
    REGISTER_DECIDE,
    REGISTER_FOLLOW,
    REGISTER_KEEP,
    REGISTER_READ,
)
from sigai_web.register.searching import SEARCH
from sigai_web.register.urls import urlpatterns
from sigai_web.register.waiting import WAITING
from sigai_web.sections import PARTIES
from sigai_web.store.models import CurrentRecord, Entity

_MENU = (
    MenuPage(
        section=PARTIES,
        operation=REGISTER_KEEP,
        url="register",
        zh="名录",
        en="Register",
        why_zh="企业等主体的名称、地区、行业、规上从何时起，名单",
        why_en="names, places, industries of entities and since when, lists",
        order=40,
    ),
)


def _of_enterprise(_request: HttpRequest, entity: Entity) -> dict[str, Any]:
    return {"entity": entity}


def _of_record(request: HttpRequest, record: CurrentRecord) -> dict[str, Any] | None:
    """Whom the record is about, where the reader may see it on the register."""
    entity = within_reach(request.user).filter(pk=record.entity or "").first()
    return None if entity is None else {"entity": entity}


def _below_enterprise(_request: HttpRequest, entity: Entity) -> dict[str, Any] | None:
    kinds = [programme.current().kind_by_id[kind] for kind in kinds_of(entity.kind)]
    standing = Counter(Entity.objects.filter(pk__in=Entity.below(entity.pk)).values_list("kind", flat=True))
    counts = [(kind, standing[kind.id]) for kind in kinds]
    return {"entity": entity, "counts": counts, "waiting": waiting_count(entity)} if kinds else None


_PANELS = (
    PagePanel(
        page=ENTERPRISE,
        operation=REGISTER_READ,
        template="register/_below_panel.html",
        context=_below_enterprise,
        order=12,
    ),
    PagePanel(
        page=ENTERPRISE,
        operation=REGISTER_READ,
        template="register/_panel.html",
        context=_of_enterprise,
        slot=PanelSlot.BUTTONS,
        order=10,
    ),
    PagePanel(
        page=RECORD,
        operation=REGISTER_READ,
        template="register/_panel.html",
        context=_of_record,
        slot=PanelSlot.BUTTONS,
        order=20,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    panels=_PANELS,
    waiting=WAITING,
    search=SEARCH,
    messages=news.KINDS,
    operations=(REGISTER_READ, REGISTER_KEEP, REGISTER_DECIDE, BELOW_KEEP, BELOW_CONFIRM, REGISTER_FOLLOW),
    scopes=(READ_REGISTER, WRITE_REGISTER),
    feed=(
        FeedKind(
            name="entity",
            scope=READ_REGISTER,
            look_up=feed.entities,
            shape=feed.RegisterRef,
            things={"register.change": feed.changed},
            order=25,
        ),
    ),
    api=(ApiSection(tag="register", zh="名录", en="Register", routers=(register.router,), order=65),),
)
