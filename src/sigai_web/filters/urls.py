"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.addresses import KEY
from sigai_web.filters import views

urlpatterns: list[URLPattern] = [
    path("filters", views.keep, name="keep-filter"),
    path(f"filters/{KEY}/removal", views.remove, name="remove-filter"),
]
