"""What stands under a term of an indicator: figures and records, kept in the run's folder once somebody asked.

What is kept is everything; what somebody sees of it `Reader` decides: rows within their reach, counts of the rest.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from sigai.base import NOWHERE, Issues, Period, month_name
from sigai.expressions import ledgers_of, measures_of, read_condition, read_formula
from sigai.indicators import Listing, evidence_under
from sigai.programme import Programme
from sigai_web.permissions import Operation, Subject, allowed, visible
from sigai_web.runs.results import Results
from sigai_web.store.models import RecordEntry
from sigai_web.store.owners import figure_subject
from sigai_web.store.reading import data_under

MOST = 3000
"""Rows of one list that are kept, largest first; of more there is only the number."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows and how many there are in all."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """The lists under one term, and the months it was taken from."""

    at: str
    window: Sequence[str]
    figures: Listed
    missing: Listed
    records: Listed


def evidence_of(results: Results, indicator: str, number: int, area: str, month: Period) -> Found:
    """The evidence of one term, from the run's folder or, the first time, from its data (about half a second)."""
    file = results.run.folder / "evidence" / f"{indicator}.{number}.{area}.{month}.json"
    if not file.is_file():
        _keep(file, _found(results, indicator, number, area, month))
    kept = json.loads(file.read_text(encoding="utf-8"))
    lists = [Listed(**kept[name]) for name in ("figures", "missing", "records")]
    return Found(kept["at"], kept["window"], *lists)


def _keep(file: Path, found: Mapping[str, Any]) -> None:
    file.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".part", delete=False) as stream:
        json.dump(found, stream, ensure_ascii=False, default=str)
    Path(stream.name).replace(file)


def _found(results: Results, indicator: str, number: int, area: str, month: Period) -> dict[str, Any]:
    content = results.finished.programme
    data = data_under(content, results.marks, *_asked(content, indicator))
    under = evidence_under(content, data, (indicator, number), area, month, limit=MOST)
    areas = _areas(content, data.entities)
    return {
        "at": str(under.at),
        "window": [str(each) for each in under.window],
        "figures": _listed(under.figures, areas),
        "missing": _listed(under.missing, areas),
        "records": _listed(under.records, areas),
    }


def _asked(content: Programme, indicator: str) -> tuple[frozenset[str], frozenset[str]]:
    """The measures and ledgers that a formula asks for, and those that say who owes its measures."""
    formula = read_formula(content.indicator_by_id[indicator].formula, NOWHERE, Issues())
    if formula is None:
        return frozenset(), frozenset()
    measures, ledgers, more = set(measures_of(formula)), set(ledgers_of(formula)), set(measures_of(formula))
    while more:
        conditions = [content.measure_by_id[measure].owed_by for measure in more]
        read = [read_condition(text, NOWHERE, Issues()) for text in conditions if text]
        more = {each for one in read if one is not None for each in measures_of(one)} - measures
        measures |= more
        ledgers |= {each for one in read if one is not None for each in ledgers_of(one)}
    return frozenset(measures), frozenset(ledgers)


def _areas(content: Programme, entities: pa.Table) -> dict[str, str]:
    known: dict[Any, Any] = dict(zip(entities["id"].to_pylist(), entities["area"].to_pylist(), strict=True))
    return {**known, **{area.code: area.code for area in content.areas}}


def _listed(listing: Listing, areas: Mapping[str, str]) -> dict[str, Any]:
    rows = []
    for row in listing.rows.to_pylist():
        months = {name: month_name(row[name]) for name in ("month", "entered") if row.get(name) is not None}
        rows.append({**row, **months, "area": areas.get(row["entity"] or "", "")})
    return {"rows": rows, "total": listing.count}


@dataclass(slots=True)
class Reader:
    """Somebody who looks at rows; what they may read of them the permission table says, once per measure and area."""

    user: Any
    content: Programme
    _subjects: dict[tuple[str, str], Subject] = field(default_factory=dict)

    def figures(self, rows: Iterable[Row], measure: str = "") -> list[Row]:
        """Those figures (or figures owed of a measure) that they may read."""
        return [row for row in rows if self.may_read(row["entity"], row["area"], row.get("measure") or measure)]

    def may_read(self, entity: str, area: str, measure: str) -> bool:
        subject = self._subject(measure, area)
        return allowed(self.user, Operation.FIGURE_READ, replace(subject, entity=entity))

    def records(self, rows: Sequence[Row], ledger: str) -> list[Row]:
        """Those records of a ledger that they may read, with the way to their pages: one query."""
        wanted = RecordEntry.objects.filter(ledger=ledger, number__in=[row["id"] for row in rows])
        known = dict(visible(self.user, Operation.RECORD_READ, wanted).values_list("number", "pk"))
        return [{**row, "pk": known[row["id"]]} for row in rows if row["id"] in known]

    def _subject(self, measure: str, area: str) -> Subject:
        if (measure, area) not in self._subjects:
            self._subjects[measure, area] = figure_subject(self.content, "", area, measure)
        return self._subjects[measure, area]
