"""The ledgers app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class LedgersConfig(App):
    """Tells the journal which tables of attachments it proves."""

    name = "sigai_web.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        """Declare the tables, once Django has loaded the models."""
        from sigai_web.ledgers import proving

        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.ledgers.app import MANIFEST

        return MANIFEST
