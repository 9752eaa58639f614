"""Rechecks on the page of a record: what is open, what came of earlier ones, recording a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from sigai.programme import RecheckDue, rechecks_of
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.clock import today
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.ledgers import rechecking
from sigai_web.ledgers.forms import read_day
from sigai_web.ledgers.models import RecordRecheck
from sigai_web.ledgers.record_views import REFUSALS, refused_record, seen_of
from sigai_web.ledgers.round_words import round_lines
from sigai_web.ledgers.rounds import last_application
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_STEP
from sigai_web.store.records import as_record


@dataclass(frozen=True, slots=True)
class RecheckForm:
    """A recheck that somebody may record: what can come of it, and what they sent before."""

    due: RecheckDue
    results: Sequence[tuple[str, str]]
    sent: QueryDict


@needs(RECORD_STEP)
@offered_on("record")
def record_recheck(request: HttpRequest, pk: int, recheck: str) -> HttpResponse:
    """Record what came of a recheck."""
    given = rechecking.RecheckResult(
        request.POST.get("result", ""), read_day(request.POST.get("until", "")), request.POST.get("comment", "")
    )
    of = read_day(request.POST.get("of", ""))
    if of is None:
        raise PermissionDenied
    actor = Actor.of(request)
    try:
        rechecking.record_recheck(actor, request.user, pk, recheck, seen=seen_of(request), of=of, given=given)
    except REFUSALS as error:
        return refused_record(request, pk, error)
    messages.success(request, choose("已登记复核结果", "The result of the recheck is recorded"))
    return redirect("record", pk)


def about_rounds_and_rechecks(request: HttpRequest, current: CurrentRecord) -> dict[str, Any] | None:
    """The panel of a record's round and of its rechecks; None where it has neither."""
    ledger = programme.current().ledger_by_id.get(current.ledger)
    if ledger is None or current.opened_only or not (ledger.rounds or ledger.rechecks):
        return None
    record = as_record(current)
    application = last_application(current.record) if ledger.rounds else None
    names = {one.id: one.name[language()] for one in ledger.rechecks}
    done = list(RecordRecheck.objects.filter(record=current.record).order_by("-pk"))
    mine = [] if current.withdrawn else rechecking.open_rechecks(request.user, ledger, record)
    context = {
        "record": current,
        "line": round_lines([application.round])[0] if application else None,
        "coming": [] if current.withdrawn else rechecks_of(ledger, record.state, record.state_since, record.fields),
        "mine": [_form(request, due) for due in mine],
        "done": [(one, names.get(one.recheck, one.recheck), choose(*rechecking.RESULTS[one.result])) for one in done],
        "people": people(one.by for one in done),
        "today": today(),
    }
    return context if any(context[name] for name in ("line", "coming", "done")) else None


def _form(request: HttpRequest, due: RecheckDue) -> RecheckForm:
    sent = request.POST if _named(request) == due.recheck.id else QueryDict()
    results = [(one, choose(*rechecking.RESULTS[one])) for one in rechecking.results_of(due)]
    return RecheckForm(due, results, sent)


def _named(request: HttpRequest) -> str | None:
    """The recheck whose result was sent, and refused: its form comes back as it was."""
    return request.resolver_match.kwargs.get("recheck") if request.resolver_match else None
