"""The accounts app, for Django's settings."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tells the journal which tables of accounts it proves, and connects the signals of signing in."""

    name = "sigai_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare the tables and connect the signals, once Django has loaded the models."""
        from sigai_web.accounts import proving, signals  # noqa: F401

        proving.say()
