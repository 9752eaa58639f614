"""The pages on which apps show panels, and how a view gets the panels of its page."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sigai.programme import Area, Indicator, Target, Unit
from sigai_web.manifests import PanelPage, PanelSlot, panels_on
from sigai_web.permissions import allowed
from sigai_web.store.models import CurrentRecord, Entity

Thing = TypeVar("Thing")

RECORD: PanelPage[CurrentRecord] = PanelPage("record")
ENTERPRISE: PanelPage[Entity] = PanelPage("enterprise")
UNIT: PanelPage[Unit] = PanelPage("unit")
AREA: PanelPage[Area] = PanelPage("area")
TARGET: PanelPage[Target] = PanelPage("target")
INDICATOR: PanelPage[Indicator] = PanelPage("indicator")
"""The explanation of an indicator's number."""
OWED: PanelPage[Any] = PanelPage("owed")
"""What a person owes (`reporting`): the first page of an enterprise. The thing is the person."""


def panels(request: HttpRequest, page: PanelPage[Thing], thing: Thing, slot: PanelSlot = PanelSlot.CARDS) -> SafeString:
    """What apps show on a page about this thing to whoever asks; empty where they have nothing to show."""
    shown = []
    for panel in panels_on(page, slot):
        if allowed(request.user, panel.operation):
            context = panel.context(request, thing)
            if context is not None:
                shown.append(render_to_string(panel.template, dict(context), request))
    return mark_safe("".join(shown))  # noqa: S308 - every panel is a template that escapes what it shows
