"""No text that people send holds a null character: PostgreSQL takes none, and no name has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

_NULL = "\0"


class TextMiddleware:
    """Answers 404 to a page's request that holds one in its address or among its fields.

    What needs no token against forgery is the API, which reads its requests itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _arguments: Any, _named: Any
    ) -> HttpResponse | None:
        """None lets the view answer; Http404 where a text of the request holds a null character."""
        if not getattr(view, "csrf_exempt", False) and any(_NULL in text for text in _texts(request)):
            raise Http404
        return None


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    for fields in (request.GET, request.POST):
        yield from _words(fields)


def _words(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from (str(value) for value in values)
