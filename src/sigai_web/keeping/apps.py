from __future__ import annotations

from sigai_web.manifests import App, Manifest


class KeepingConfig(App):
    name = "sigai_web.keeping"
    label = "keeping"

    def manifest(self) -> Manifest:
        from sigai_web.keeping.app import MANIFEST

        return MANIFEST
