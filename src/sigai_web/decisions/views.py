"""The pages of decisions on the programme: what waits and what was decided, asking, one request, deciding it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, UserError
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.clock import today
from sigai_web.decisions.changes_told import told_places
from sigai_web.decisions.deciding import ask_decision, decide_on
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.kinds.all import KINDS
from sigai_web.decisions.kinds.kind import DecisionKind
from sigai_web.decisions.models import DecisionTrial, ProgrammeDecision
from sigai_web.decisions.operations import DECISION_ASK, DECISION_DECIDE, DECISION_READ
from sigai_web.decisions.readings import waiting_readings
from sigai_web.decisions.trying import needs_trial
from sigai_web.decisions.words import effect_rows, kind_words
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import allowed, visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import REGISTER_KEEP

_PAGE = 50
_HEAD = ("subject", "since", "reason", "document")


@needs(DECISION_READ)
@require_GET
@never_cache
def decision_list(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was decided, the newest first."""
    rows = ProgrammeDecision.objects.order_by("-pk")
    edition = programme.edition()
    page = Paginator(rows.exclude(decided_at=None), _PAGE).get_page(request.GET.get("page"))
    waiting = list(rows.filter(decided_at=None))
    context = {
        "waiting": [(one, kind_words(one.kind)) for one in waiting],
        "people": people(name for one in (*waiting, *page) for name in one.people),
        "page": page,
        "decided": [(one, kind_words(one.kind)) for one in page],
        "open": waiting_readings(edition.programme),
        "edition": edition,
        "kinds": KINDS.values(),
        "may_ask": allowed(request.user, DECISION_ASK),
        "of_register": _of_register(request),
    }
    return render(request, "decisions/decisions.html", context)


@needs(DECISION_ASK)
@require_http_methods(["GET", "POST"])
@never_cache
def new_decision(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a decision: first what it is about, then the form of its kind with what holds now."""
    of = KINDS.get(kind)
    if of is None:
        raise Http404
    issues: tuple[Issue, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            made = ask_decision(Actor.of(request), request.user, _given(request, kind))
        except UserError as error:
            issues, status = error.issues, status_of(error)
        else:
            tell_asked(request, made)
            return redirect("decision", made.pk)
    return render(request, "decisions/new.html", _form(request, of, issues), status=status)


@needs(DECISION_READ)
@require_GET
@never_cache
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what it changes in the content, which results, why, and how it was decided."""
    return _page(request, _reached(request, pk))


@needs(DECISION_DECIDE)
@offered_on("decision")
def decide_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or decline what somebody else asked."""
    of = _reached(request, pk)
    grant = request.POST.get("decision") == "grant"
    comment = request.POST.get("comment", "")
    try:
        decide_on(Actor.of(request), request.user, of.pk, grant=grant, comment=comment)
    except UserError as error:
        return _page(request, _reached(request, pk), error.issues, status=status_of(error))
    granted = choose("已同意，下一次计算起用", "Granted: the next calculation uses it")
    messages.success(request, granted if grant else choose("没有同意，方案不变", "Declined: nothing changes"))
    return redirect("decision", pk)


def status_of(error: UserError) -> int:
    """With which status a page answers what cannot be done."""
    return 409 if isinstance(error, LateError) else 422


def tell_asked(request: HttpRequest, made: ProgrammeDecision) -> None:
    """Tell whoever asked that it waits for another person."""
    zh = f"已提出（第 {made.pk} 件），由工作专班的另一位决定；在那之前方案不变"
    en = f"Asked for (request {made.pk}); another member of the office decides, until then nothing changes"
    messages.success(request, choose(zh, en))


def _of_register(request: HttpRequest) -> int | None:
    """How many changes of the register wait, among them members of lists; None for whoever does not keep it."""
    if not allowed(request.user, REGISTER_KEEP):
        return None
    return visible(request.user, REGISTER_KEEP, RegisterChange.waiting()).count()


def _given(request: HttpRequest, kind: str) -> GivenDecision:
    subject, since, reason, document = (request.POST.get(name, "") for name in _HEAD)
    values = {name: str(value) for name, value in request.POST.items() if name not in _HEAD}
    return GivenDecision(kind, subject, since, reason, document, values)


def _form(request: HttpRequest, of: DecisionKind, issues: tuple[Issue, ...]) -> dict[str, Any]:
    content, said = programme.current(), language()
    subjects = of.subjects(content, said)
    asked = request.POST.get("subject") or request.GET.get("subject", "")
    subject = asked if asked in dict(subjects) else ""
    fields = of.fields(content, subject) if subject else ()
    return {
        "kind": of,
        "name": choose(of.zh, of.en),
        "why": choose(of.why_zh, of.why_en),
        "subjects": subjects,
        "subject": subject,
        "subject_name": dict(subjects).get(subject, ""),
        "fields": [(one, choose(one.zh, one.en), request.POST.get(one.name, one.value)) for one in fields],
        "given": request.POST,
        "since": request.POST.get("since") or (today().isoformat() if of.since == "day" else ""),
        "issues": issues,
    }


def _reached(request: HttpRequest, pk: int) -> ProgrammeDecision:
    return get_object_or_404(visible(request.user, DECISION_READ, ProgrammeDecision.objects.all()), pk=pk)


def _page(
    request: HttpRequest, of: ProgrammeDecision, issues: tuple[Issue, ...] = (), *, status: int = 200
) -> HttpResponse:
    trial = DecisionTrial.objects.filter(decision=of).first() if of.decided_at is None else None
    stale = trial is not None and trial.made_on != programme.current().digest
    effects = of.effects or (trial.effects if trial is not None and not stale else None)
    context = {
        "decision": of,
        "people": people(of.people),
        "kind": kind_words(of.kind),
        "changes": told_places(of),
        "trial": None if stale else trial,
        "needs_trial": needs_trial(of),
        "effects": effects,
        "rows": list(effect_rows(effects)) if effects else [],
        "may_decide": of.waits_for(request.user) and allowed(request.user, DECISION_DECIDE),
        "issues": issues,
    }
    return render(request, "decisions/decision.html", context, status=status)
