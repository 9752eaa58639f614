"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.addresses import KEY
from sigai_web.starting import views

urlpatterns: list[URLPattern] = [
    path("starting", views.starting, name="starting"),
    path(f"starting/{KEY}", views.starting_bundle, name="starting-bundle"),
    path(f"starting/{KEY}/decision", views.confirm_bundle, name="confirm-bundle"),
]
