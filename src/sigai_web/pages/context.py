"""What the frame around every page needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from sigai_web import programme
from sigai_web.language import choose, language
from sigai_web.manifests import menu_entries
from sigai_web.permissions import allowed
from sigai_web.store.models import DataSource


def menu(request: HttpRequest) -> list[Mapping[str, Any]]:
    """The entries of the menu for whoever asks; none before the second factor."""
    user: Any = request.user
    if not user.is_authenticated or (user.needs_second_factor() and not user.is_verified()):
        return []
    return [
        {
            "address": reverse(entry.url),
            "name": choose(entry.zh, entry.en),
            "why": choose(entry.why_zh, entry.why_en),
            "here": request.path.startswith(reverse(entry.url)),
        }
        for entry in menu_entries()
        if allowed(user, entry.operation)
    ]


def demonstration() -> bool:
    """Whether the store holds invented data; asked of the database once a minute."""
    known = cache.get("demonstration")
    if known is None:
        known = DataSource.objects.filter(demonstration=True).exists()
        cache.set("demonstration", known, 60)
    return bool(known)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Title, banner, language and menu."""
    return {
        "programme_title": programme.current().head.short_title[language()],
        "language": language(),
        "demonstration": demonstration(),
        "menu": menu(request),
    }
