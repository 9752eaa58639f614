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

from sigai.base import Period, month_name
from sigai.formulas import ledgers_of, measures_of
from sigai.indicators import Listing, evidence_under
from sigai.pipeline import late_keys
from sigai.programme import Programme
from sigai.tables import Estimates, no_estimates
from sigai_web.permissions import Resource, allowed, visible
from sigai_web.runs.results import Results
from sigai_web.store.models import RecordEntry
from sigai_web.store.operations import FIGURE_READ, RECORD_READ
from sigai_web.store.owners import figure_subject
from sigai_web.store.reading import DataQuery, data_under

MOST = 3000
"""Rows of one list that are kept, largest first; of more there is only the number."""

Row = Mapping[str, Any]
_BACK = 24


@dataclass(frozen=True, slots=True)
class ListedRows:
    """Rows and how many there are in all."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """The lists under one term, and the months it was taken from."""

    at: str
    window: Sequence[str]
    figures: ListedRows
    missing: ListedRows
    records: ListedRows


def evidence_of(results: Results, term: Row, month: Period) -> EvidenceRows:
    """The evidence of one term (a row of INDICATOR_TERMS) of the number at a month: from the run's folder or, the first
    time, from the data that the run was made from."""
    name = f"{term['indicator']}.{term['number']}.{term['area']}.{month}.json"
    file = results.run.folder / "evidence" / name
    if not file.is_file():
        _keep(file, _found(results, term, month))
    kept = json.loads(file.read_text(encoding="utf-8"))
    lists = [ListedRows(**kept[name]) for name in ("figures", "missing", "records")]
    return EvidenceRows(kept["at"], kept["window"], *lists)


def _keep(file: Path, found: Mapping[str, Any]) -> None:
    file.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".part", delete=False) as stream:
        json.dump(found, stream, ensure_ascii=False, default=str)
    Path(stream.name).replace(file)


def _found(results: Results, term: Row, month: Period) -> dict[str, Any]:
    content = results.finished.programme
    data = data_under(content, results.marks, asked_by(content, term))
    named = term["indicator"], term["number"]
    run = results.finished
    estimates = Estimates(run.estimates, no_estimates().draws, run.weights)
    under = evidence_under(content, data, named, term["area"], month, limit=MOST, estimates=estimates)
    areas, late = _areas(content, data.entities), late_keys(data)
    figures = _listed(under.figures, areas)
    for row in figures["rows"]:
        row["late"] = (row["entity"], row["measure"], row["period"]) in late
    return {
        "at": str(under.at),
        "window": [str(each) for each in under.window],
        "figures": figures,
        "missing": _listed(under.missing, areas),
        "records": _listed(under.records, areas),
    }


def asked_by(content: Programme, term: Row) -> DataQuery:
    """What a term asks of the store: its measures and ledgers, and those that say who owes its measures; the months
    from which its number can come: figures of a year stand for a year, and a window spans at most the year before."""
    at = term["at"] if isinstance(term["at"], int) else term["at"].last
    formula = content.parsed.text(term["term"])
    if formula is None:
        return DataQuery(frozenset(), frozenset(), range(at, at + 1))
    measures, ledgers, more = set(measures_of(formula)), set(ledgers_of(formula)), set(measures_of(formula))
    while more:
        read = [content.parsed.owed_by(content.measure_by_id[measure]) for measure in more]
        more = {each for one in read if one is not None for each in measures_of(one)} - measures
        measures |= more
        ledgers |= {each for one in read if one is not None for each in ledgers_of(one)}
    whole = "programme" in term["term"]
    return DataQuery(frozenset(measures), frozenset(ledgers), range(0 if whole else at - _BACK, at + 1))


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
    _subjects: dict[tuple[str, str], Resource] = field(default_factory=dict)

    def figures(self, rows: Iterable[Row], measure: str = "") -> list[Row]:
        """Those figures (or figures owed of a measure) that they may read."""
        return [row for row in rows if self.may_read(row["entity"], row["area"], row.get("measure") or measure)]

    def may_read(self, entity: str, area: str, measure: str) -> bool:
        """Whether the person may read the figure of an entity in an area."""
        subject = self._subject(measure, area)
        return allowed(self.user, FIGURE_READ, replace(subject, entity=entity))

    def records(self, rows: Sequence[Row], ledger: str) -> list[Row]:
        """Those records of a ledger that they may read, with the way to their pages: one query."""
        wanted = RecordEntry.objects.filter(ledger=ledger, number__in=[row["id"] for row in rows])
        known = dict(visible(self.user, RECORD_READ, wanted).values_list("number", "pk"))
        return [{**row, "pk": known[row["id"]]} for row in rows if row["id"] in known]

    def _subject(self, measure: str, area: str) -> Resource:
        if (measure, area) not in self._subjects:
            self._subjects[measure, area] = figure_subject(self.content, "", area, measure)
        return self._subjects[measure, area]
