from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sigai_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from sigai_web.accounts import proving, signals  # noqa: F401

        proving.say()
