"""Decisions on the programme as an app of the site."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class DecisionsConfig(App):
    """What is decided about the content: asked for, tried, decided, in force."""

    name = "sigai_web.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Say where decisions are kept, and what the journal proves of them, once Django has loaded the models."""
        from sigai_web import programme
        from sigai_web.decisions import proving
        from sigai_web.decisions.editions import KeptDecisions

        programme.decisions_come_from(KeptDecisions())
        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.decisions.app import MANIFEST

        return MANIFEST
