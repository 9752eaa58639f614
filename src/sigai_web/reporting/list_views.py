"""Lists: what I owe, what waits for my decision, who has reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sigai.base import Period
from sigai_web.clock import today
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.messages.reached import told_on
from sigai_web.messages.ways import ways
from sigai_web.pages.panels import OWED, panels
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting import reminders
from sigai_web.reporting.chasing import worth_chasing
from sigai_web.reporting.models import SheetCell
from sigai_web.reporting.news import FORM_DUE
from sigai_web.reporting.operations import REMINDER_SEND, REPORTING_WATCH
from sigai_web.reporting.overview import DutyList, Overview, listed, months, overview
from sigai_web.reporting.register import Register, register
from sigai_web.reporting.report_status import ReportingDuty, all_duties, parts_for
from sigai_web.reporting.words import STATES
from sigai_web.store.operations import FIGURE_REPORT

_PAGE = 50
_LATEST_DONE = 20
_HANDED_IN = ("submitted", "approved")


@needs(FIGURE_REPORT)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I owe: first what came back and what is late, then what is due, then what others have in hand."""
    known = register()
    duties = all_duties(known, parts_for(request.user, FIGURE_REPORT, known))
    asked = request.GET.get("period", "")
    periods = list(dict.fromkeys(str(duty.period) for duty in duties))
    chosen = [duty for duty in duties if not asked or str(duty.period) == asked]
    done = [duty for duty in chosen if duty.standing == "accepted"]
    sections = {
        "returned": [duty for duty in chosen if duty.standing == "returned"],
        "overdue": [duty for duty in chosen if duty.overdue and duty.standing != "returned"],
        "due": [duty for duty in chosen if duty.standing in ("open", "draft") and not duty.overdue],
        "sent": [duty for duty in chosen if duty.standing in ("submitted", "approved")],
    }
    for section in sections.values():
        section.sort(key=lambda duty: (duty.due, duty.form.id, duty.reporter))
    reporters = {duty.reporter for duty in duties}
    written = _written(chosen, ("draft", "returned", *_HANDED_IN))
    context = {
        "sections": {name: _rows(known, section, written) for name, section in sections.items()},
        "done": _rows(known, done if asked else done[:_LATEST_DONE]),
        "whose": known.name(reporters.pop(), language()) if len(reporters) == 1 else "",
        "day": today(),
        "done_count": len(done),
        "periods": periods,
        "asked": asked,
        "several": len({duty.reporter for duty in duties}) > 1,
        "anything": bool(duties),
        "panels": panels(request, OWED, request.user),
    }
    return render(request, "reporting/mine.html", context)


def _rows(
    known: Register, duties: Sequence[ReportingDuty], written: Mapping[int, int] | None = None
) -> list[dict[str, Any]]:
    """Duties as lines of a list; `written` counts the cells of sheets that hold something, drafts with them."""
    return [
        {
            "duty": duty,
            "name": known.name(duty.reporter, language()),
            "filled": max(duty.given, (written or {}).get(duty.sheet.pk, 0) if duty.sheet else 0),
        }
        for duty in duties
    ]


def _written(duties: Sequence[ReportingDuty], states: Sequence[str]) -> dict[int, int]:
    """How many cells of sheets on their way hold something: one query."""
    sheets = [duty.sheet.pk for duty in duties if duty.sheet and duty.standing in states]
    cells = SheetCell.objects.filter(sheet__in=sheets).exclude(text="") if sheets else SheetCell.objects.none()
    return dict(cells.values_list("sheet").annotate(number=Count("pk")))


def asked_month_of(request: HttpRequest, known: Register) -> Period:
    """The month that is asked for; the last one that has ended where none is, or none that can be looked at."""
    day = today()
    known_months = months(known, day)
    given = request.GET.get("month") or request.POST.get("month", "")
    month = next((each for each in known_months if str(each) == given), None)
    return month or (known_months[0] if known_months else Period.of_index(day.year * 12 + day.month - 1))


def asked_overview(request: HttpRequest, known: Register) -> tuple[Overview, dict[str, str]]:
    """The overview of the month that is asked for, and the filters of its list."""
    month = asked_month_of(request, known)
    found = overview(known, parts_for(request.user, REPORTING_WATCH, known), month, today())
    filters = {name: request.GET.get(name, "") for name in ("form", "area")}
    filters["state"] = request.GET.get("state", "waiting")
    return found, filters


def _listed(found: Overview, filters: dict[str, str], known: Register) -> DutyList:
    return listed(found, form=filters["form"], area=filters["area"], wanted=filters["state"], content=known.content)


@needs(REPORTING_WATCH)
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Who has reported for a month, by form, area and unit, and who has not."""
    known = register()
    found, filters = asked_overview(request, known)
    duties = _listed(found, filters, known)
    page = Paginator(duties, _PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    may_remind = allowed(request.user, REMINDER_SEND)
    context = {
        "found": found,
        "months": [str(each) for each in months(known, today())],
        "filters": filters,
        "page": page,
        "rows": _rows(known, shown, _written(shown, _HANDED_IN)),
        "states": STATES,
        "may_remind": may_remind,
        "ways": ways(),
        "told": told_on(today(), (FORM_DUE,)) if may_remind else None,
    }
    return render(request, "reporting/coverage.html", context)


@needs(REPORTING_WATCH)
@require_GET
def coverage_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook: the counts and the whole list."""
    known = register()
    found, filters = asked_overview(request, known)
    pages = [_counts_sheet(found), _duties_sheet(_listed(found, filters, known), known)]
    return workbook_response(choose(f"填报情况 {found.month}", f"reporting {found.month}"), pages)


def _counts_sheet(found: Overview) -> Worksheet:
    heads = choose(
        "表,期别,截止,应报,已核收,在审,未报,退回,逾期,迟报,核收率%",
        "Form,Period,Due,Owed,Accepted,Under way,Not handed in,Returned,Overdue,Late,Accepted %",
    ).split(",")
    facts = ["name", "period", "due", "owed", "done", "under_way", "waiting", "returned", "overdue", "late", "share"]
    rows = [tuple(getattr(one, fact) for fact in facts) for one in (*found.forms, *found.areas, *found.units)]
    columns = [Column(head, 36 if at == 0 else 11) for at, head in enumerate(heads)]
    return Worksheet(choose("汇总", "Counts"), columns, rows)


def _duties_sheet(duties: Iterable[ReportingDuty], known: Register) -> Worksheet:
    heads = choose(
        "表,期别,填报主体,编号,截止,状态,已填,应填,逾期,迟报",
        "Form,Period,Reporter,Id,Due,State,Given,Owed,Overdue,Late",
    ).split(",")
    rows = [
        (
            duty.form.name[language()],
            str(duty.period),
            known.name(duty.reporter, language()),
            duty.reporter,
            duty.due,
            choose(*STATES[duty.standing]),
            duty.given,
            duty.owed,
            choose("是", "yes") if duty.overdue else "",
            choose("是", "yes") if duty.late else "",
        )
        for duty in duties
    ]
    columns = [Column(head, 30 if at in (0, 2, 3) else 11) for at, head in enumerate(heads)]
    return Worksheet(choose("明细", "List"), columns, rows)


def _to_remind(request: HttpRequest, known: Register, found: Overview) -> list[ReportingDuty]:
    """Everybody who is late (or has not handed in) with one form or any, in an area or all; or those on the shortest
    list that settles the verdicts."""
    if (who := request.POST.get("who")) != "shortest":
        form, area = request.POST.get("form", ""), request.POST.get("area", "")
        state = "waiting" if who == "waiting" else "overdue"
        return list(listed(found, form=form, area=area, wanted=state, content=known.content))
    chasing = worth_chasing(known, found.month)
    wanted = set(chasing.shortest) if chasing else set()
    waiting = listed(found, wanted="waiting", content=known.content)
    return [duty for duty in waiting if duty.reporter in wanted]


@needs(REMINDER_SEND)
@offered_on("coverage")
def remind(request: HttpRequest) -> HttpResponse:
    """Remind everybody who is late with one form, or with any, in one step."""
    known = register()
    found, _ = asked_overview(request, known)
    asked = reminders.remind(Actor.of(request), known, _to_remind(request, known, found))
    messages.success(
        request,
        choose(
            f"已在系统内通知 {asked.people} 人；{asked.unreachable} 个主体没有可通知的填报员",
            f"Told on the site: {asked.people} people; {asked.unreachable} reporters have nobody to be told",
        ),
    )
    address = redirect("month" if request.POST.get("back") == "month" else "coverage")
    address["Location"] += f"?month={found.month}"
    return address
