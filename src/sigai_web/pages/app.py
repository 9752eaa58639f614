"""What this app brings: home, about, the language."""

from __future__ import annotations

from sigai_web.manifests import Manifest
from sigai_web.pages.urls import urlpatterns

MANIFEST = Manifest(
    urls=urlpatterns,
)
