"""The ledgers app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class LedgersConfig(App):
    """Creates the trigger of comments and tells the journal which tables it proves."""

    name = "sigai_web.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        """Declare the tables, once Django has loaded the models."""
        from sigai_web.journal.triggers import protect
        from sigai_web.ledgers import proving
        from sigai_web.ledgers.models import APPEND_ONLY

        protect(self, *APPEND_ONLY)
        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.ledgers.app import MANIFEST

        return MANIFEST
