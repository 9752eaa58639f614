"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.journal import views

urlpatterns: list[URLPattern] = [
    path("journal", views.journal, name="journal"),
    path("journal/verify", views.check, name="verify-journal"),
]
