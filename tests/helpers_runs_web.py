"""A finished run and a published bulletin for tests of the web."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.core.cache import caches

from sigai.base import Period
from sigai.base.digests import digest_file
from sigai_web.bulletins.drafting import begin_draft, hand_in, write_text
from sigai_web.bulletins.models import BulletinDraft
from sigai_web.bulletins.publishing import next_number, publish
from sigai_web.bulletins.signing import sign
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.runs import results
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.models import Bulletin, Run
from sigai_web.store.reading import marks_now

AS_OF = Period.parse("2021-12")


def finished_run(because: str = "test", as_of: Period = AS_OF) -> Run:
    """A run of the invented programme, done."""
    return carry_out(request_run(SYSTEM, because=because, as_of=as_of))


WRITER, SIGNER = Actor("writer", ""), Actor("signer", "")


def signed_draft(run: Run, texts: dict[str, str] | None = None, **how: Any) -> BulletinDraft:
    """A draft of a run that one wrote and another signed."""
    draft = begin_draft(WRITER, run, "monthly", **how)
    for place, text in (texts or {}).items():
        write_text(WRITER, draft.pk, place, text, 0)
    hand_in(WRITER, draft.pk)
    return sign(SIGNER, draft.pk)


def published_bulletin(number: int | None = None, run: Run | None = None, **how: Any) -> Bulletin:
    """A bulletin of a run, of `ready_run` where none is given."""
    draft = signed_draft(run or ready_run(), **how)
    return publish(WRITER, draft.pk, number or next_number(2026))


@dataclass(frozen=True)
class _Kept:
    """What one run of the invented programme on the invented data left, to be laid before many tests."""

    folder: Path
    values: dict[str, Any]


@cache
def _calculated(as_of: Period) -> _Kept:
    run = finished_run(as_of=as_of)
    folder = Path(tempfile.mkdtemp(prefix="sigai-run-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(run.folder, folder, dirs_exist_ok=True)
    names = ("as_of", "state", "requested_by", "data_digest", "programme_digest", "engine", "finished_at", "counts")
    return _Kept(folder, {name: getattr(run, name) for name in names})


def ready_run(as_of: Period = AS_OF) -> Run:
    """A finished run of the small data (`filled`): calculated once, then laid ready as often as tests want one."""
    kept = _calculated(as_of)
    with snapshot() as cursor:
        marks = asdict(marks_now(cursor))
    run = Run.objects.create(marks=marks, **kept.values)
    shutil.rmtree(run.folder, ignore_errors=True)
    shutil.copytree(kept.folder, run.folder)
    return run


def put_progress(run: Run, progress: pa.Table) -> None:
    """Other progress in the place of what a run calculated, as if it had calculated that."""
    file = run.folder / "progress.parquet"
    pq.write_table(progress, file)
    if run.files:
        run.files = {**run.files, file.name: digest_file(file)}
        run.save(update_fields=["files"])
    results._open.cache_clear()
    for store in caches.all(initialized_only=True):
        store.clear()
