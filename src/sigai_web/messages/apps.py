"""Messages as an app of the site. Django has an app `messages` of its own: this one's label is `told`."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class MessagesConfig(App):
    """Says what the journal proves of messages."""

    name = "sigai_web.messages"
    label = "told"

    def ready(self) -> None:
        """Declare the tables."""
        from sigai_web.messages import proving

        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.messages.app import MANIFEST

        return MANIFEST
