"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sigai_web import programme
from sigai_web.language import language
from sigai_web.pages.menu import menu
from sigai_web.store.models import DataSource


def demonstration() -> bool:
    """Whether the store holds invented data; asked of the database once a minute."""
    known = cache.get("demonstration")
    if known is None:
        known = DataSource.objects.filter(demonstration=True).exists()
        cache.set("demonstration", known, 60)
    return bool(known)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Title, banner, language, and the menu for the template that shows it: panels and parts of pages show none."""
    return {
        "programme_title": programme.current().head.short_title[language()],
        "language": language(),
        "demonstration": demonstration(),
        "menu": SimpleLazyObject(lambda: menu(request)),
    }
