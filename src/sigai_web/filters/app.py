"""What this app brings: keeping filters of the lists of other apps, and taking them away."""

from __future__ import annotations

from sigai_web.filters.operations import FILTER_KEEP
from sigai_web.filters.urls import urlpatterns
from sigai_web.manifests import Manifest

MANIFEST = Manifest(urls=urlpatterns, operations=(FILTER_KEEP,))
