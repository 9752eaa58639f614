"""Decisions on the programme: asked for by one person, tried, decided by another. One transaction each."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from sigai.base import Place, UserError, digest_bytes
from sigai.programme import decided_at, place_words, same_form
from sigai_web import programme
from sigai_web.decisions.editions import KeptDecisions, amendments_of, chain_after
from sigai_web.decisions.given import GivenDecision, WantedDecision
from sigai_web.decisions.kinds.all import wanted_of
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.news import tell_decision_asked, tell_decision_made
from sigai_web.decisions.operations import DECISION_ASK, DECISION_DECIDE
from sigai_web.decisions.problems import (
    DECISION_DECLINE_WHY,
    DECISION_MADE,
    DECISION_OTHERS,
    DECISION_WAITS,
    NOT_TRIED,
    OWN_DECISION,
    PLACE_CHANGED,
    TRIAL_FAILED,
)
from sigai_web.decisions.trying import NO_EFFECTS, ask_trial, fitting_trial, needs_trial, try_waiting, with_changes
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import allowed
from sigai_web.runs.calculating import request_run

_GRANTED = ("number", "chain", "effects")


def ask_decision(actor: Actor, user: Any, given: GivenDecision) -> ProgrammeDecision:
    """Ask for a decision; nothing changes before another person grants it.

    UserError with everything that is wrong with the form, and with every fault that the programme would have.
    """
    if not allowed(user, DECISION_ASK):
        raise PermissionDenied
    with programme.pinned(surely=True) as edition:
        wanted = wanted_of(given)
        made = ProgrammeDecision(
            kind=wanted.kind,
            changes=[one.kept() for one in wanted.changes],
            holds_from=wanted.holds_from,
            reason=wanted.reason,
            document=wanted.document,
            made_on=edition.programme.digest,
            digest=_digest(wanted),
            asked_by=actor.name,
        )
        with_changes(made, edition)
        return _ask(actor, made)


def decide_on(actor: Actor, user: Any, pk: int, *, grant: bool, comment: str = "") -> ProgrammeDecision:
    """Grant what another person asked, so that the next calculation uses it, or decline it with a comment.

    LateError where it was decided, where its places were changed since, or where it was not tried on the programme as
    it is; UserError where oneself asked; DoesNotExist.
    """
    if not allowed(user, DECISION_DECIDE):
        raise PermissionDenied
    with programme.pinned(surely=True) as edition:
        # Read once the programme is held: where another grants it at this moment, the programme has it and its row says
        # so, and nobody is told that "another decision" changed its places.
        made = ProgrammeDecision.objects.get(pk=pk)
        _may_decide(made, actor)
        if not grant:
            return _decline(actor, pk, comment)
        _stands(made, edition)
        if made.made_on != edition.programme.digest:
            with_changes(made, edition)
        return _grant(actor, pk, edition, _tried(made, edition), comment)


def to_decide(user: Any) -> QuerySet[ProgrammeDecision]:
    """The requests that wait for a person: somebody else asked, and they may decide."""
    rows = ProgrammeDecision.waiting_for(user)
    return rows if allowed(user, DECISION_DECIDE) else rows.none()


@change
def _ask(actor: Actor, made: ProgrammeDecision) -> ProgrammeDecision:
    if waiting := ProgrammeDecision.waiting().filter(digest=made.digest).first():
        raise LateError([DECISION_WAITS.at(Place(), number=waiting.pk)])
    made.pk = None
    made.save()
    changes = {place_words(tuple(one["place"])): same_form(one["after"]) for one in made.changes}
    after = {"kind": made.kind, "changes": changes, "reason": made.reason, "document": made.document}
    append(actor, "decision.ask", f"decision:{made.pk}", after=after, tells=[made])
    tell_decision_asked(actor, made)
    transaction.on_commit(try_waiting.enqueue)
    return made


@change
def _grant(
    actor: Actor, pk: int, edition: programme.Edition, effects: dict[str, Any], comment: str
) -> ProgrammeDecision:
    made = _locked(pk, actor)
    if KeptDecisions().latest() != edition.upto:
        raise LateError([DECISION_OTHERS.at(Place())])
    made.number = edition.upto.number + 1
    made.chain = chain_after(edition.upto.chain, made.changes)
    made.effects = effects
    _settle(made, actor, grant=True, comment=comment)
    programme.ring()
    transaction.on_commit(programme.ring)
    request_run(actor, because=f"decision:{made.number}", join=True)
    transaction.on_commit(try_waiting.enqueue)
    return made


@change
def _decline(actor: Actor, pk: int, comment: str) -> ProgrammeDecision:
    made = _locked(pk, actor)
    _settle(made, actor, grant=False, comment=comment)
    return made


def _locked(pk: int, actor: Actor) -> ProgrammeDecision:
    made = ProgrammeDecision.objects.select_for_update().get(pk=pk)
    _may_decide(made, actor)
    return made


def _settle(made: ProgrammeDecision, actor: Actor, *, grant: bool, comment: str) -> None:
    """Close the request and write it down; what a decision says beyond a refusal is told with it."""
    told = made.settle(actor, grant=grant, comment=comment, why=DECISION_DECLINE_WHY, also=_GRANTED)
    after: dict[str, Any] = {"asked_by": made.asked_by, "comment": made.comment}
    if grant:
        after |= {"number": made.number, "chain": made.chain, "results": made.targets}
    append(actor, "decision.grant" if grant else "decision.decline", f"decision:{made.pk}", after=after, tells=[told])
    tell_decision_made(actor, made)


def _may_decide(made: ProgrammeDecision, actor: Actor) -> None:
    said = {"number": made.pk}
    made.check_decider(actor, decided=DECISION_MADE.at(Place(), **said), own=OWN_DECISION.at(Place(), **said))


def _stands(made: ProgrammeDecision, edition: programme.Edition) -> None:
    """LateError where a place says something else than when it was asked for."""
    known = KeptDecisions().amendments(edition.upto.number)
    moved = [
        one.place
        for one in amendments_of(made, edition.upto.number + 1)
        if same_form(decided_at(edition.content, known, one.place)[1]) != same_form(one.before)
    ]
    if moved:
        raise LateError([PLACE_CHANGED.at(Place(), where=place_words(place)) for place in moved])


def _tried(made: ProgrammeDecision, edition: programme.Edition) -> dict[str, Any]:
    """The results that it changes, as it was tried on the programme as it is."""
    if not needs_trial(made):
        return dict(NO_EFFECTS)
    trial = fitting_trial(made, edition.programme.digest)
    if trial is None:
        ask_trial()
        raise LateError([NOT_TRIED.at(Place())])
    if trial.effects is None:
        raise UserError([TRIAL_FAILED.at(Place(), fault=trial.fault)])
    effects: dict[str, Any] = trial.effects
    return effects


def _digest(wanted: WantedDecision) -> str:
    told = [wanted.kind, wanted.holds_from.isoformat(), [one.kept() for one in wanted.changes]]
    return digest_bytes(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
