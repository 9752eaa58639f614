"""The accounts app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class AccountsConfig(App):
    """Tells the journal which tables of accounts it proves, and connects the signals of signing in."""

    name = "sigai_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare the tables and connect the signals, once Django has loaded the models."""
        from sigai_web.accounts import proving, signals  # noqa: F401

        proving.say()

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.accounts.app import MANIFEST

        return MANIFEST
