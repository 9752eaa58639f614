"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.starting import views

urlpatterns: list[URLPattern] = [
    path("starting", views.starting, name="starting"),
    path("starting/<int:pk>", views.starting_bundle, name="starting-bundle"),
    path("starting/<int:pk>/decision", views.confirm_bundle, name="confirm-bundle"),
]
