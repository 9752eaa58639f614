"""The ledgers app, for Django's settings."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """Tells the journal which tables of attachments it proves."""

    name = "sigai_web.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        """Declare the tables, once Django has loaded the models."""
        from sigai_web.ledgers import proving

        proving.say()
