"""What stages may ask of an engine: named tables, and answers to ibis expressions over them.

The engine behind it today is an embedded DuckDB (`sigai.tables.duckdb_store`); another one takes its place by doing
the same. Stages build expressions over `store.table(name)` and know nothing else, so what they ask has to run on Spark
as well: no asof join, no rollup, `nullif(0)` under every division, `try_cast` for what people wrote, whole numbers cast
back after a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

import ibis
import pyarrow as pa


class Store(Protocol):
    """Named tables and the engine that answers questions over them. `ledgers` are those that were supplied with data
    at all."""

    ledgers: frozenset[str]

    def put(self, name: str, table: pa.Table) -> ibis.Table:
        """Name an Arrow table; a table of that name is replaced."""

    def put_parquet(self, name: str, paths: Path | str | Sequence[Path | str]) -> ibis.Table:
        """Name one or several Parquet files (or a pattern) as one table; they are read when a query needs them."""

    def view(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Name a query without running it; it runs as a part of every query that uses the name."""

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Run a query once and keep its answer as a named table, which its own query may not read."""

    def table(self, name: str) -> ibis.Table:
        """The table of this name, to build expressions on. KeyError where there is none."""

    def has(self, name: str) -> bool:
        """Whether there is a table of this name."""

    def drop(self, *names: str) -> None:
        """Forget tables by name; unknown names are fine."""

    def run(self, expression: ibis.Expr, schema: pa.Schema | None = None) -> pa.Table:
        """The answer to a query as Arrow; with `schema`, its columns chosen, ordered and cast to it."""

    def answers(self, questions: Hashable, ask: Ask) -> list[pa.Table]:
        """The answers to what `ask` gives: queries with the columns of their answers.

        `questions` stand for all that `ask` knows but the data, which it may see through this store alone: for a store
        with tables of the same columns it need not be asked again. None: it is asked every time.
        """

    def count(self, table: ibis.Table) -> int:
        """How many rows a table or a query has."""

    def write_parquet(self, expression: ibis.Table, path: Path) -> Path:
        """Send the answer to a query to one Parquet file without holding it in memory."""


Ask: TypeAlias = Callable[[Store], Sequence[tuple[ibis.Table, pa.Schema]]]
"""Builds queries over the tables of a store, step by step."""


def union_all(tables: Iterable[ibis.Table]) -> ibis.Table:
    """All rows of several tables of the same columns; at least one table is needed."""
    first, *rest = tables
    return ibis.union(first, *rest, distinct=False) if rest else first
