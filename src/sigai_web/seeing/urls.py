"""The addresses of this part; `sigai_web.urls` gathers them."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
