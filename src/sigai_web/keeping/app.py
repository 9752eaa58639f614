"""What this app brings: whether the system is healthy."""

from __future__ import annotations

from sigai_web.keeping.urls import urlpatterns
from sigai_web.manifests import Manifest

MANIFEST = Manifest(
    urls=urlpatterns,
)
