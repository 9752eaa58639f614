"""Carrying out one run: the store's tables in, result tables out, kept in the run's own folder."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sigai.base import Period
from sigai.pipeline import calculate as calculate_tables
from sigai.pipeline import keep_results
from sigai_web import programme
from sigai_web.clock import month_now
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.runs.models import Run
from sigai_web.store.reading import as_data


def request_run(
    actor: Actor,
    *,
    because: str,
    as_of: Period | None = None,
    measures: frozenset[str] = frozenset(),
    ledgers: frozenset[str] = frozenset(),
) -> Run:
    """A run that waits for its turn; call it in the transaction of the change that asks for it.

    `measures` and `ledgers` are what changed: then only what depends on them is computed anew. Neither: everything.
    """
    month = as_of or month_now(programme.current())
    with transaction.atomic():
        run = Run.objects.create(
            as_of=str(month),
            because=because,
            requested_by=actor.name,
            changed={"measures": sorted(measures), "ledgers": sorted(ledgers)} if measures or ledgers else None,
        )
        append(actor, "run.request", f"run:{run.pk}", after={"as_of": str(month), "because": because})
    return run


def carry_out(run: Run) -> Run:
    """Compute a run to its end, in this process."""
    content = programme.current()
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=timezone.now())
    data = as_data(content)
    calculation = calculate_tables(content, data, as_of=Period.parse(run.as_of))
    keep_results(run.folder, content, data, calculation)
    with transaction.atomic():
        run.refresh_from_db()
        run.state, run.percent, run.finished_at = Run.State.DONE, 100, timezone.now()
        run.data_digest, run.programme_digest = data.digest, content.digest
        run.save()
        append(SYSTEM, "run.finish", f"run:{run.pk}", after={"data": data.digest, "programme": content.digest})
    return run
