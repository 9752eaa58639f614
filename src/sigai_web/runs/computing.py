"""Carrying out one run: the store's tables in, result tables out, kept in the run's own folder.

What a run takes over and what it computes anew it finds out by comparing what the store holds of each measure and
ledger with what it held at an earlier run: no change can be forgotten by whoever made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from sigai import __version__
from sigai.base import Period, digest_bytes, digest_file
from sigai.pipeline import (
    Calculation,
    Changed,
    calculate,
    finish,
    has_present_tables,
    keep_content,
    keep_run,
    open_run,
    recalculate,
    remarks_on,
)
from sigai.programme import Programme
from sigai.tables import Data, Figures, earliest_added, rows_by_measure, with_few_in_memory
from sigai_web import programme
from sigai_web.journal.changes import change, note
from sigai_web.journal.files import as_kept
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.runs.models import Run, content_folder
from sigai_web.runs.words import KEEPING, READING
from sigai_web.store.closed import words_of
from sigai_web.store.reading import marks_now, read_data

Counts = Mapping[str, Mapping[str, list[int]]]


def carry_out(run: Run) -> Run:
    """Compute a run to its end, in this process; the run as it stands then."""
    with programme.pinned(surely=True) as edition:
        return _carry_out(run, edition)


def _carry_out(run: Run, edition: programme.Edition) -> Run:
    content = edition.programme
    started = timezone.now()
    _note(run, state=Run.State.RUNNING, started_at=started, attempts=run.attempts + 1, stage=READING)
    with snapshot() as cursor:
        marks = marks_now(cursor)
        data = read_data(content, cursor, marks)
        counts = _counts(cursor, data)
    base = _base(run, content, counts)
    held = with_few_in_memory(data)
    calculation = _calculate(run, content, held, base, counts)
    _tell(run, KEEPING)
    keep_content(content, content_folder())
    issues = tuple(remarks_on(content, held, as_of=calculation.as_of))
    keep_run(run.folder, finish(content, data, calculation, started=started, issues=issues))
    digests = {
        "data_digest": data.digest,
        "programme_digest": content.digest,
        "content_digest": edition.content_digest,
        "decisions": edition.upto.number,
        "engine": __version__,
    }
    _finish(run, {"base": base, "marks": asdict(marks), "counts": counts, **digests})
    return run


@change
def _finish(run: Run, made_from: Mapping[str, Any]) -> None:
    run.refresh_from_db()
    run.state, run.stage, run.finished_at = Run.State.DONE, "", timezone.now()
    for name, fact in made_from.items():
        setattr(run, name, fact)
    run.files = {file.name: digest_file(file) for file in sorted(run.folder.iterdir()) if file.is_file()}
    run.save()
    after = {"data": run.data_digest, "programme": run.programme_digest, "decisions": run.decisions}
    append(SYSTEM, "run.finish", f"run:{run.pk}", after=after, tells=[run])


def changed_since(base: Run, counts: Counts, history: Figures) -> Changed:
    """What the store holds otherwise than at an earlier run, and since which month."""
    before = base.counts.get("measures", {})
    measures, ledgers = (_differing(base.counts.get(name, {}), counts[name]) for name in ("measures", "ledgers"))
    since = earliest_added(history, {name: before.get(name, (0, -1)) for name in sorted(measures)})
    return Changed(measures, ledgers, since)


def _calculate(run: Run, content: Programme, data: Data, base: Run | None, counts: Counts) -> Calculation:
    as_of = Period.parse(run.as_of)
    if base is None:
        return calculate(content, data, as_of=as_of, stage=lambda stage: _tell(run, stage))
    earlier = open_run(base.folder, content).calculation
    return recalculate(
        content, data, earlier, changed_since(base, counts, data.history), stage=lambda stage: _tell(run, stage)
    )


def _tell(run: Run, stage: str) -> None:
    _note(run, stage=stage)


@note
def _note(run: Run, **facts: Any) -> None:
    """How far a run is, for people who look on."""
    Run.objects.filter(pk=run.pk).update(**facts)


def _base(run: Run, content: Programme, counts: Counts) -> Run | None:
    """The newest run of the same month, content, engine, contracts, register and closed months whose results still lie
    in their folder as they were kept."""
    done = Run.objects.filter(
        state=Run.State.DONE, as_of=run.as_of, programme_digest=content.digest, engine=__version__
    ).first()
    if done is None or not done.folder.is_dir():
        return None
    if any(done.counts.get(name, {}) != counts[name] for name in ("register", "closed")):
        return None
    whole = all(file.path.exists() and as_kept(file) for file in done.named_files())
    return done if whole and has_present_tables(done.folder) else None


def _counts(cursor: Any, data: Data) -> dict[str, Any]:
    """How much there is of each measure and ledger, with its last revision; what the register is, and which
    months are closed with what they keep."""
    cursor.execute(
        "SELECT e.ledger, count(*), max(s.revision), (SELECT count(*) FROM record_revision r JOIN record_entry f "
        "ON f.id = r.record_id WHERE f.ledger = e.ledger), (SELECT max(r.revision) FROM record_revision r "
        "JOIN record_entry f ON f.id = r.record_id WHERE f.ledger = e.ledger) "
        "FROM record_entry e JOIN record_state s ON s.record_id = e.id GROUP BY e.ledger"
    )
    ledgers = {ledger: list(numbers) for ledger, *numbers in cursor.fetchall()}
    known: tuple[object, ...] = (data.entities.to_pylist(), sorted(data.ledgers), data.demonstration)
    known += (data.facts.to_pylist(),) if data.facts.num_rows else ()
    register = digest_bytes(repr(known).encode())
    closed = digest_bytes(words_of(data.closed, data.kept).encode())
    return {
        "measures": {name: [*counted] for name, counted in rows_by_measure(data.history).items()},
        "ledgers": ledgers,
        "register": {register: [data.entities.num_rows]},
        "closed": {closed: [data.closed.num_rows]} if data.closed is not None else {},
    }


def _differing(before: Mapping[str, list[int]], now: Mapping[str, list[int]]) -> frozenset[str]:
    return frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
