"""What this app brings: results as pages, and instructions."""

from __future__ import annotations

from sigai_web.dashboards import news
from sigai_web.dashboards.api import content, instructions, progress
from sigai_web.dashboards.api.feed import InstructionRef
from sigai_web.dashboards.api.feed import instructions as instructions_of
from sigai_web.dashboards.api.scopes import READ_CONTENT, READ_INSTRUCTIONS, WRITE_INSTRUCTIONS
from sigai_web.dashboards.calendar import CALENDAR
from sigai_web.dashboards.operations import INSTRUCTION_READ, INSTRUCTION_REPLY, INSTRUCTION_WRITE
from sigai_web.dashboards.panels import PANELS
from sigai_web.dashboards.searching import SEARCH
from sigai_web.dashboards.urls import urlpatterns
from sigai_web.dashboards.waiting import WAITING
from sigai_web.manifests import ApiSection, FeedKind, Manifest, MenuPage
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.sections import INSTRUCTIONS, PARTIES, PROGRESS, TODAY
from sigai_web.store.operations import FIGURE_READ

_MENU = (
    MenuPage(
        section=TODAY,
        operation=FIGURE_READ,
        url="calendar",
        zh="日历",
        en="Calendar",
        why_zh="报表、台账、批次、任务哪天到期",
        why_en="on which days forms, records, rounds and tasks are due",
        order=20,
    ),
    MenuPage(
        section=PROGRESS,
        operation=PROGRESS_READ,
        url="cockpit",
        zh="总览",
        en="Overview",
        why_zh="目标总体进展，将完不成的，本月变化",
        why_en="how the targets stand, what will be missed, what moved",
        order=10,
    ),
    MenuPage(
        section=PROGRESS,
        operation=PROGRESS_READ,
        url="targets",
        zh="目标",
        en="Targets",
        why_zh="逐项查看目标，数从哪里来",
        why_en="every target, and where its number comes from",
        order=20,
        also=("/explain",),
    ),
    MenuPage(
        section=PROGRESS,
        operation=PROGRESS_READ,
        url="tasks",
        zh="任务",
        en="Tasks",
        why_zh="任务路线图",
        why_en="the road map of tasks",
        order=30,
    ),
    MenuPage(
        section=PARTIES,
        operation=PROGRESS_READ,
        url="units",
        zh="单位",
        en="Units",
        why_zh="各单位负责的目标和任务",
        why_en="what each unit owes",
        order=10,
    ),
    MenuPage(
        section=PARTIES,
        operation=PROGRESS_READ,
        url="areas",
        zh="地区",
        en="Areas",
        why_zh="县区、园区的目标和数据",
        why_en="counties and parks",
        order=20,
    ),
    MenuPage(
        section=PARTIES,
        operation=FIGURE_READ,
        url="enterprises",
        zh="企业",
        en="Enterprises",
        why_zh="企业名录、数值和台账",
        why_en="the register, figures and records",
        order=30,
        also=("/figures",),
    ),
    MenuPage(
        section=INSTRUCTIONS,
        operation=INSTRUCTION_READ,
        url="instructions",
        zh="批示",
        en="Instructions",
        why_zh="领导的批示和各单位的答复",
        why_en="what leaders ask and units answer",
        order=10,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    waiting=WAITING,
    panels=PANELS,
    search=SEARCH,
    calendar=CALENDAR,
    messages=news.KINDS,
    operations=(
        INSTRUCTION_READ,
        INSTRUCTION_WRITE,
        INSTRUCTION_REPLY,
    ),
    scopes=(READ_CONTENT, READ_INSTRUCTIONS, WRITE_INSTRUCTIONS),
    api=(
        ApiSection(tag="content", zh="方案内容", en="Content", routers=(content.router,), order=20),
        ApiSection(tag="progress", zh="计算结果", en="Results", routers=(progress.router,), order=30),
        ApiSection(tag="instructions", zh="批示", en="Instructions", routers=(instructions.router,), order=80),
    ),
    feed=(
        FeedKind(name="instruction", scope=READ_INSTRUCTIONS, look_up=instructions_of, shape=InstructionRef, order=60),
    ),
)
