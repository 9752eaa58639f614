"""The app of backup, health and the content in force, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class KeepingConfig(App):
    """Backup, health and the content in force. It has no tables of its own."""

    name = "sigai_web.keeping"
    label = "keeping"

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.keeping.app import MANIFEST

        return MANIFEST
