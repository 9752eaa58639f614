from __future__ import annotations

from sigai_web.manifests import App, Manifest


class LedgersConfig(App):
    name = "sigai_web.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        from sigai_web.ledgers import proving

        proving.say()

    def manifest(self) -> Manifest:
        from sigai_web.ledgers.app import MANIFEST

        return MANIFEST
