from __future__ import annotations

from sigai_web.manifests import App, Manifest


class VisitsConfig(App):
    name = "invented_app"
    label = "visits"

    def manifest(self) -> Manifest:
        from invented_app.app import MANIFEST

        return MANIFEST
