"""Saved filters as an app of the site."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class FiltersConfig(App):
    """Filters of lists, kept under a name."""

    name = "sigai_web.filters"
    label = "filters"

    def ready(self) -> None:
        """Say what the journal proves of its table, once Django has loaded the models."""
        from sigai_web.filters.models import SavedFilter
        from sigai_web.journal.declaring import declare

        declare(SavedFilter)

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.filters.app import MANIFEST

        return MANIFEST
