"""The addresses of this app's pages, and those of the API itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from sigai_web.api import views
from sigai_web.api.errors import ApiError, problem_response
from sigai_web.api.interface import api
from sigai_web.permissions.access import by_token


@by_token
def _nothing_here(_request: HttpRequest, **_: str) -> HttpResponse:
    return problem_response(ApiError(404))


def api_addresses() -> list[URLPattern | URLResolver]:
    """Every address of the API; its own authentication decides who may."""
    patterns, _, namespace = api().urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            by_token(pattern.callback)
    anything_else = re_path(r"", _nothing_here)
    anything_else.callback.csrf_exempt = True  # type: ignore[attr-defined]
    return [path("api/v1/", include(([*patterns, anything_else], "api"), namespace=namespace))]


urlpatterns: list[URLPattern] = [
    path("account/tokens", views.own_tokens, name="own-tokens"),
    path("account/tokens/<int:pk>/revoke", views.revoke_own_token, name="revoke-token"),
    path("api/docs", views.reference, name="api-docs"),
    path("api/openapi.json", views.openapi, name="openapi"),
]
