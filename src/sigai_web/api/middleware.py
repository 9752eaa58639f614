"""What every request to the API passes first and every answer last: no cookies, its language, one shape of errors."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response

from sigai_web.api.errors import MEDIA_TYPE, STATUSES, ApiError, problem_response
from sigai_web.headers import API

_KEPT = ("Allow", "Retry-After", "Connection")


class ApiMiddleware:
    """Stands before the middlewares of pages, so that what they refuse takes the API's shape, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        # A browser's session must not count here: without cookies nobody can be made to send a request for another.
        request.COOKIES = {}
        chosen = translation.get_language_from_request(request)
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: chosen}
        # No name holds a null character, and PostgreSQL takes none in a question.
        response = HttpResponse(status=404) if "\0" in request.path_info else self.get_response(request)
        with translation.override(chosen):
            return _finished(request, response, chosen)


def _finished(request: HttpRequest, response: HttpResponse, chosen: str) -> HttpResponse:
    if response.status_code >= 400 and response.headers.get("Content-Type") != MEDIA_TYPE:
        response = _reshaped(response)
    response["Content-Language"] = "en" if chosen == "en" else "zh-Hans"
    response["Vary"] = "Accept-Language, Authorization"
    etag = response.headers.get("ETag")
    if etag is None:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


def _reshaped(response: HttpResponse) -> HttpResponse:
    """What Django or another middleware refused with a page of its own."""
    known = response.status_code if response.status_code in STATUSES else 500 if response.status_code >= 500 else 400
    shaped = problem_response(ApiError(known, getattr(response, "refusal", None)))
    for name in _KEPT:
        if name in response.headers:
            shaped[name] = response[name]
    return shaped
