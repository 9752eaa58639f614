"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.addresses import KEY
from sigai_web.decisions import reading_views, views

urlpatterns: list[URLPattern] = [
    path("decisions", views.decision_list, name="decisions"),
    path("decisions/readings", reading_views.readings, name="readings"),
    path("decisions/new/<slug:kind>", views.new_decision, name="new-decision"),
    path(f"decisions/{KEY}", views.decision, name="decision"),
    path(f"decisions/{KEY}/decision", views.decide_decision, name="decide-decision"),
]
