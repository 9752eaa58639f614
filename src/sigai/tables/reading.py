"""Figures out of memory or out of files, as far as they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from sigai.tables.content import table_of
from sigai.tables.contracts import VALUE_HISTORY, VALUES
from sigai.tables.data import Data
from sigai.tables.datasets import KEY, Dataset, Figures
from sigai.tables.duckdb_store import AT_REST_MEMORY, DuckStore
from sigai.tables.lateness import late_figures
from sigai.tables.putting import put_figures, put_revisions

_ADDED = pa.schema([VALUES.field("measure"), VALUES.field("revision").with_name("added"), VALUES.field("month")])
_ORDER = (*KEY, "revision")
FEW = 2_000_000
"""So many figures take about 200 MB, and as much again in the engine while a stage sums them; they are read once for a
run. More stay in their files, and every query reads what it needs."""


def in_memory(figures: Figures) -> pa.Table:
    """All of them as one Arrow table, those of files in the order of entity, measure, period and revision: for data
    that are known to be small, and for tests."""
    if isinstance(figures, pa.Table):
        return figures
    with _opened(figures) as store:
        return store.run(store.table("figures").order_by(_ORDER), figures.contract).combine_chunks()


def with_few_in_memory(data: Data, few: int = FEW) -> Data:
    """The same data, its figures in memory where there are no more than `few`, in any order: no stage asks for one."""
    if isinstance(data.values, pa.Table) or data.values.num_rows > few:
        return data
    with _opened(data.values) as store:
        return replace(data, values=store.run(store.table("figures"), data.values.contract))


def read_columns(figures: Figures, columns: Sequence[str], measures: Collection[str]) -> pa.Table:
    """Some columns of the figures of some measures, in the order of periods."""
    wanted = pa.schema([VALUE_HISTORY.field(name) for name in columns])
    with _opened(figures) as store:
        rows = store.table("figures")
        return store.run(rows.filter(rows.measure.isin(sorted(measures))).order_by("period").select(*columns), wanted)


def rows_by_measure(figures: Figures) -> dict[str, tuple[int, int]]:
    """How many figures there are of each measure, and the last revision of them."""
    if isinstance(figures, Dataset):
        return dict(figures.measures)
    found = figures.group_by("measure").aggregate([("revision", "count"), ("revision", "max")])
    return {str(row["measure"]): (row["revision_count"], row["revision_max"]) for row in found.to_pylist()}


def earliest_added(figures: Figures, before: Mapping[str, Sequence[int]]) -> int | None:
    """The earliest month (an index) of the figures added since there were only those `before` of some measures (how
    many, and the last revision); None where something else changed than that figures were added."""
    if not before:
        return None
    known = [(name, revision) for name, (_, revision) in before.items()]
    oldest = min(revision for _, revision in known)
    with _store_for(figures) as store:
        earlier = store.put("before", table_of(known, measure=pa.string(), known=pa.int64()))
        revisions = put_revisions(store, "revisions", figures)
        # What is older than all that is known need not be read at all.
        rows = revisions.filter(revisions.revision > oldest).join(earlier, "measure")
        added = rows.filter(rows.revision > rows.known).group_by("measure")
        found = store.run(added.agg(added=ibis._.count(), month=ibis._.month.min()), _ADDED).to_pylist()
    now, added_of = rows_by_measure(figures), {str(row["measure"]): int(row["added"]) for row in found}
    if any(added_of.get(name, 0) != now.get(name, (0, 0))[0] - count for name, (count, _) in before.items()):
        return None
    return min((int(row["month"]) for row in found), default=None)


def write_table_parquet(figures: Figures, path: Path) -> None:
    """Write figures as one Parquet file, in the order of `in_memory`, without holding them all."""
    if isinstance(figures, pa.Table):
        pq.write_table(figures, path, compression="zstd")
        return
    with _opened(figures) as store:
        store.write_parquet(store.table("figures").order_by(_ORDER).select(figures.contract.names), path)


def late_keys(data: Data) -> frozenset[tuple[str, str, str]]:
    """Entity, measure and period of every figure that came after its month was closed."""
    if data.closed is None or not data.closed.num_rows:
        return frozenset()
    with _opened(data.values) as store:
        late = late_figures(store.table("figures"), store.put("closed", data.closed))
        found = store.run(late.select(*KEY)).to_pylist()
    return frozenset((str(row["entity"]), str(row["measure"]), str(row["period"])) for row in found)


def _opened(figures: Figures) -> DuckStore:
    store = _store_for(figures)
    put_figures(store, "figures", figures)
    return store


def _store_for(figures: Figures) -> DuckStore:
    return DuckStore(memory_limit=AT_REST_MEMORY if isinstance(figures, Dataset) else None)
