"""Bulletins as an app of the site."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class BulletinsConfig(App):
    """Drafts, sign-off and sending of bulletins; what is published stays as it is."""

    name = "sigai_web.bulletins"
    label = "bulletins"

    def ready(self) -> None:
        """Create the triggers after each migration and declare the tables that the journal proves."""
        from sigai_web.bulletins import proving
        from sigai_web.bulletins.models import APPEND_ONLY
        from sigai_web.journal.triggers import protect

        protect(self, *APPEND_ONLY)
        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.bulletins.app import MANIFEST

        return MANIFEST
