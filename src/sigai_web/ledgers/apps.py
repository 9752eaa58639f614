from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "sigai_web.ledgers"
    label = "ledgers"
