"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.pages import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("today", views.today, name="today"),
    path("today/counts", views.waiting_counts, name="waiting-counts"),
    path("search", views.search_page, name="search"),
    path("about", views.about, name="about"),
    path("session", views.session, name="session"),
    path("signed-in", views.signed_in_again, name="signed-in"),
    path("language", views.set_language, name="language"),
]
