"""What this app brings: tokens, the reference, the operations of the API."""

from __future__ import annotations

from sigai_web.api.feed import whole_store
from sigai_web.api.operations import figures, own
from sigai_web.api.scopes import READ_CHANGES, READ_FIGURES
from sigai_web.api.urls import urlpatterns
from sigai_web.manifests import ApiSection, FeedKind, Manifest

MANIFEST = Manifest(
    urls=urlpatterns,
    scopes=(READ_FIGURES, READ_CHANGES),
    api=(
        ApiSection(tag="own", zh="自己", en="Oneself", routers=(own.router,), order=10),
        ApiSection(tag="figures", zh="数值", en="Figures", routers=(figures.router,), order=50),
    ),
    feed=(FeedKind(name="store", scope=READ_FIGURES, look_up=whole_store, order=20),),
)
