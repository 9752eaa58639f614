from __future__ import annotations

from sigai_web.manifests import App, Manifest


class PagesConfig(App):
    name = "sigai_web.pages"
    label = "pages"

    def manifest(self) -> Manifest:
        from sigai_web.pages.app import MANIFEST

        return MANIFEST
