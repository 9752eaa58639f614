"""What this app brings: the pages of what the plan names."""

from __future__ import annotations

from sigai_web.manifests import Manifest, MenuPage
from sigai_web.named.operations import NAMED_LINK
from sigai_web.named.urls import urlpatterns
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.sections import PROGRESS

_MENU = (
    MenuPage(
        section=PROGRESS,
        operation=PROGRESS_READ,
        url="named",
        zh="点名对象",
        en="Named in the plan",
        why_zh="方案点名的企业、项目、园区、地方：承诺了什么，到哪一步了",
        why_en="enterprises, projects and places that the plan names: what is committed, where it stands",
        order=45,
    ),
)

MANIFEST = Manifest(urls=urlpatterns, menu=_MENU, operations=(NAMED_LINK,))
