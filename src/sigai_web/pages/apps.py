"""The app of the frame of all pages, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class PagesConfig(App):
    """The frame of all pages. It has no tables of its own."""

    name = "sigai_web.pages"
    label = "pages"

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.pages.app import MANIFEST

        return MANIFEST
