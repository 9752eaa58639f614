"""What this app brings: the journal's pages."""

from __future__ import annotations

from sigai_web.journal.operations import JOURNAL_READ, JOURNAL_VERIFY
from sigai_web.journal.urls import urlpatterns
from sigai_web.manifests import Manifest, MenuPage
from sigai_web.sections import JOURNAL

_MENU = (
    MenuPage(
        section=JOURNAL,
        operation=JOURNAL_READ,
        url="journal",
        zh="留痕",
        en="Journal",
        why_zh="查看并验证全部变动",
        why_en="read and verify every change",
        order=10,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    operations=(
        JOURNAL_READ,
        JOURNAL_VERIFY,
    ),
)
