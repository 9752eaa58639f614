"""Trying what was asked for: results with it and without it, on the data of the results that count."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from sigai.base import Period, UserError
from sigai.pipeline import calculate
from sigai.programme import Programme
from sigai.tables import Data, with_few_in_memory
from sigai_web import programme
from sigai_web.decisions.editions import KeptDecisions, amendments_of
from sigai_web.decisions.effects import differences
from sigai_web.decisions.models import DecisionTrial, ProgrammeDecision
from sigai_web.journal.changes import note
from sigai_web.journal.snapshots import snapshot
from sigai_web.runs import results
from sigai_web.runs.models import Run
from sigai_web.store.reading import Marks, read_data

_LOG = logging.getLogger("sigai_web.decisions")
NO_EFFECTS: Mapping[str, Any] = {"run": None, "as_of": "", "rows": [], "more": 0}
"""What is kept where there is nothing to compare with, or nothing that results are made from changes."""


@task()
def try_waiting() -> None:
    """Try everything that waits and was not tried on the programme as it is now."""
    for made in ProgrammeDecision.waiting():
        try_out(made)


def try_out(made: ProgrammeDecision) -> None:
    """Try one request; what goes wrong stands on its page, never in silence."""
    if not needs_trial(made):
        return
    with programme.pinned(surely=True) as edition:
        digest = edition.programme.digest
        if fitting_trial(made, digest) is not None:
            return
        try:
            effects = _effects(made, edition)
        except UserError as error:
            fault = "\n".join(f"{issue.text('zh')} / {issue.text('en')}" for issue in error.issues)
            _keep(made, digest, None, fault)
        except Exception as error:
            _LOG.exception("the trial of %s failed", made.pk, exc_info=error)
            _keep(made, digest, None, "系统内部错误，详见日志 / an internal fault: see the log")
        else:
            _keep(made, digest, effects, "")


def needs_trial(made: ProgrammeDecision) -> bool:
    """Whether it touches anything that results are made from: who confirmed a reading, and its words, are not."""
    return any(not (place[0] == "targets" and place[2:3] == ("decisions",)) for place in made.places)


def fitting_trial(made: ProgrammeDecision, digest: str) -> DecisionTrial | None:
    """The finished trial of a request on the programme with a digest, against the results that count."""
    trial = DecisionTrial.objects.filter(decision=made, made_on=digest).exclude(finished_at=None).first()
    if trial is None or trial.effects is None:
        return trial
    newest = results.newest()
    return trial if newest is None or trial.effects["run"] is not None else None


def with_changes(made: ProgrammeDecision, edition: programme.Edition) -> Programme:
    """The programme of an edition with a request granted; UserError with every fault that it would have."""
    number = edition.upto.number
    amendments = [*KeptDecisions().amendments(number), *amendments_of(made, number + 1)]
    return programme.programme_of(programme.keep_edition(edition.content, amendments))


@note
def ask_trial() -> None:
    """Have what waits tried by the worker."""
    transaction.on_commit(try_waiting.enqueue)


def _effects(made: ProgrammeDecision, edition: programme.Edition) -> dict[str, Any]:
    run = results.newest()
    changed = with_changes(made, edition)
    if run is None:
        return dict(NO_EFFECTS)
    before = _without(run, edition.programme)
    after = _progress(changed, _data(changed, run), run.as_of)
    found = differences(before, after, as_of=run.as_of, first=changed.head.area)
    return {"run": run.pk, "as_of": run.as_of, **found}


def _without(run: Run, content: Programme) -> pa.Table:
    """The progress of the run without the request: as it was kept, or anew where something was decided since."""
    if run.programme_digest == content.digest:
        return results.of(run).finished.progress
    return _progress(content, _data(content, run), run.as_of)


def _data(content: Programme, run: Run) -> Data:
    with snapshot() as cursor:
        data = read_data(content, cursor, Marks(**run.marks))
    return with_few_in_memory(data)


def _progress(content: Programme, data: Data, as_of: str) -> pa.Table:
    return calculate(content, data, as_of=Period.parse(as_of)).tables["progress"]


@note
def _keep(made: ProgrammeDecision, digest: str, effects: dict[str, Any] | None, fault: str) -> None:
    kept = {"made_on": digest, "effects": effects, "fault": fault, "finished_at": timezone.now()}
    DecisionTrial.objects.update_or_create(decision=made, defaults=kept)
