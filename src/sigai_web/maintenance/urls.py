"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.maintenance.health import health
from sigai_web.maintenance.views import monitoring, operation

urlpatterns: list[URLPattern] = [
    path("health", health, name="health"),
    path("health/operation", monitoring, name="monitoring"),
    path("operation", operation, name="operation"),
]
