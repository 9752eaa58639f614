from __future__ import annotations

from sigai_web.manifests import App, Manifest


class AccountsConfig(App):
    name = "sigai_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from sigai_web.accounts import proving, signals  # noqa: F401

        proving.say()

    def manifest(self) -> Manifest:
        from sigai_web.accounts.app import MANIFEST

        return MANIFEST
