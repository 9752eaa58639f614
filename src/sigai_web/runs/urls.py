"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.runs import views

urlpatterns: list[URLPattern] = [
    path("runs", views.run_list, name="runs"),
    path("runs/progress", views.run_progress, name="run-progress"),
    path("runs/start", views.start_run, name="start-run"),
]
