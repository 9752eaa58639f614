"""Data as the named tables that stages ask for, in any engine."""

from __future__ import annotations

import ibis
import pyarrow as pa

from sigai.tables.contracts import VALUE_HISTORY, VALUES
from sigai.tables.data import Data
from sigai.tables.datasets import KEY, Dataset, Figures
from sigai.tables.lateness import late_withdrawals, with_late_marked
from sigai.tables.spells import spells_of
from sigai.tables.store import Store

LATE_WITHDRAWN = "late_withdrawn"
"""The figures (entity, measure, month) that were withdrawn after their month was closed; no table where none was."""
SUMMED = "summed_figures"
"""What sums look at of the figures that count, in the engine's own form; no table where figures are at rest."""
_IN_MEMORY = ("entities", "records", "record_states")
_OF_SUMS = ("entity", "measure", "month", "value", "state", "corrected")


def put_data(store: Store, data: Data) -> None:
    """Put the tables of `data` under their contract names, and the `spells` of its dated facts. Figures that came
    after their month was closed are corrections."""
    for name in _IN_MEMORY:
        store.put(name, getattr(data, name))
    if data.closed is None or not data.closed.num_rows:
        put_figures(store, "values", data.values)
    else:
        given = put_figures(store, "values_as_given", data.values)
        closed = store.put("closed_months", data.closed)
        store.view("values", with_late_marked(given, closed))
        _put_late_withdrawals(store, data, closed)
    if isinstance(data.values, pa.Table):
        # A run reads them several times; and of what is in another form an engine does not know how much there is, and
        # puts the smaller side of a join in the place of the larger one.
        store.keep(SUMMED, store.table("values").select(*_OF_SUMS))
    if data.facts.num_rows:
        store.put("spells", spells_of(data.entities, data.facts))
    store.ledgers = data.ledgers


def _put_late_withdrawals(store: Store, data: Data, closed: ibis.Table) -> None:
    """Name the figures that were withdrawn after their month was closed, where there are any."""
    late = store.keep(LATE_WITHDRAWN, late_withdrawals(_put_later(store, "later_revisions", data.history), closed))
    if not store.count(late):
        store.drop(LATE_WITHDRAWN)


def put_figures(store: Store, name: str, figures: Figures) -> ibis.Table:
    """Put figures under a name; those at rest stay in their files."""
    if isinstance(figures, pa.Table):
        return store.put(name, figures)
    firsts, corrections = (
        _up_to(store, f"{name}_{part}", figures, paths)
        for part, paths in (("firsts", figures.firsts), ("corrections", figures.corrections))
    )
    return store.view(name, _every(firsts, corrections) if _whole(figures) else _counting(firsts, corrections))


def put_revisions(store: Store, name: str, figures: Figures) -> ibis.Table:
    """Put every revision of some figures under a name, without asking which of them count."""
    if isinstance(figures, pa.Table):
        return store.put(name, figures)
    parts = (("firsts", figures.firsts), ("corrections", figures.corrections))
    return store.view(name, ibis.union(*(_up_to(store, f"{name}_{part}", figures, paths) for part, paths in parts)))


def _put_later(store: Store, name: str, history: Figures) -> ibis.Table:
    """The revisions among which a withdrawal may be: nothing is withdrawn by the first one of a figure, so those at
    rest are the corrections alone."""
    if isinstance(history, pa.Table):
        return store.put(name, history)
    return _up_to(store, name, history, history.corrections)


def _whole(figures: Dataset) -> bool:
    return "current" in figures.contract.names


def _up_to(store: Store, name: str, figures: Dataset, paths: tuple[object, ...]) -> ibis.Table:
    if not paths:
        return store.put(name, VALUES.empty_table())
    rows = store.put_parquet(name, list(map(str, paths)))
    return rows.filter(rows.revision <= figures.mark)


def _lasts(corrections: ibis.Table) -> ibis.Table:
    return corrections.group_by("month", *KEY).agg(last=corrections.revision.max())


def _counting(firsts: ibis.Table, corrections: ibis.Table) -> ibis.Table:
    """The last figure of each key: a first one that nothing corrects, or the last correction; none where the last one
    withdraws it."""
    lasts = _lasts(corrections)
    standing, last = firsts.anti_join(lasts, ["month", *KEY]), _of_lasts(corrections, lasts)
    return ibis.union(*(rows.filter(rows.value.notnull()).select(VALUES.names) for rows in (standing, last)))


def _of_lasts(corrections: ibis.Table, lasts: ibis.Table) -> ibis.Table:
    return corrections.semi_join(lasts, [corrections.revision == lasts["last"]])


def _every(firsts: ibis.Table, corrections: ibis.Table) -> ibis.Table:
    """Every revision with whether it counts."""
    lasts = _lasts(corrections).select("last", "month", *KEY)
    keys = ["month", *KEY]
    told = (
        (firsts.semi_join(lasts, keys), False),
        (firsts.anti_join(lasts, keys), True),
        (corrections.anti_join(lasts, [corrections.revision == lasts["last"]]), False),
        (_of_lasts(corrections, lasts), True),
    )
    marked = [
        rows.mutate(current=ibis.literal(last) & rows.value.notnull()).select(VALUE_HISTORY.names)
        for rows, last in told
    ]
    return ibis.union(*marked)
