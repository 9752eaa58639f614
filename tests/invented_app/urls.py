"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from invented_app import views

urlpatterns: list[URLPattern] = [
    path("picnics", views.picnic_list, name="picnics"),
    path("picnics/<str:entity>", views.picnic_page, name="picnic"),
]
