"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.bulletins import published_views, views

urlpatterns: list[URLPattern] = [
    path("bulletins", views.bulletin_list, name="bulletins"),
    path("bulletins/drafts", views.new_draft, name="new-bulletin-draft"),
    path("bulletins/drafts/<int:pk>", views.draft, name="bulletin-draft"),
    path("bulletins/drafts/<int:pk>/text", views.keep_text, name="keep-bulletin-text"),
    path("bulletins/drafts/<int:pk>/step", views.step_draft, name="step-bulletin-draft"),
    path("bulletins/drafts/<int:pk>/sign", views.sign_draft, name="sign-bulletin-draft"),
    path("bulletins/drafts/<int:pk>/publish", views.publish_draft, name="publish-bulletin"),
    path("bulletins/drafts/<int:pk>/file", views.draft_document, name="bulletin-draft-file"),
    path("bulletins/<int:pk>", published_views.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/pdf", published_views.bulletin_pdf, name="bulletin-pdf"),
    path("bulletins/<int:pk>/about", published_views.about_bulletin, name="about-bulletin"),
    path("bulletins/<int:pk>/prove", published_views.prove_bulletin, name="prove-bulletin"),
    path("bulletins/<int:pk>/withdraw", published_views.withdraw_bulletin, name="withdraw-bulletin"),
    path("bulletins/<int:pk>/revise", published_views.revise_bulletin, name="revise-bulletin"),
]
