"""One step with many records on a page: which of those that a list shows, what it would do, and what it did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sigai.base import Issue, Place, UserError
from sigai.ledgers import START, Record, condition_words
from sigai.programme import Ledger, Transition
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.journal.writing import Actor
from sigai_web.language import language
from sigai_web.ledgers import bulk, forms, listing, services
from sigai_web.ledgers.reaching import ledger_or_404
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.ledgers.uploading import uploads
from sigai_web.ledgers.words import Wording, badge
from sigai_web.permissions import roles_held
from sigai_web.permissions.access import needs
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_STEP


@dataclass(frozen=True, slots=True)
class BulkRow:
    """A record that may be chosen: how it is called, what stands against its step, whether it is ticked."""

    record: CurrentRecord
    title: str
    issues: Sequence[Issue]
    ticked: bool


def steps_of_many(user: Any, ledger: Ledger) -> list[Transition]:
    """The steps of standing records that somebody may make in one of their roles."""
    held = roles_held(user)
    return [step for step in ledger.transitions if set(step.origins) - {START} and held & set(step.roles)]


@needs(RECORD_STEP)
@require_http_methods(["GET", "POST"])
@never_cache
def many_steps(request: HttpRequest, ledger: str) -> HttpResponse:
    """Choose a step and records among those that the list shows, see what it would do, do it."""
    of = ledger_or_404(ledger)
    steps = steps_of_many(request.user, of)
    if not steps:
        raise PermissionDenied
    named = request.POST.get("step") or request.GET.get("step")
    step = next((one for one in steps if one.id == named), None)
    if request.method != "POST" or step is None:
        return _page(request, of, steps, step)
    return _take(request, of, steps, step)


def _take(request: HttpRequest, of: Ledger, steps: Sequence[Transition], step: Transition) -> HttpResponse:
    chosen, whole = _chosen(request), request.POST.get("whole") == "1"
    values = {name: word for name, word in forms.sent_values(request.POST).items() if name in step.requires}
    on = forms.read_day(request.POST.get("on", "")) if request.POST.get("on") else today()
    issues = [] if on else [services.bad_day(Place(column="on"), request.POST.get("on", ""))]
    wanted = bulk.step_wanted(of, step.id, values, on)
    try:
        with ExitStack() as stack:
            brought, refused = uploads(request, stack, [each.zh for each in step.evidence])
            if issues or refused:
                raise UserError([*issues, *refused])
            wanted = replace(wanted, documents=brought)
            tried = bulk.take_steps(Actor.of(request), request.user, wanted, chosen, whole=whole)
    except bulk.BulkRefusedError as error:
        return _page(request, of, steps, step, issues=error.issues, against=_against(error.refused), status=422)
    except UserError as error:
        return _page(request, of, steps, step, issues=error.issues, status=422)
    if all(one.issues for one in tried):
        return _page(request, of, steps, step, against=_against(tried), status=422)
    rows = _rows(of, tried, ())
    context = {
        "ledger": of,
        "step": step,
        "to": badge(of, step.to),
        "done": [row for row in rows if not row.issues],
        "refused": [row for row in rows if row.issues],
    }
    return render(request, "ledgers/many_done.html", context)


def _against(tried: Iterable[bulk.StepTry]) -> dict[int, Sequence[Issue]]:
    return {one.record.pk: one.issues for one in tried if one.issues}


def _chosen(request: HttpRequest) -> dict[int, services.Seen]:
    """The records that were ticked, as their page showed them: `pk-revision-step`."""
    found = {}
    for word in request.POST.getlist("record"):
        parts = word.split("-")
        if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            pk, revision, step = map(int, parts)
            found[pk] = services.Seen(revision, step)
    return found


def _page(
    request: HttpRequest,
    of: Ledger,
    steps: Sequence[Transition],
    step: Transition | None,
    *,
    issues: Sequence[Issue] = (),
    against: Mapping[int, Sequence[Issue]] | None = None,
    status: int = 200,
) -> HttpResponse:
    given: Any = request.POST if request.method == "POST" else None
    rows, more = _offered(request, of, step, against or {}) if step else ([], 0)
    cells = forms.cells(of, Record(of.id, ""), given, step.requires) if step else []
    evidence = forms.evidence_of(step) if step else []
    context = {
        "ledger": of,
        "steps": steps,
        "step": step,
        "to": badge(of, step.to) if step else None,
        "rows": rows,
        "ready": sum(1 for row in rows if not row.issues),
        "more": more,
        "most": bulk.MOST,
        "cells": cells,
        "evidence": evidence,
        "issues": forms.place_issues(cells, issues, evidence),
        "condition": condition_words(step, of, programme.current())[language()] if step else "",
        "on": (given or {}).get("on", today().isoformat()),
        "today": today().isoformat(),
        "whole": (given or {}).get("whole") == "1",
        "asked": [(key, word) for key, word in request.GET.items() if key not in ("step", "page")],
    }
    return render(request, "ledgers/many.html", context, status=status)


def _offered(
    request: HttpRequest, of: Ledger, step: Transition, against: Mapping[int, Sequence[Issue]]
) -> tuple[list[BulkRow], int]:
    """The records that the list shows and that stand where the step begins, with what stands against each; how many
    more there are than one go takes."""
    wanted, reader = listing.asked(of, request.GET.dict()), RecordsReader(request.user, of)
    rows = listing.in_state(reader, listing.narrowed(reader, wanted), wanted, today())
    rows = listing.in_order(reader, rows.filter(state__in=step.origins), wanted)
    records = list(rows.select_related("record")[: bulk.MOST])
    more = rows.count() - len(records)
    tried = bulk.foreseen(request.user, bulk.step_wanted(of, step.id, {}, _day(request)), records)
    told = [bulk.StepTry(one.record, tuple(against.get(one.record.pk, one.issues))) for one in tried]
    sent = _chosen(request) if request.method == "POST" else None
    ticked = {one.record.pk for one in tried if (one.record.pk in sent if sent is not None else not one.issues)}
    return _rows(of, told, ticked), more


def _day(request: HttpRequest) -> date | None:
    return forms.read_day(request.POST.get("on", "")) or None


def _rows(of: Ledger, tried: Sequence[bulk.StepTry], ticked: Iterable[int]) -> list[BulkRow]:
    wording, chosen = Wording.of([one.record for one in tried], of), set(ticked)
    return [
        BulkRow(
            one.record,
            one.record.name or wording.entity(one.record.entity) or one.record.number,
            one.issues,
            one.record.pk in chosen,
        )
        for one in tried
    ]
