"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.addresses import KEY
from sigai_web.register import below_views, change_views, list_views, views

urlpatterns: list[URLPattern] = [
    path("register", views.register_list, name="register"),
    path("register/new", views.new_entry, name="register-new"),
    path("register/import", views.register_import, name="register-import"),
    path("register/template", views.register_template, name="register-template"),
    path("register/changes", change_views.register_changes, name="register-changes"),
    path(f"register/changes/{KEY}", change_views.register_change, name="register-change"),
    path(f"register/changes/{KEY}/decision", change_views.decide_change, name="decide-register-change"),
    path("register/lists", list_views.entity_lists, name="entity-lists"),
    path("register/lists/<str:name>", list_views.entity_list, name="entity-list"),
    path("register/of/<str:entity>", views.register_entry, name="register-entry"),
    path("register/of/<str:entity>/facts", views.tell_fact, name="tell-fact"),
    path("register/of/<str:entity>/merger", views.merge_entry, name="merge-entry"),
    path("register/of/<str:entity>/split", views.split_entry, name="split-entry"),
    path("register/of/<str:entity>/withdraw", views.withdraw_fact, name="withdraw-fact"),
    path("register/below/<str:entity>", below_views.below_page, name="below"),
    path("register/below/<str:entity>/new", below_views.below_new, name="below-new"),
    path("register/below/<str:entity>/import", below_views.below_import, name="below-import"),
    path("register/below/<str:entity>/template", below_views.below_template, name="below-template"),
]
