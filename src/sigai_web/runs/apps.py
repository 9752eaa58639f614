"""The runs app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class RunsConfig(App):
    """Keeps published bulletins as they are."""

    name = "sigai_web.runs"
    label = "runs"

    def ready(self) -> None:
        """Create the triggers after each migration and declare the tables that the journal proves."""
        from sigai_web.journal.triggers import protect
        from sigai_web.runs import proving
        from sigai_web.runs.models import APPEND_ONLY

        protect(self, *APPEND_ONLY)
        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.runs.app import MANIFEST

        return MANIFEST
