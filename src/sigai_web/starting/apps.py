"""Starting data as an app of the site."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class StartingConfig(App):
    """What existed before the first day."""

    name = "sigai_web.starting"
    label = "starting"

    def ready(self) -> None:
        """Say what the journal proves of its table, once Django has loaded the models."""
        from sigai_web.starting import proving

        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.starting.app import MANIFEST

        return MANIFEST
