"""A panel on every page that takes panels."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from invented_app.operations import PICNIC_READ
from invented_app.picnics import picnics_to, within_reach
from sigai.programme import Target
from sigai_web.manifests import PagePanel, PanelSlot
from sigai_web.pages.panels import AREA, ENTERPRISE, RECORD, TARGET, UNIT
from sigai_web.store.models import CurrentRecord, Entity

_TEMPLATE = "picnics/panel.html"


def _of_record(request: HttpRequest, record: CurrentRecord) -> dict[str, Any] | None:
    found = picnics_to(request.user, record.entity or "")
    return {"picnics": found, "about": f"record {record.number}"} if found else None


def _of_enterprise(request: HttpRequest, entity: Entity) -> dict[str, Any] | None:
    found = picnics_to(request.user, entity.pk)
    return {"picnics": found, "about": f"enterprise {entity.pk}"} if found else None


def _of_target(request: HttpRequest, target: Target) -> dict[str, Any]:
    return {"picnics": [picnic["text"] for picnic in within_reach(request.user)], "about": f"<target {target.id}>"}


PANELS = (
    PagePanel(page=RECORD, operation=PICNIC_READ, template=_TEMPLATE, context=_of_record, order=5),
    PagePanel(
        page=RECORD,
        operation=PICNIC_READ,
        template="picnics/button.html",
        context=lambda _request, _record: {},
        slot=PanelSlot.BUTTONS,
        order=20,
    ),
    PagePanel(page=ENTERPRISE, operation=PICNIC_READ, template=_TEMPLATE, context=_of_enterprise, order=10),
    PagePanel(page=TARGET, operation=PICNIC_READ, template=_TEMPLATE, context=_of_target, order=20),
    PagePanel(
        page=UNIT,
        operation=PICNIC_READ,
        template=_TEMPLATE,
        context=lambda _request, unit: {"about": f"unit {unit.id}"},
        order=5,
    ),
    PagePanel(
        page=AREA,
        operation=PICNIC_READ,
        template=_TEMPLATE,
        context=lambda _request, area: {"about": f"area {area.code}"},
        order=10,
    ),
)
