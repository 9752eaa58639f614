"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from invented_app import views

urlpatterns: list[URLPattern] = [
    path("visits", views.visit_list, name="visits"),
    path("visits/<str:entity>", views.visit_page, name="visit"),
]
