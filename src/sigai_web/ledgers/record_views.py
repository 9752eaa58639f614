"""The page of a record, and what is done on it: entering, editing, steps, documents."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, Place, UserError
from sigai.ledgers import Record, condition_words
from sigai.programme import Ledger, Transition
from sigai_web import programme
from sigai_web.accounts.once import writes_anew
from sigai_web.accounts.people import people
from sigai_web.clock import today
from sigai_web.journal.changes import LateError
from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.ledgers import documents, forms, services
from sigai_web.ledgers.computing import computed_of, computed_shown
from sigai_web.ledgers.correction_card import correction_card, fixed_tables
from sigai_web.ledgers.field_looks import look_of
from sigai_web.ledgers.filling import HEAD, RecordFiller, closed_to
from sigai_web.ledgers.history import RecordLife, events_of
from sigai_web.ledgers.linked import links_of
from sigai_web.ledgers.models import Attachment, RecordWithdrawal
from sigai_web.ledgers.operations import DOCUMENT_ERASE
from sigai_web.ledgers.reaching import ReachedRecord, ledger_or_404, reached
from sigai_web.ledgers.reading import readable_documents
from sigai_web.ledgers.rights import entering_roles, evidence_names, open_steps, roles_for, start_steps, step_of
from sigai_web.ledgers.round_words import RoundOffer, round_offer
from sigai_web.ledgers.row_card import SentRow, table_cards
from sigai_web.ledgers.uploading import uploads
from sigai_web.ledgers.words import Wording, badge, deadline
from sigai_web.manifests import PanelSlot
from sigai_web.pages.panels import RECORD, panels
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.models import CurrentRecord, RecordDeadline, RecordRevision
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP, RECORD_STEP, RECORD_WITHDRAW
from sigai_web.store.records import as_record


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step as a form: what it asks for, which of its documents are there, what was wrong with it."""

    step: Transition
    cells: Sequence[forms.FormField]
    evidence: Sequence[forms.EvidenceField]
    condition: str
    on: str
    issues: Sequence[Issue] = ()
    open: bool = False
    calls: RoundOffer | None = None


@needs(RECORD_CONSULT)
@require_GET
@never_cache
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one record."""
    return record_page(request, reached(request.user, pk))


def record_page(
    request: HttpRequest,
    of: ReachedRecord,
    failed: StepForm | None = None,
    *,
    status: int = 200,
    overtaken: bool = False,
    issues: Sequence[Issue] = (),
    wrong_correction: Any = None,
    sent_row: SentRow | None = None,
) -> HttpResponse:
    """The page of a record; `failed` is the form of a step that was refused, `issues` what else was;
    `wrong_correction` is a correction as it was sent, which the issues stand against, `sent_row` a row."""
    kept = readable_documents(of.ledger, of.level, Attachment.objects.filter(record=of.current.record))
    attached = [one for one in kept if one.removed_at is None]
    life = RecordLife.of(of.current.record)
    filler = _filler(request.user, of, life)
    wording = Wording(life.mentioned(of.ledger), links_of(request.user, [of.current], of.ledger), of.register)
    stands = not of.current.withdrawn
    withdrawal = _withdrawal(request.user, of)
    beside = _of_life(request.user, of, life, kept, wording, wrong=wrong_correction) if of.reaches else {}
    context = {
        "ledger": of.ledger,
        "record": of.current,
        "title": of.current.name or wording.entity(of.current.entity) or of.current.number,
        "state": badge(of.ledger, of.current.state),
        "entity": wording.entity(of.current.entity),
        "area": wording.area(of.current.area),
        "fields": [(one, wording.value(one, of.record.fields.get(one.id))) for one in of.fields],
        "reaches": of.reaches,
        **(_beside_fields(request.user, of, life, filler, wording, sent=sent_row) if of.reaches else {}),
        "attached": attached,
        "evidence": list(evidence_names(of.ledger).items()),
        "may_erase": allowed(request.user, DOCUMENT_ERASE),
        **withdrawal,
        **(_possible(request.user, of, attached, filler, failed) if stands else {}),
        **beside,
        "people": people(_named(attached, withdrawal["withdrawal"], beside.get("asked"))),
        "issues": issues,
        "buttons": panels(request, RECORD, of.current, PanelSlot.BUTTONS),
        "panels": panels(request, RECORD, of.current),
        "today": today().isoformat(),
        "overtaken": overtaken,
    }
    return render(request, "ledgers/record.html", context, status=status)


REFUSALS = (services.RecordOvertakenError, UserError, PermissionDenied, CurrentRecord.DoesNotExist)
"""What a change of a record can be refused by."""


def refused_record(request: HttpRequest, pk: int, error: Exception, **sent: Any) -> HttpResponse:
    """The record's page with what stands against a change. `sent` is what of it comes back, for `record_page`, unless
    it came too late. What its reader may not see, or may not do, is raised."""
    of = reached(request.user, pk)
    if isinstance(error, services.RecordOvertakenError):
        return record_page(request, of, status=409, overtaken=True)
    if not isinstance(error, UserError):
        raise error
    if isinstance(error, LateError):
        return record_page(request, of, status=409, issues=error.issues)
    return record_page(request, of, status=422, **{"issues": error.issues, **sent})


def _named(attached: Sequence[Attachment], *asked: TwoPersonRequest | None) -> list[str]:
    """The user names that the page shows beside the record's history."""
    return [*(one.by for one in attached), *(name for one in asked if one is not None for name in one.people)]


def _beside_fields(
    user: Any, of: ReachedRecord, life: RecordLife, filler: RecordFiller, wording: Wording, *, sent: SentRow | None
) -> dict[str, Any]:
    """What there is to a record beside its fields, for whoever reaches it: what is computed, tables, deadlines."""
    computed, day = computed_of(of.ledger, [of.current], of.register)[of.current.pk], today()
    due = RecordDeadline.objects.filter(record=of.current).order_by("due")
    fixed = fixed_tables(user, of, life)
    return {
        "computed": [(one, computed_shown(one, computed[one.id])) for one in of.ledger.computed],
        "tables": table_cards(of.current, of.record, filler, wording, sent, fixed=fixed),
        "deadlines": [(choose(one.name_zh, one.name_en), deadline(one.due, day)) for one in due],
    }


def _of_life(
    user: Any, of: ReachedRecord, life: RecordLife, kept: Sequence[Attachment], wording: Wording, *, wrong: Any
) -> dict[str, Any]:
    """What happened to a record, for whoever reaches it, and the corrections of one that stands."""
    card = None if of.current.withdrawn else correction_card(user, of, life, given=wrong)
    events = events_of(life, of.ledger, of.fields, kept, wording)
    return {"events": events, "correction": card, "asked": card.asked if card else None}


def _withdrawal(user: Any, of: ReachedRecord) -> dict[str, Any]:
    """Whether a record is to be withdrawn, or was, and what its reader may do about it."""
    asked = RecordWithdrawal.objects.filter(record=of.current.record).last()
    waits = asked is not None and asked.waits_for(user)
    return {
        "withdrawal": asked,
        "may_decide": waits and allowed(user, RECORD_WITHDRAW, of.subject),
        "may_enter_anew": of.current.withdrawn and bool(start_steps(user, of.ledger)),
    }


def _possible(
    user: Any,
    of: ReachedRecord,
    attached: Sequence[Attachment],
    filler: RecordFiller,
    failed: StepForm | None,
) -> dict[str, Any]:
    """What its reader may do to a record that stands."""
    free = [one for one in attached if one.step_id is None]
    steps = [
        _step_form(user, of, step, free, filler=filler) for step in open_steps(user, of.ledger, of.record, of.subject)
    ]
    may_keep = allowed(user, RECORD_KEEP, of.subject)
    writable = {*HEAD, *(one.id for one in of.ledger.fields)} - filler.closed().keys()
    return {
        "steps": [failed if failed and form.step.id == failed.step.id else form for form in steps],
        "removable": documents.theirs(user, attached) - documents.bound(attached) if may_keep else (),
        "may_keep": may_keep,
        "may_edit": may_keep and bool(writable),
    }


def _filler(user: Any, of: ReachedRecord, life: RecordLife | None = None) -> RecordFiller:
    states = life.state_ids if life else None
    return RecordFiller.of(user, of.ledger, of.record, of.current.record, of.register, states=states)


def _step_form(
    user: Any,
    of: ReachedRecord,
    step: Transition,
    free: Sequence[Attachment],
    *,
    filler: RecordFiller,
    given: Any = None,
    issues: Sequence[Issue] = (),
) -> StepForm:
    closed = filler.closed(step, roles_for(user, step, of.subject))
    found = forms.cells(of.ledger, of.record, given, step.requires, closed)
    evidence = forms.evidence_of(step, free)
    rest = forms.place_issues(found, issues, evidence)
    condition = condition_words(step, of.ledger, programme.current())[language()]
    on = (given or {}).get("on", today().isoformat())
    calls = round_offer(of.ledger, step, of.record, given)
    return StepForm(step, found, evidence, condition, on, rest, bool(issues), calls)


@needs(RECORD_STEP)
@offered_on("record")
def make_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Make a step with what its form brings; documents that were good stay although the step was refused."""
    on, issues = _day_of(request)
    try:
        issues += _attach_evidence(request, pk, step)
        outcome = services.take_step(
            Actor.of(request),
            request.user,
            pk,
            step,
            seen=seen_of(request),
            values=forms.sent_values(request.POST),
            on=on,
            refused=issues,
            call=request.POST.get("round", ""),
        )
    except services.RecordOvertakenError:
        return record_page(request, reached(request.user, pk), status=409, overtaken=True)
    except UserError as error:
        return _refused(request, reached(request.user, pk), step, error.issues)
    except (PermissionDenied, CurrentRecord.DoesNotExist):
        reached(request.user, pk)
        raise
    done = step_of(ledger_or_404(outcome.record.ledger), step)
    _tell(request, choose(f"已办理：{done.name.zh}", f"Done: {done.name.en}") if done else "", outcome)
    return redirect("record", pk)


def _refused(request: HttpRequest, of: ReachedRecord, step: str, issues: Sequence[Issue]) -> HttpResponse:
    """The record's page with the step's form as it was sent, and what stands against it."""
    found = step_of(of.ledger, step)
    if found is None:
        raise Http404
    free = documents.free_evidence(of.current.record)
    form = _step_form(
        request.user, of, found, free, filler=_filler(request.user, of), given=request.POST, issues=issues
    )
    return record_page(request, of, form, status=422)


def _attach_evidence(request: HttpRequest, pk: int, step: str) -> list[Issue]:
    """Keep the documents that a step's form brings, before the step; what is wrong with them."""
    if not request.FILES:
        return []
    of = reached(request.user, pk)
    found = next((one for one in open_steps(request.user, of.ledger, of.record, of.subject) if one.id == step), None)
    if found is None:
        raise PermissionDenied
    with ExitStack() as stack:
        brought, refused = uploads(request, stack, [each.zh for each in found.evidence])
        if brought:
            documents.attach(Actor.of(request), request.user, pk, brought)
    return refused


def seen_of(request: HttpRequest) -> services.Seen:
    """The revision and the state that the sender had before them."""
    return services.Seen(forms.sent_number(request.POST, "revision"), forms.sent_number(request.POST, "step"))


def _tell(request: HttpRequest, done: str, outcome: services.RecordOutcome) -> None:
    messages.success(request, done)
    for issue in outcome.remarks:
        messages.info(request, f"{issue.what(language())} → {issue.advice(language())}")


@writes_anew
@needs(RECORD_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def new_record(request: HttpRequest, ledger: str) -> HttpResponse:
    """Enter a record by one of the ledger's first steps; anew, with what a withdrawn one (`like`) said."""
    of = ledger_or_404(ledger)
    steps = start_steps(request.user, of)
    if not steps:
        raise PermissionDenied
    step = next((one for one in steps if one.id == request.GET.get("by")), steps[0])
    like = _withdrawn(request, of)
    if request.method != "POST":
        return _new_page(request, Entering(of, steps, step, like=like))
    entering = Entering(of, steps, step, request.POST, like)
    try:
        outcome = _enter(request, entering)
    except UserError as error:
        return _new_page(request, entering, error.issues)
    _tell(request, choose(f"已登记 {outcome.record.number}", f"Entered as {outcome.record.number}"), outcome)
    return redirect("record", outcome.record.pk)


@dataclass(frozen=True, slots=True)
class Entering:
    """A new record under way: by which step, by which else it could be, on what day; in the place of which withdrawn
    one."""

    ledger: Ledger
    steps: Sequence[Transition]
    step: Transition
    given: Any = None
    like: ReachedRecord | None = None

    @property
    def start(self) -> Record | None:
        """What the withdrawn one said; nothing of its life."""
        if self.like is None:
            return None
        old = self.like.record
        return Record(old.ledger, "", old.name, old.entity, old.area, fields=old.fields)

    @property
    def names(self) -> list[str]:
        """The documents that the step asks for, by their Chinese names, which are their keys."""
        return [each.zh for each in self.step.evidence]


def _withdrawn(request: HttpRequest, ledger: Ledger) -> ReachedRecord | None:
    """The withdrawn record of this ledger that is entered anew."""
    pk = request.GET.get("like", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    of = reached(request.user, int(pk))
    return of if of.current.withdrawn and of.ledger.id == ledger.id else None


def _enter(request: HttpRequest, entering: Entering) -> services.RecordOutcome:
    """The record entered, or UserError with all that is wrong with it, its day and its documents."""
    on, issues = _day_of(request)
    with ExitStack() as stack:
        brought, refused = uploads(request, stack, entering.names)
        return services.create(
            Actor.of(request),
            request.user,
            entering.ledger,
            entering.step.id,
            head=forms.read_head(request.POST),
            values=forms.sent_values(request.POST),
            on=on,
            documents=brought,
            refused=[*issues, *refused],
            call=request.POST.get("round", ""),
        )


def _day_of(request: HttpRequest) -> tuple[date | None, list[Issue]]:
    """The day of a step, today where none was given."""
    text = request.POST.get("on", "")
    on = forms.read_day(text) if text else today()
    return on, [] if on else [services.bad_day(Place(column="on"), text)]


def _new_page(request: HttpRequest, entering: Entering, issues: Sequence[Issue] = ()) -> HttpResponse:
    of, step, given = entering.ledger, entering.step, entering.given
    empty = entering.start or forms.starting_record(request.user, of)
    closed = closed_to(entering_roles(request.user, step), of, (), making=step)
    head = forms.head_cells(request.user, of, empty, given, closed)
    found = forms.cells(of, empty, given, closed=closed)
    for cell, one in zip(found, of.fields, strict=True):
        cell.required = one.required or one.id in step.requires
    evidence = forms.evidence_of(step)
    context = {
        "ledger": of,
        "steps": entering.steps,
        "step": step,
        "like": entering.like.current if entering.like else None,
        **_offered(head, found),
        "evidence": evidence,
        "calls": round_offer(of, step, None, given),
        "condition": condition_words(step, of, programme.current())[language()],
        "on": (given or {}).get("on", today().isoformat()),
        "today": today().isoformat(),
        "rest": forms.place_issues([*head, *found], issues, evidence),
        "issues": issues,
    }
    return render(request, "ledgers/new.html", context, status=422 if issues else 200)


@needs(RECORD_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def edit_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a record; an edit that somebody overtook shows both and loses nothing."""
    if request.method != "POST":
        return _edit_page(request, reached(request.user, pk, RECORD_KEEP), None, ())
    of = reached(request.user, pk, RECORD_KEEP)
    head, values = forms.read_head(request.POST, of.record), forms.sent_values(request.POST)
    try:
        outcome = services.edit(
            Actor.of(request),
            request.user,
            pk,
            seen=forms.sent_number(request.POST, "revision"),
            head=head,
            values=values,
            reason=request.POST.get("reason", "").strip(),
        )
    except services.RecordOvertakenError:
        return _edit_page(request, reached(request.user, pk, RECORD_KEEP), request.POST, (), overtaken=True)
    except UserError as error:
        return _edit_page(request, reached(request.user, pk, RECORD_KEEP), request.POST, error.issues)
    except (PermissionDenied, CurrentRecord.DoesNotExist):
        reached(request.user, pk)
        raise
    _tell(request, choose("已保存", "Saved"), outcome)
    return redirect("record", pk)


def _edit_page(
    request: HttpRequest, of: ReachedRecord, given: Any, issues: Sequence[Issue], *, overtaken: bool = False
) -> HttpResponse:
    closed = _filler(request.user, of).closed()
    head = forms.head_cells(request.user, of.ledger, of.record, given, closed)
    readable, links = [field.id for field in of.fields], links_of(request.user, [of.current], of.ledger)
    found = forms.cells(of.ledger, of.record, given, closed=closed, among=readable, links=links)
    label, written = choose("修改理由", "Reason of the change"), (given or {}).get("reason", "")
    reason = forms.FormField("reason", label, "text", written, look=look_of("text"))
    rest = forms.place_issues([*head, *found, reason], issues)
    if overtaken:
        _show_theirs(request, of, [*head, *found])
    context = {
        "ledger": of.ledger,
        "record": of.current,
        **_offered(head, found),
        "reason": reason,
        "rest": rest,
        "issues": issues,
        "overtaken": overtaken,
    }
    return render(request, "ledgers/edit.html", context, status=409 if overtaken else 422 if issues else 200)


def _offered(head: Sequence[forms.FormField], found: Sequence[forms.FormField]) -> dict[str, Sequence[forms.FormField]]:
    """The fields that a form offers for typing, and those that it but shows."""
    both = [*head, *found]
    return {
        "head": [cell for cell in head if cell.closed is None],
        "cells": [cell for cell in found if cell.closed is None],
        "closed": [cell for cell in both if cell.closed is not None],
    }


def _show_theirs(request: HttpRequest, of: ReachedRecord, found: Sequence[forms.FormField]) -> None:
    """Beside each field that both changed what stands now; one that only they changed takes their value."""
    seen = RecordRevision.objects.filter(
        record=of.current.record, pk=forms.sent_number(request.POST, "revision")
    ).first()
    theirs = {cell.key: cell.value for cell in _cells_of(request, of, of.record)}
    base = {cell.key: cell.value for cell in _cells_of(request, of, _as_seen(of, seen))} if seen else theirs
    for cell in found:
        if cell.value == theirs[cell.key]:
            continue
        if cell.value == base[cell.key]:
            cell.value = theirs[cell.key]
        else:
            cell.theirs = dict(cell.options).get(theirs[cell.key], theirs[cell.key]).strip()


def _cells_of(request: HttpRequest, of: ReachedRecord, record: Record) -> list[forms.FormField]:
    return [
        *forms.head_cells(request.user, of.ledger, record, None),
        *forms.cells(of.ledger, record, None),
    ]


def _as_seen(of: ReachedRecord, seen: RecordRevision) -> Record:
    current = CurrentRecord(
        ledger=of.current.ledger,
        number=of.current.number,
        name=seen.name,
        entity=seen.entity,
        area=seen.area,
        state=of.current.state,
        fields=services.fields_of(seen),
    )
    return as_record(current)
