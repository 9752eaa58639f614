"""What this app brings: decisions on the programme, and the programme that they make with the content."""

from __future__ import annotations

from sigai_web.decisions import news
from sigai_web.decisions.api import decisions
from sigai_web.decisions.api.feed import DecisionRef
from sigai_web.decisions.api.feed import decisions as decisions_of
from sigai_web.decisions.api.scopes import READ_DECISIONS, WRITE_DECISIONS
from sigai_web.decisions.operations import DECISION_ASK, DECISION_DECIDE, DECISION_READ
from sigai_web.decisions.panels import of_target
from sigai_web.decisions.urls import urlpatterns
from sigai_web.decisions.waiting import WAITING
from sigai_web.manifests import ApiSection, FeedKind, Manifest, MenuPage, PagePanel
from sigai_web.pages.panels import TARGET
from sigai_web.sections import PROGRESS

_MENU = (
    MenuPage(
        section=PROGRESS,
        operation=DECISION_READ,
        url="decisions",
        zh="方案决定",
        en="Decisions on the programme",
        why_zh="方案的读法、分解数、参数、界限、期限由谁定、何时起",
        why_en="who settled readings, numbers of areas, parameters, thresholds, due days, from when on",
        order=80,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    waiting=WAITING,
    messages=news.KINDS,
    operations=(DECISION_READ, DECISION_ASK, DECISION_DECIDE),
    panels=(
        PagePanel(
            page=TARGET, operation=DECISION_READ, template="decisions/_of_target.html", context=of_target, order=60
        ),
    ),
    scopes=(READ_DECISIONS, WRITE_DECISIONS),
    api=(ApiSection(tag="decisions", zh="方案决定", en="Decisions", routers=(decisions.router,), order=67),),
    feed=(FeedKind(name="decision", scope=READ_DECISIONS, look_up=decisions_of, shape=DecisionRef, order=45),),
)
