"""What this app brings: reporting, approval, acceptance, who has reported."""

from __future__ import annotations

from sigai_web.api.scopes import READ_FIGURES
from sigai_web.manifests import ApiSection, FeedKind, Manifest, MenuPage
from sigai_web.reporting import news
from sigai_web.reporting.api import comments, duties, months, sheets, uploads
from sigai_web.reporting.api.feed import SheetRef
from sigai_web.reporting.api.feed import sheets as sheets_of
from sigai_web.reporting.api.scopes import REMIND, REVIEW_FIGURES, WRITE_FIGURES
from sigai_web.reporting.dates import CALENDAR
from sigai_web.reporting.operations import (
    CELL_COMMENT,
    MAPPING_KEEP,
    MAPPING_READ,
    MONTH_CLOSE,
    REMINDER_SEND,
    REPORTING_WATCH,
)
from sigai_web.reporting.searching import SEARCH
from sigai_web.reporting.urls import urlpatterns
from sigai_web.reporting.waiting import WAITING
from sigai_web.sections import REPORTING
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT

_MENU = (
    MenuPage(
        section=REPORTING,
        operation=REPORTING_WATCH,
        url="month",
        zh="本月",
        en="The month",
        why_zh="一个月从填报到结账：到哪一步、下一步办什么",
        why_en="a month from reporting to closing: how far it is, what is next",
        order=15,
    ),
    MenuPage(
        section=REPORTING,
        operation=FIGURE_REPORT,
        url="reporting",
        zh="我的填报",
        en="My reporting",
        why_zh="到期、逾期、退回的报表",
        why_en="forms due, overdue and returned",
        order=10,
    ),
    MenuPage(
        section=REPORTING,
        operation=FIGURE_APPROVE,
        url="approving",
        zh="审核",
        en="Approval",
        why_zh="审核提交的报表",
        why_en="approve what was handed in",
        order=20,
    ),
    MenuPage(
        section=REPORTING,
        operation=FIGURE_ACCEPT,
        url="accepting",
        zh="核收",
        en="Acceptance",
        why_zh="核收审核过的报表",
        why_en="accept what was approved",
        order=30,
    ),
    MenuPage(
        section=REPORTING,
        operation=REPORTING_WATCH,
        url="coverage",
        zh="填报情况",
        en="Who has reported",
        why_zh="谁报了、谁没报，催报",
        why_en="who has reported and who has not",
        order=40,
    ),
    MenuPage(
        section=REPORTING,
        operation=MAPPING_READ,
        url="mappings",
        zh="文件格式",
        en="File layouts",
        why_zh="已保存的文件格式，按它读入文件",
        why_en="the layouts that are kept, by which files are read",
        order=50,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    waiting=WAITING,
    search=SEARCH,
    calendar=CALENDAR,
    operations=(
        REPORTING_WATCH,
        CELL_COMMENT,
        REMINDER_SEND,
        MONTH_CLOSE,
        MAPPING_READ,
        MAPPING_KEEP,
    ),
    messages=news.KINDS,
    scopes=(WRITE_FIGURES, REVIEW_FIGURES, REMIND),
    api=(
        ApiSection(
            tag="reporting",
            zh="填报",
            en="Reporting",
            routers=(duties.router, months.router, sheets.router, comments.router, uploads.router),
            order=60,
        ),
    ),
    feed=(FeedKind(name="sheet", scope=READ_FIGURES, look_up=sheets_of, shape=SheetRef, order=10),),
)
