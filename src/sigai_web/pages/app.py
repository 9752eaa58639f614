"""What this app brings: home, what waits, about, the language."""

from __future__ import annotations

from sigai_web.manifests import Manifest, MenuPage
from sigai_web.pages.searching import SEARCH
from sigai_web.pages.urls import urlpatterns
from sigai_web.sections import TODAY

_MENU = (
    MenuPage(
        section=TODAY,
        operation=None,
        url="today",
        zh="待办",
        en="To do",
        why_zh="今天等您办理的事",
        why_en="what waits for you today",
        order=10,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    search=SEARCH,
)
