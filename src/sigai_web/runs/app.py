"""What this app brings: calculations."""

from __future__ import annotations

from sigai_web.manifests import ApiSection, FeedKind, Manifest, MenuPage
from sigai_web.runs.api import runs
from sigai_web.runs.api.feed import RunRef
from sigai_web.runs.api.feed import runs as runs_of
from sigai_web.runs.api.scopes import READ_PROGRESS, RUN
from sigai_web.runs.operations import PROGRESS_READ, RUN_START
from sigai_web.runs.urls import urlpatterns
from sigai_web.sections import BULLETINS

_MENU = (
    MenuPage(
        section=BULLETINS,
        operation=PROGRESS_READ,
        url="runs",
        zh="计算",
        en="Calculations",
        why_zh="结果由哪次计算得出、正在算什么",
        why_en="which calculation gave the results, what is under way",
        order=20,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    operations=(
        PROGRESS_READ,
        RUN_START,
    ),
    scopes=(READ_PROGRESS, RUN),
    api=(ApiSection(tag="runs", zh="计算", en="Calculations", routers=(runs.router,), order=40),),
    feed=(FeedKind(name="run", scope=READ_PROGRESS, look_up=runs_of, shape=RunRef, order=40),),
)
