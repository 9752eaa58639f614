"""What stands under a term of an indicator: the figures and records that it counts, and who owes a figure and gave
none.

Where the data come from the caller says: a run's folder, or a store as it stood when the run read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from sigai.base.periods import Period, month_name
from sigai.explanations.numbers import Row
from sigai.formulas import ledgers_of, measures_of
from sigai.indicators import Listing, evidence_under
from sigai.programme.programme import Programme
from sigai.reports.finished import FinishedRun
from sigai.tables.data import Data, DataQuery, Estimates, no_estimates
from sigai.tables.reading import late_keys

_BACK = 24
"""Months before the one at which a term is taken: figures of a year stand for a year, a window spans one more."""


ReadData = Callable[[DataQuery], Data]
"""Gives the data that a run was made from: at least what is asked of them, with the whole register."""


@dataclass(frozen=True, slots=True)
class ListedRows:
    """Rows, largest (heaviest) first, and how many there are in all."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """The lists under one term: `at` is the month at which it was taken, `window` the months whose figures are part of
    it. Rows name their months and carry the `area` of their entity; figures say whether they came `late`: after their
    month was closed."""

    at: str
    window: Sequence[str]
    figures: ListedRows
    missing: ListedRows
    records: ListedRows


def under_term(run: FinishedRun, term: Row, month: Period, source: ReadData, *, limit: int) -> EvidenceRows:
    """What stands under a term (a row of INDICATOR_TERMS) of the number at a month; at most `limit` rows of a list."""
    content = run.programme
    data = source(asked_by(content, term))
    named = term["indicator"], term["number"]
    estimates = Estimates(run.estimates, no_estimates().draws, run.weights)
    under = evidence_under(content, data, named, term["area"], month, limit=limit, estimates=estimates)
    areas, late = _areas(content, data.entities), late_keys(data)
    figures, missing, records = (_listed(each, areas) for each in (under.figures, under.missing, under.records))
    marked = [{**row, "late": (row["entity"], row["measure"], row["period"]) in late} for row in figures.rows]
    window = [str(each) for each in under.window]
    return EvidenceRows(str(under.at), window, ListedRows(marked, figures.total), missing, records)


def asked_by(content: Programme, term: Row) -> DataQuery:
    """What a term asks of the data: its measures and ledgers, and those that say who owes its measures; the months
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


def measure_and_ledger(content: Programme, term: str) -> tuple[str, str]:
    """The measure and the ledger that the text of a term asks for, by id; empty where it asks for none."""
    formula = content.parsed.text(term)
    if formula is None:
        return "", ""
    return next(iter(sorted(measures_of(formula))), ""), next(iter(sorted(ledgers_of(formula))), "")


def _areas(content: Programme, entities: pa.Table) -> dict[str, str]:
    known: dict[Any, Any] = dict(zip(entities["id"].to_pylist(), entities["area"].to_pylist(), strict=True))
    return {**known, **{area.code: area.code for area in content.areas}}


def _listed(listing: Listing, areas: Mapping[str, str]) -> ListedRows:
    rows = []
    for row in listing.rows.to_pylist():
        months = {name: month_name(row[name]) for name in ("month", "entered") if row.get(name) is not None}
        rows.append({**row, **months, "area": areas.get(row["entity"] or "", "")})
    return ListedRows(rows, listing.count)
