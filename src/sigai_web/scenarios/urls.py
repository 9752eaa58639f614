"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.scenarios import views

urlpatterns: list[URLPattern] = [
    path("mechanisms", views.mechanism_list, name="mechanisms"),
    path("mechanisms/<str:mechanism>", views.mechanism_page, name="mechanism"),
]
