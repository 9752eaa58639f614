"""What this app brings: ledgers and their records."""

from __future__ import annotations

from sigai_web.ledgers import news, round_news, step_news
from sigai_web.ledgers.api import (
    comments,
    corrections,
    documents,
    rechecks,
    records,
    rounds,
    rows,
    steps,
    withdrawals,
)
from sigai_web.ledgers.api.feed import RecordRef, imported
from sigai_web.ledgers.api.feed import records as records_of
from sigai_web.ledgers.api.scopes import READ_RECORDS, WRITE_RECORDS
from sigai_web.ledgers.calendar_views import CALENDAR
from sigai_web.ledgers.comments import about_comments
from sigai_web.ledgers.linked import about_record
from sigai_web.ledgers.losing import about_indicator, about_target
from sigai_web.ledgers.operations import DOCUMENT_ERASE, RECORD_CORRECT, ROUND_KEEP, ROUND_READ
from sigai_web.ledgers.recheck_views import about_rounds_and_rechecks
from sigai_web.ledgers.reminding import due_records
from sigai_web.ledgers.round_words import calls_on_first_page
from sigai_web.ledgers.searching import SEARCH
from sigai_web.ledgers.urls import urlpatterns
from sigai_web.ledgers.waiting import WAITING
from sigai_web.manifests import ApiSection, DueKind, FeedKind, Manifest, MenuPage, PagePanel
from sigai_web.pages.panels import INDICATOR, OWED, RECORD, TARGET
from sigai_web.sections import LEDGERS
from sigai_web.store.operations import RECORD_CONSULT, RECORD_READ

_MENU = (
    MenuPage(
        section=LEDGERS,
        operation=RECORD_CONSULT,
        url="ledgers",
        zh="台账",
        en="Ledgers",
        why_zh="项目、称号、督办等各类台账",
        why_en="projects, titles, notices and every other ledger",
        order=10,
    ),
    MenuPage(
        section=LEDGERS,
        operation=RECORD_CONSULT,
        url="library",
        zh="资料库",
        en="Library",
        why_zh="政策、服务商、应用、专家、案例等，可按词语查找",
        why_en="policies, providers, apps, experts, good cases and more, found by words",
        order=15,
    ),
    MenuPage(
        section=LEDGERS,
        operation=RECORD_READ,
        url="ledger-calendar",
        zh="台账期限",
        en="Deadlines of records",
        why_zh="逾期的台账、本月还将到期的",
        why_en="records overdue, and due this month",
        order=20,
    ),
    MenuPage(
        section=LEDGERS,
        operation=ROUND_READ,
        url="rounds",
        zh="申报批次",
        en="Rounds",
        why_zh="现在可以申报什么、截止到哪天、名额多少",
        why_en="what can be applied for now, until when, with what quota",
        order=30,
    ),
)

_PANELS = (
    PagePanel(
        page=OWED, operation=ROUND_READ, template="ledgers/_calls_panel.html", context=calls_on_first_page, order=10
    ),
    PagePanel(
        page=RECORD,
        operation=RECORD_READ,
        template="ledgers/_rechecks.html",
        context=about_rounds_and_rechecks,
        order=5,
    ),
    PagePanel(page=TARGET, operation=RECORD_READ, template="ledgers/_losing.html", context=about_target, order=30),
    PagePanel(
        page=INDICATOR, operation=RECORD_READ, template="ledgers/_losing.html", context=about_indicator, order=30
    ),
    PagePanel(page=RECORD, operation=RECORD_CONSULT, template="ledgers/_linked.html", context=about_record, order=10),
    PagePanel(
        page=RECORD, operation=RECORD_CONSULT, template="ledgers/_comments.html", context=about_comments, order=20
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    operations=(RECORD_CORRECT, DOCUMENT_ERASE, ROUND_READ, ROUND_KEEP),
    menu=_MENU,
    panels=_PANELS,
    waiting=WAITING,
    search=SEARCH,
    calendar=CALENDAR,
    scopes=(READ_RECORDS, WRITE_RECORDS),
    due=(DueKind(found=due_records, order=10), DueKind(found=round_news.due_rounds, order=20)),
    messages=(*news.KINDS, *step_news.KINDS, *round_news.KINDS),
    api=(
        ApiSection(
            tag="records",
            zh="台账",
            en="Records",
            routers=(
                records.router,
                rows.router,
                steps.router,
                documents.router,
                comments.router,
                withdrawals.router,
                corrections.router,
                rounds.router,
                rechecks.router,
            ),
            order=70,
        ),
    ),
    feed=(
        FeedKind(
            name="record",
            scope=READ_RECORDS,
            look_up=records_of,
            shape=RecordRef,
            things={"record.import": imported},
            order=30,
        ),
    ),
)
