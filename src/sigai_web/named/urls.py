"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.addresses import KEY
from sigai_web.named import views

urlpatterns: list[URLPattern] = [
    path("named", views.named_list, name="named"),
    path("named/of/<str:name>", views.named_page, name="named-page"),
    path("named/of/<str:name>/link", views.link_named, name="link-named"),
    path(f"named/of/<str:name>/links/{KEY}/removal", views.unlink_named, name="unlink-named"),
]
