"""The app of results and instructions, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class DashboardsConfig(App):
    """Tells the journal which tables of instructions it proves."""

    name = "sigai_web.dashboards"
    label = "seeing"

    def ready(self) -> None:
        """Declare the tables, once Django has loaded the models."""
        from sigai_web.dashboards.models import Instruction, InstructionReply
        from sigai_web.journal.declaring import declare

        declare(Instruction)
        declare(InstructionReply)

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.dashboards.app import MANIFEST

        return MANIFEST
