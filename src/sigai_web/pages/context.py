"""What the frame around every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sigai_web import programme
from sigai_web.language import choose, language
from sigai_web.manifests import head_marks
from sigai_web.pages.menu import menu
from sigai_web.store.models import DataSource

_MOST = 99


def demonstration() -> bool:
    """Whether the store holds invented data; asked of the database once a minute."""
    known = cache.get("demonstration")
    if known is None:
        known = DataSource.objects.filter(demonstration=True).exists()
        cache.set("demonstration", known, 60)
    return bool(known)


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A link in the head with its number, as words and as a few digits."""

    address: str
    name: str
    number: int
    current: bool

    @property
    def digits(self) -> str:
        """The number, of which more than two digits say nothing."""
        return str(self.number) if self.number <= _MOST else f"{_MOST}+"


def shown_marks(request: HttpRequest) -> list[ShownMark]:
    """The links of the head for whoever asks; none before the second factor."""
    user: Any = request.user
    if not user.is_authenticated or not user.wholly_signed_in():
        return []
    return [
        ShownMark(address, choose(mark.zh, mark.en), mark.number(user), request.path == address)
        for mark in head_marks()
        for address in (reverse(mark.url),)
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Title, banner and language; menu and links of the head for the template that shows them: panels show none."""
    return {
        "programme_title": programme.current().head.short_title[language()],
        "language": language(),
        "demonstration": demonstration(),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "head_marks": SimpleLazyObject(lambda: shown_marks(request)),
    }
