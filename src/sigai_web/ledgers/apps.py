from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "sigai_web.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        from sigai_web.ledgers import proving

        proving.say()
