from __future__ import annotations

from sigai_web.manifests import App, Manifest


class PicnicsConfig(App):
    name = "invented_app"
    label = "picnics"

    def manifest(self) -> Manifest:
        from invented_app.app import MANIFEST

        return MANIFEST
