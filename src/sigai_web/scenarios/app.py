"""What this app brings: the page of mechanisms."""

from __future__ import annotations

from sigai_web.manifests import Manifest, MenuPage
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.scenarios.urls import urlpatterns
from sigai_web.sections import PROGRESS

_MENU = (
    MenuPage(
        section=PROGRESS,
        operation=PROGRESS_READ,
        url="mechanisms",
        zh="机制",
        en="Mechanisms",
        why_zh="方案要求的制度和机制，各做到哪一级、凭什么",
        why_en="the mechanisms that the plan calls for: how far each works, and what proves it",
        order=40,
    ),
)

MANIFEST = Manifest(urls=urlpatterns, menu=_MENU)
