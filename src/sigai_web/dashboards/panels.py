"""What this app shows on pages about something: the instructions about it, and the button that writes one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sigai.programme import Target, Unit
from sigai_web.dashboards.instructions import newest, to_unit
from sigai_web.dashboards.operations import INSTRUCTION_READ, INSTRUCTION_WRITE
from sigai_web.manifests import PagePanel, PanelSlot
from sigai_web.pages.panels import RECORD, TARGET, UNIT
from sigai_web.store.models import CurrentRecord

_LIST, _BUTTON = "dashboards/_about_it.html", "dashboards/_instruct.html"


def _about_target(request: HttpRequest, target: Target) -> dict[str, Any] | None:
    found = newest(request.user, "target", target.id)
    return {"instructions": found} if found else None


def _to_unit(request: HttpRequest, unit: Unit) -> dict[str, Any] | None:
    found = to_unit(request.user, unit.id)
    return {"instructions": found} if found else None


def _write_about_record(_request: HttpRequest, record: CurrentRecord) -> dict[str, Any]:
    return {"may_instruct": True, "kind": "record", "subject": record.pk}


PANELS: tuple[PagePanel[Any], ...] = (
    PagePanel(page=TARGET, operation=INSTRUCTION_READ, template=_LIST, context=_about_target, order=10),
    PagePanel(page=UNIT, operation=INSTRUCTION_READ, template=_LIST, context=_to_unit, order=10),
    PagePanel(
        page=RECORD,
        operation=INSTRUCTION_WRITE,
        template=_BUTTON,
        context=_write_about_record,
        slot=PanelSlot.BUTTONS,
        order=10,
    ),
)
