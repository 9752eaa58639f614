"""What stands under a term of an indicator: figures and records, kept in the run's folder once somebody asked.

What is kept is everything; what somebody sees of it `Reader` decides: rows within their reach, counts of the rest.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from sigai.base import Period
from sigai.explanations import EvidenceRows, ListedRows, Row, under_term
from sigai.programme import Programme
from sigai_web.permissions import Resource, allowed, visible
from sigai_web.register.belonging import owners_of
from sigai_web.runs.results import Results
from sigai_web.store.models import RecordEntry
from sigai_web.store.operations import FIGURE_READ, RECORD_READ
from sigai_web.store.owners import figure_subject
from sigai_web.store.reading import data_under

MOST_BYTES = 50 * 1024 * 1024
"""What is kept beside one calculation."""
_KEPT_RUNS = 3
MOST = 3000
"""Rows of one list that are kept, largest first; of more there is only the number."""


def evidence_of(results: Results, term: Row, month: Period) -> EvidenceRows:
    """The evidence of one term (a row of INDICATOR_TERMS) of the number at a month: from the run's folder or, the first
    time, from the data that the run was made from."""
    name = f"{term['indicator']}.{term['number']}.{term['area']}.{month}.json"
    file = results.run.folder / "evidence" / name
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = json.dumps(_found(results, term, month), ensure_ascii=False, default=str)
        _keep(file, text)
    kept = json.loads(text)
    lists = [ListedRows(**kept[name]) for name in ("figures", "missing", "records")]
    return EvidenceRows(kept["at"], kept["window"], *lists)


def _keep(file: Path, text: str) -> None:
    """Keep it for whoever asks next; of a run the last so many bytes, of older runs nothing: it is found again."""
    file.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".part", delete=False) as stream:
        stream.write(text)
    Path(stream.name).replace(file)
    _make_room(file.parent)


def _make_room(folder: Path) -> None:
    """Forget what was asked longest ago, beyond MOST_BYTES of a run; others may forget it at the same time."""
    sizes: dict[Path, tuple[float, int]] = {}
    for each in folder.iterdir():
        with suppress(FileNotFoundError):
            said = each.stat()
            sizes[each] = said.st_mtime, said.st_size
    total = sum(size for _, size in sizes.values())
    for each in sorted(sizes, key=lambda one: sizes[one]):
        if total <= MOST_BYTES:
            return
        each.unlink(missing_ok=True)
        total -= sizes[each][1]


def forget_old() -> None:
    """Forget the evidence beside every calculation but the last few: it grows with every question, and is found again
    from the store. The worker calls it as it starts."""
    folders = sorted((Path(settings.SIGAI_HOME) / "runs").glob("*/evidence"), key=lambda one: one.stat().st_mtime)
    for folder in folders[:-_KEPT_RUNS]:
        shutil.rmtree(folder, ignore_errors=True)


def _found(results: Results, term: Row, month: Period) -> dict[str, Any]:
    run = results.finished
    return asdict(
        under_term(run, term, month, lambda asked: data_under(run.programme, results.marks, asked), limit=MOST)
    )


@dataclass(slots=True)
class Reader:
    """Somebody who looks at rows; what they may read of them the permission table says, once per measure and area."""

    user: Any
    content: Programme
    _subjects: dict[tuple[str, str], Resource] = field(default_factory=dict)
    _owners: dict[str, frozenset[str]] = field(default_factory=dict)

    def figures(self, rows: Iterable[Row], measure: str = "") -> list[Row]:
        """Those figures (or figures owed of a measure) that they may read."""
        rows = list(rows)
        self._look_up([row["entity"] for row in rows])
        return [row for row in rows if self.may_read(row["entity"], row["area"], row.get("measure") or measure)]

    def _look_up(self, entities: Iterable[str]) -> None:
        """Whom what belongs to an enterprise belongs to: its own reporter may read its figures."""
        if not self.content.kinds:
            return
        found = owners_of([each for each in entities if each not in self._owners])
        self._owners |= {entity: frozenset(one.pk for one in owners) for entity, owners in found.items()}

    def may_read(self, entity: str, area: str, measure: str) -> bool:
        """Whether the person may read the figure of an entity in an area."""
        subject = self._subject(measure, area)
        return allowed(
            self.user, FIGURE_READ, replace(subject, entity=entity, places=self._owners.get(entity, frozenset()))
        )

    def records(self, rows: Sequence[Row], ledger: str) -> list[Row]:
        """Those records of a ledger that they may read, with the way to their pages: one query."""
        wanted = RecordEntry.objects.filter(ledger=ledger, number__in=[row["id"] for row in rows])
        known = dict(visible(self.user, RECORD_READ, wanted).values_list("number", "pk"))
        return [{**row, "pk": known[row["id"]]} for row in rows if row["id"] in known]

    def _subject(self, measure: str, area: str) -> Resource:
        if (measure, area) not in self._subjects:
            self._subjects[measure, area] = figure_subject(self.content, "", area, measure)
        return self._subjects[measure, area]
