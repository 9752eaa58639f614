"""What this app brings: starting data."""

from __future__ import annotations

from sigai_web.manifests import ApiSection, Manifest, MenuPage
from sigai_web.sections import PARTIES
from sigai_web.starting import news
from sigai_web.starting.api import starting
from sigai_web.starting.api.scopes import START
from sigai_web.starting.operations import START_KEEP
from sigai_web.starting.urls import urlpatterns
from sigai_web.starting.waiting import WAITING

_MENU = (
    MenuPage(
        section=PARTIES,
        operation=START_KEEP,
        url="starting",
        zh="起步数据",
        en="Starting data",
        why_zh="启用前已有的数：基期、以前的月份、已有台账",
        why_en="what existed before the first day: base year, earlier figures, records",
        order=50,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    waiting=WAITING,
    messages=news.KINDS,
    operations=(START_KEEP,),
    scopes=(START,),
    api=(ApiSection(tag="starting", zh="起步数据", en="Starting data", routers=(starting.router,), order=66),),
)
