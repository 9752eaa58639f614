"""The register as an app of the site."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class RegisterConfig(App):
    """Whom figures are about: entered, changed and listed."""

    name = "sigai_web.register"
    label = "register"

    def ready(self) -> None:
        """Say what the journal proves of its tables, once Django has loaded the models."""
        from sigai_web.register import proving

        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.register.app import MANIFEST

        return MANIFEST
