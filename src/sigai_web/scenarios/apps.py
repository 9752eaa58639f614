"""The scenarios app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class ScenariosConfig(App):
    """Tries scenarios and shows how far each mechanism works."""

    name = "sigai_web.scenarios"
    label = "scenarios"

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.scenarios.app import MANIFEST

        return MANIFEST
