"""What the plan names as an app of the site."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class NamedConfig(App):
    """The enterprises, projects and places that the plan names."""

    name = "sigai_web.named"
    label = "named"

    def ready(self) -> None:
        """Say what the journal proves of its table, once Django has loaded the models."""
        from sigai_web.journal.declaring import declare
        from sigai_web.named.models import NamedLink

        declare(NamedLink)

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.named.app import MANIFEST

        return MANIFEST
