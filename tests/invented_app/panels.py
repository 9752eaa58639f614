"""A panel on every page that takes panels."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from invented_app.operations import VISIT_READ
from invented_app.visits import visits_to, within_reach
from sigai.programme import Target
from sigai_web.manifests import Panel, Slot
from sigai_web.pages.panels import AREA, ENTERPRISE, RECORD, TARGET, UNIT
from sigai_web.store.models import CurrentRecord, Entity

_TEMPLATE = "visits/panel.html"


def _of_record(request: HttpRequest, record: CurrentRecord) -> dict[str, Any] | None:
    found = visits_to(request.user, record.entity or "")
    return {"visits": found, "about": f"record {record.number}"} if found else None


def _of_enterprise(request: HttpRequest, entity: Entity) -> dict[str, Any] | None:
    found = visits_to(request.user, entity.pk)
    return {"visits": found, "about": f"enterprise {entity.pk}"} if found else None


def _of_target(request: HttpRequest, target: Target) -> dict[str, Any]:
    return {"visits": [visit["text"] for visit in within_reach(request.user)], "about": f"<target {target.id}>"}


PANELS = (
    Panel(page=RECORD, operation=VISIT_READ, template=_TEMPLATE, context=_of_record, order=5),
    Panel(
        page=RECORD,
        operation=VISIT_READ,
        template="visits/button.html",
        context=lambda _request, _record: {},
        slot=Slot.BUTTONS,
        order=20,
    ),
    Panel(page=ENTERPRISE, operation=VISIT_READ, template=_TEMPLATE, context=_of_enterprise, order=10),
    Panel(page=TARGET, operation=VISIT_READ, template=_TEMPLATE, context=_of_target, order=20),
    Panel(
        page=UNIT,
        operation=VISIT_READ,
        template=_TEMPLATE,
        context=lambda _request, unit: {"about": f"unit {unit.id}"},
        order=5,
    ),
    Panel(
        page=AREA,
        operation=VISIT_READ,
        template=_TEMPLATE,
        context=lambda _request, area: {"about": f"area {area.code}"},
        order=10,
    ),
)
