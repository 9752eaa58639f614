"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.keeping.health import health

urlpatterns: list[URLPattern] = [
    path("health", health, name="health"),
]
