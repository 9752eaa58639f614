"""The app of the frame of all pages, for Django's settings."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The frame of all pages. It has no tables of its own."""

    name = "sigai_web.pages"
    label = "pages"
