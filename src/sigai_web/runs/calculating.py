"""Asking for a calculation: in the transaction of the change that makes it necessary, done by the worker afterwards."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sigai.base import Period
from sigai_web import programme
from sigai_web.clock import month_now
from sigai_web.journal.changes import change
from sigai_web.journal.writing import Actor, append
from sigai_web.runs.computing import carry_out
from sigai_web.runs.jobs import carry_out_waiting
from sigai_web.runs.models import Run

__all__ = ["carry_out", "request_run"]
_LONGEST = 200
"""Characters of the reasons of a run."""


@change
def request_run(
    actor: Actor,
    *,
    because: str,
    as_of: Period | None = None,
    measures: frozenset[str] = frozenset(),
    ledgers: frozenset[str] = frozenset(),
    join: bool = False,
) -> Run:
    """A run that waits for the worker; call it in the transaction of the change that asks for it.

    With `join`, for one change of many, a run that waits already is taken: it is held until this transaction ends, so
    that the worker begins it, and reads the store, after this change.

    `measures` and `ledgers` are what changed, for people to read; what must be computed anew the run finds out itself.
    """
    month = str(as_of or month_now(programme.current()))
    changed = {"measures": sorted(measures), "ledgers": sorted(ledgers)} if measures or ledgers else {}
    waiting = Run.objects.select_for_update().filter(state=Run.State.QUEUED, as_of=month).first() if join else None
    run = waiting or Run(as_of=month, requested_by=actor.name)
    run.because = "; ".join(filter(None, (run.because, because)))[:_LONGEST]
    run.changed = _together(run.changed, changed)
    run.save()
    append(actor, "run.request", f"run:{run.pk}", after={"as_of": month, "because": because, **changed})
    transaction.on_commit(carry_out_waiting.enqueue)
    return run


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted({*one.get(name, ()), *other.get(name, ())}) for name in {**one, **other}}
