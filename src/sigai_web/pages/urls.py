"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.pages import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("about", views.about, name="about"),
    path("language", views.set_language, name="language"),
]
