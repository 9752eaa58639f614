"""Chinese unless the reader chose English; the browser's own preference does not decide."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sigai.base import Period


class LanguageMiddleware:
    """Reads the choice from its cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            return self.get_response(request)


def language() -> str:
    """`zh` or `en`, as the engine calls them."""
    return "en" if translation.get_language() == "en" else "zh"


def choose(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return en if language() == "en" else zh


def period_said(period: Period | str) -> str:
    """A month, quarter, half or year as people write it: `2022年9月`, `Sep 2022`."""
    return (period if isinstance(period, Period) else Period.parse(period)).words(language())


def month_said(index: int) -> str:
    """The month of an index as people write it."""
    return period_said(Period.of_index(index))
