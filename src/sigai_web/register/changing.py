"""Changing the register: asked for, and carried out at once or once another person grants it. One transaction each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from sigai.base import Issue, Issues, Place, Severity, UserError, digest_bytes
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import Resource, allowed, visible
from sigai_web.register.models import RegisterChange, RegisterChangeSubject
from sigai_web.register.news import tell_change_asked, tell_change_decided
from sigai_web.register.operations import BELOW_CONFIRM, BELOW_KEEP, REGISTER_DECIDE, REGISTER_KEEP
from sigai_web.register.planning import RegisterPlan, WantedChange
from sigai_web.register.problems import ASKED_ALREADY, DECIDED, DECLINE_WHY, OWN_CHANGE
from sigai_web.register.succession import successions
from sigai_web.runs.calculating import request_run
from sigai_web.store.models import Entity
from sigai_web.store.register import NewFact, record_facts

_BATCH = 500


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """What became of a request: how much of it is new, how much stood already, and the change, if there is any.
    `remarks` is what its writer should know although it was taken."""

    entered: int
    told: int
    same: int
    change: RegisterChange | None = None
    remarks: tuple[Issue, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether another person decides it."""
        return self.change is not None and self.change.granted is None


@change
def ask(actor: Actor, user: Any, wanted: WantedChange) -> RegisterOutcome:
    """Enter and change what is not so yet, at once or as a request for another person (`RegisterPlan.for_two`).

    UserError with everything that is wrong, each by its row and column; nothing is written then. `user` None: a command
    of the system.
    """
    if user is not None and not allowed(user, BELOW_KEEP):
        raise PermissionDenied
    plan = RegisterPlan(user, wanted)
    if user is not None and not plan.only_below and not allowed(user, REGISTER_KEEP):
        raise PermissionDenied
    if plan.faulty:
        raise UserError(Issues(plan.issues).sorted())
    remarks = tuple(issue for issue in plan.issues if issue.severity is not Severity.ERROR)
    if plan.empty:
        return RegisterOutcome(0, 0, plan.same, remarks=remarks)
    made, tells = _request(actor, plan, wanted)
    if plan.for_two:
        append(actor, "register.ask", f"register-change:{made.pk}", after=_words(made, plan), tells=tells)
        tell_change_asked(actor, made, {plan.units.get(entity, "") for entity in plan.subjects})
    else:
        _carry_out(actor, made, plan, tells)
    return RegisterOutcome(len(plan.entities), len(plan.facts), plan.same, made, remarks)


@change
def decide(actor: Actor, user: Any, pk: int, *, grant: bool, comment: str = "") -> RegisterChange:
    """Grant what another person asked, so that it stands from the months that it names, or decline it with a comment.

    LateError where it was decided, UserError where oneself asked, or where the register has changed so that it does not
    stand any more; RegisterChange.DoesNotExist.
    """
    made = RegisterChange.objects.select_for_update().get(pk=pk)
    if not may_decide(user, made):
        raise PermissionDenied
    made.check_decider(actor, decided=DECIDED.at(Place(), number=pk), own=OWN_CHANGE.at(Place(), number=pk))
    plan = RegisterPlan(None, wanted_of(made)) if grant else None
    if plan is not None and plan.faulty:
        raise UserError(Issues(plan.issues).sorted())
    told = made.settle(actor, grant=grant, comment=comment, why=DECLINE_WHY)
    if plan is not None:
        _carry_out(actor, made, plan, [told])
    else:
        after = {"comment": made.comment, "asked_by": made.asked_by}
        append(actor, "register.decline", f"register-change:{pk}", after=after, tells=[told])
    tell_change_decided(actor, made)
    return made


def to_decide(user: Any) -> QuerySet[RegisterChange]:
    """The requests that wait for a person: somebody else asked, and they may decide."""
    rows = RegisterChange.waiting_for(user)
    if allowed(user, REGISTER_DECIDE):
        return rows
    return visible(user, BELOW_CONFIRM, rows.filter(past=False).exclude(subjects__unit=""))


def may_decide(user: Any, made: RegisterChange) -> bool:
    """Whether somebody may decide a request at all: the office any, a unit what it confirms and alters no closed
    month."""
    if allowed(user, REGISTER_DECIDE):
        return True
    units = set(made.subjects.values_list("unit", flat=True))
    return (
        not made.past
        and "" not in units
        and all(allowed(user, BELOW_CONFIRM, Resource(units=frozenset({unit}))) for unit in units)
    )


def wanted_of(made: RegisterChange) -> WantedChange:
    """What a kept request asks for; look-alikes were answered when it was made."""
    facts = [NewFact(**row) for row in made.what["facts"]]
    of = next(iter(successions(made.what)), None)
    return WantedChange(made.what["entities"], facts, made.reason, made.document, distinct=True, succession=of)


def _request(actor: Actor, plan: RegisterPlan, wanted: WantedChange) -> tuple[RegisterChange, list[Telling]]:
    entities: Sequence[Mapping[str, Any]] = [dict(row) for row in plan.entities]
    what: dict[str, Sequence[Mapping[str, Any]]] = {
        "entities": entities,
        "facts": [asdict(fact) for fact in plan.facts],
    }
    if wanted.succession is not None:
        what["successions"] = [asdict(wanted.succession)]
    digest = digest_bytes(json.dumps(_without_places(what), sort_keys=True).encode())
    if plan.for_two and (waiting := RegisterChange.waiting().filter(digest=digest).first()):
        raise LateError([ASKED_ALREADY.at(Place(), number=waiting.pk)])
    at_once = {} if plan.for_two else {"granted": True, "decided_by": actor.name, "decided_at": timezone.now()}
    made = RegisterChange.objects.create(
        what=what,
        digest=digest,
        reason=wanted.reason.strip(),
        document=wanted.document.strip(),
        past=plan.past,
        asked_by=actor.name,
        **at_once,
    )
    units = plan.units
    subjects = RegisterChangeSubject.objects.bulk_create(
        [
            RegisterChangeSubject(change=made, entity=entity, area=area, unit=units.get(entity, ""))
            for entity, area in plan.subjects.items()
        ],
        batch_size=_BATCH,
    )
    return made, [made, *subjects]


def _without_places(what: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Rows without file and row: the same from another sheet is the same."""
    places = ("file", "row")
    return {
        name: [{key: value for key, value in row.items() if key not in places} for row in rows]
        for name, rows in what.items()
    }


def _carry_out(actor: Actor, made: RegisterChange, plan: RegisterPlan, tells: Sequence[Telling]) -> None:
    reason = f"{made.reason}（{made.document}）" if made.document else made.reason
    record_facts(
        actor, plan.facts, entities=entities_of(plan), reason=reason, by=made.asked_by, at=made.decided_at, tells=tells
    )
    request_run(actor, because=f"register-change:{made.pk}", join=True)


def entities_of(plan: RegisterPlan) -> list[Entity]:
    """The new entries of a plan as rows of the register."""
    return [Entity(**{**row, "tags": ";".join(row["tags"] or ())}) for row in plan.entities]


def _words(made: RegisterChange, plan: RegisterPlan) -> dict[str, Any]:
    return {
        "entities": [row["id"] for row in plan.entities],
        "facts": len(plan.facts),
        "reason": made.reason,
        "document": made.document,
        "past": made.past,
    }
