"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.messages import views

urlpatterns: list[URLPattern] = [
    path("messages", views.messages, name="messages"),
    path("messages/contact", views.contact, name="contact"),
    path("messages/reached", views.reached, name="messages-reached"),
    path("messages/read", views.read_all, name="messages-read"),
    path("messages/<int:pk>/open", views.open_message, name="message-open"),
]
