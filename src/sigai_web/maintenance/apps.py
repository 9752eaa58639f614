"""The app of backup, health and the content in force, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class MaintenanceConfig(App):
    """Backup, health and the content in force."""

    name = "sigai_web.maintenance"
    label = "keeping"

    def ready(self) -> None:
        """Declare the table, once Django has loaded the models."""
        from sigai_web.journal.declaring import declare_left_out
        from sigai_web.maintenance.models import KeepingNote

        declare_left_out(KeepingNote, "how the system was last kept: for whoever runs it, nothing rests on it")

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.maintenance.app import MANIFEST

        return MANIFEST
