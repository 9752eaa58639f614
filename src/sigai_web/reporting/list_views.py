"""Lists: what I owe, what waits for my decision, who has reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, Period, Place, UserError
from sigai_web.accounts.people import people
from sigai_web.clock import today
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.messages.reached import told_on
from sigai_web.messages.ways import ways
from sigai_web.pages.panels import OWED, panels
from sigai_web.permissions import Operation, allowed, visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting import reminders, services
from sigai_web.reporting.chasing import remarks_of, worth_chasing
from sigai_web.reporting.closing import kept_rows, missing_of, standing
from sigai_web.reporting.form_data import whole
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.months import months_now
from sigai_web.reporting.news import FORM_DUE
from sigai_web.reporting.operations import MONTH_CLOSE, REMINDER_SEND, REPORTING_WATCH
from sigai_web.reporting.overview import DutyList, Overview, listed, months, overview
from sigai_web.reporting.problems import NOTHING_CHOSEN
from sigai_web.reporting.register import Register, register
from sigai_web.reporting.report_status import ReportingDuty, all_duties, find, parts_for
from sigai_web.reporting.views import Deed
from sigai_web.reporting.words import STATES
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT

_PAGE = 50
_MOST_AT_ONCE = 50
_LATEST_DONE = 20


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
    context = {
        "sections": {name: _rows(known, section) for name, section in sections.items()},
        "done": _rows(known, done if asked else done[:_LATEST_DONE]),
        "done_count": len(done),
        "periods": periods,
        "asked": asked,
        "several": len({duty.reporter for duty in duties}) > 1,
        "anything": bool(duties),
        "panels": panels(request, OWED, request.user),
    }
    return render(request, "reporting/mine.html", context)


def _rows(known: Register, duties: Sequence[ReportingDuty]) -> list[dict[str, Any]]:
    return [{"duty": duty, "name": known.name(duty.reporter, language())} for duty in duties]


@needs(FIGURE_APPROVE)
@require_http_methods(["GET", "POST"])
def approving(request: HttpRequest) -> HttpResponse:
    """What waits for my approval; several can be approved at once."""
    return _queue(
        request,
        FIGURE_APPROVE,
        Sheet.State.SUBMITTED,
        lambda actor, assignment, seen: services.approve(actor, assignment, seen=seen),
    )


@needs(FIGURE_ACCEPT)
@require_http_methods(["GET", "POST"])
def accepting(request: HttpRequest) -> HttpResponse:
    """What waits for the office's acceptance; several can be accepted at once."""
    return _queue(
        request,
        FIGURE_ACCEPT,
        Sheet.State.APPROVED,
        lambda actor, assignment, seen: services.accept(actor, assignment, seen=seen, one_of_many=True),
    )


def _queue(request: HttpRequest, operation: Operation, state: str, act: Deed) -> HttpResponse:
    known, issues = register(), list[Issue]()
    if request.method == "POST":
        issues = _decide_several(request, known, operation, act)
    waiting = visible(request.user, operation, Sheet.objects.filter(state=state)).order_by("due", "form", "reporter")
    asked = request.GET.get("form", "")
    page = Paginator(waiting.filter(form=asked) if asked else waiting, _PAGE).get_page(request.GET.get("page"))
    forms = {form.id: form for form in known.content.forms}
    people_by_name = people(name for sheet in page for name in (sheet.submitted_by, sheet.approved_by))
    own = request.user.get_username()
    rows = [
        {
            "sheet": sheet,
            "form": forms.get(sheet.form),
            "name": known.name(sheet.reporter, language()),
            "by": people_by_name.get(sheet.submitted_by, ""),
            "approver": people_by_name.get(sheet.approved_by, ""),
            "own": sheet.submitted_by == own,
        }
        for sheet in page
    ]
    context = {
        "rows": rows,
        "page": page,
        "issues": issues,
        "asked": asked,
        "forms": known.content.forms,
        "accepting": operation is FIGURE_ACCEPT,
    }
    return render(request, "reporting/queue.html", context, status=422 if issues else 200)


def _decide_several(request: HttpRequest, known: Register, operation: Operation, act: Deed) -> list[Issue]:
    """Each sheet in a transaction of its own: one that is refused does not stop the others."""
    chosen = request.POST.getlist("sheet")[:_MOST_AT_ONCE]
    if not chosen:
        return [NOTHING_CHOSEN.at(Place())]
    actor, issues, done = Actor.of(request), list[Issue](), 0
    for one in chosen:
        parts = one.split("|")
        found = find(known, *parts[:3]) if len(parts) == 4 else None
        if found is None or not allowed(request.user, operation, found.subject):
            continue
        try:
            act(actor, found, whole(parts[3]))
            done += 1
        except UserError as error:
            issues += error.issues
    if done:
        messages.success(request, choose(f"已办理 {done} 张", f"Done: {done}"))
    return issues


def _asked(request: HttpRequest, known: Register) -> tuple[Overview, dict[str, str]]:
    """The overview of the month that is asked for, and the filters of its list."""
    day = today()
    known_months = months(known, day)
    given = request.GET.get("month") or request.POST.get("month", "")
    month = next((each for each in known_months if str(each) == given), None)
    month = month or (known_months[0] if known_months else Period.of_index(day.year * 12 + day.month - 1))
    found = overview(known, parts_for(request.user, REPORTING_WATCH, known), month, day)
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
    found, filters = _asked(request, known)
    duties = _listed(found, filters, known)
    page = Paginator(duties, _PAGE).get_page(request.GET.get("page"))
    closed, stand, may_remind = (
        standing(found.month),
        months_now(),
        allowed(request.user, REMINDER_SEND),
    )
    context = {
        "found": found,
        "closed": closed,
        "kept": kept_rows(known, closed) if closed else [],
        "missing": missing_of(found),
        "standing": stand.standing_words(found.month),
        "open_months": stand.all_words(),
        "follows": stand.opening_words(found.month) if closed else stand.closing_words(found.month),
        "may_close": allowed(request.user, MONTH_CLOSE),
        "chasing": worth_chasing(known, found.month) if may_remind else None,
        "remarks": remarks_of(found.month) if may_remind else [],
        "months": [str(each) for each in months(known, today())],
        "filters": filters,
        "page": page,
        "rows": _rows(known, list(page)),
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
    found, filters = _asked(request, known)
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
    """Everybody who is late with one form or with any; or those on the shortest list that settles the verdicts."""
    if request.POST.get("who") != "shortest":
        return list(listed(found, form=request.POST.get("form", ""), wanted="overdue", content=known.content))
    chasing = worth_chasing(known, found.month)
    wanted = set(chasing.shortest) if chasing else set()
    waiting = listed(found, wanted="waiting", content=known.content)
    return [duty for duty in waiting if duty.reporter in wanted]


@needs(REMINDER_SEND)
@offered_on("coverage")
def remind(request: HttpRequest) -> HttpResponse:
    """Remind everybody who is late with one form, or with any, in one step."""
    known = register()
    found, _ = _asked(request, known)
    asked = reminders.remind(Actor.of(request), known, _to_remind(request, known, found))
    messages.success(
        request,
        choose(
            f"已在系统内通知 {asked.people} 人；{asked.unreachable} 个主体没有可通知的填报员",
            f"Told on the site: {asked.people} people; {asked.unreachable} reporters have nobody to be told",
        ),
    )
    address = redirect("coverage")
    address["Location"] += f"?month={found.month}"
    return address
