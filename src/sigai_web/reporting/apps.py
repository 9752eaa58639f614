"""The reporting app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class ReportingConfig(App):
    """Keeps the history of sheets append-only."""

    name = "sigai_web.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Create the triggers after each migration and declare the tables that the journal proves."""
        from sigai_web.journal.triggers import protect
        from sigai_web.reporting import proving
        from sigai_web.reporting.models import APPEND_ONLY

        protect(self, *APPEND_ONLY)
        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.reporting.app import MANIFEST

        return MANIFEST
