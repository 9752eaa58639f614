"""The only place that executes queries: an embedded DuckDB behind the interface that stages ask (`sigai.tables.store`).

What is put as Arrow is shared, what is put as Parquet stays in its files; what a query cannot hold in memory is spilled
to a temporary folder that goes away with the store.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis
import pyarrow as pa

from sigai.tables.data import Data
from sigai.tables.datasets import Dataset
from sigai.tables.putting import put_data
from sigai.tables.store import Store

AT_REST_MEMORY = "2GB"
"""What the engine may hold of data that lie in files before it spills; the answers come on top."""


class DuckStore(Store):
    """An embedded DuckDB as the engine.

    `memory_limit` is in DuckDB's words (`3GB`; None leaves its own default), `threads` the number of workers.
    `ledgers` are those that were supplied with data at all. Use it as a context manager, or `close` it.
    """

    def __init__(self, *, memory_limit: str | None = None, threads: int | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sigai-store-"))
        settings: dict[str, Any] = {"temp_directory": str(self._folder)}
        if memory_limit is not None:
            settings["memory_limit"] = memory_limit
        if threads is not None:
            settings["threads"] = threads
        self._backend = ibis.duckdb.connect(":memory:", **settings)
        # Results are ordered where the order matters; keeping the order of insertion costs memory on large tables.
        self._raw.execute("SET preserve_insertion_order = false")
        self._raw.execute("SET enable_progress_bar = false")
        self._open = True
        self._kinds: dict[str, str] = {}
        self._tables: dict[str, ibis.Table] = {}
        self.ledgers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, data: Data, *, memory_limit: str | None = None, threads: int | None = None) -> Self:
        """A store that holds the tables of `data` (`put_data`); within AT_REST_MEMORY where figures lie in files."""
        if memory_limit is None and isinstance(data.values, Dataset):
            memory_limit = AT_REST_MEMORY
        store = cls(memory_limit=memory_limit, threads=threads)
        put_data(store, data)
        return store

    @property
    def _raw(self) -> Any:
        return self._backend.con

    def put(self, name: str, table: pa.Table) -> ibis.Table:
        """Name an Arrow table. Its memory is shared, not copied; a table of that name is replaced."""
        self.drop(name)
        self._raw.register(name, table)
        return self._named(name, "VIEW")

    def put_parquet(self, name: str, paths: Path | str | Sequence[Path | str]) -> ibis.Table:
        """Name one or several Parquet files (or a pattern) as one table; they are read when a query needs them."""
        self.drop(name)
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        self._raw.read_parquet([str(path) for path in listed]).create_view(name)
        return self._named(name, "VIEW")

    def view(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Name a query without running it; it runs as a part of every query that uses the name."""
        self.drop(name)
        self._raw.execute(f'CREATE TEMP VIEW "{name}" AS {self._backend.compile(expression)}')
        return self._named(name, "VIEW")

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Run a query once and keep its answer as a named table, which its own query may not read."""
        self.drop(name)
        self._raw.execute(f'CREATE TEMP TABLE "{name}" AS {self._backend.compile(expression)}')
        return self._named(name, "TABLE")

    def _named(self, name: str, kind: str) -> ibis.Table:
        table: ibis.Table = self._backend.table(name)
        self._kinds[name], self._tables[name] = kind, table
        return table

    def table(self, name: str) -> ibis.Table:
        """The table of this name, to build expressions on. KeyError where there is none."""
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return name in self._tables

    def drop(self, *names: str) -> None:
        """Forget tables by name; unknown names are fine."""
        for name in names:
            kind = self._kinds.pop(name, None)
            if kind is not None:
                del self._tables[name]
                self._raw.execute(f'DROP {kind} "{name}"')

    def run(self, expression: ibis.Expr, schema: pa.Schema | None = None) -> pa.Table:
        """The answer to a query as Arrow; with `schema`, its columns chosen, ordered and cast to it."""
        answer: pa.Table = self._backend.to_pyarrow(expression)
        return answer if schema is None else answer.select(schema.names).cast(schema)

    def count(self, table: ibis.Table) -> int:
        """How many rows a table or a query has."""
        return int(self._backend.to_pyarrow(table.count()).as_py())

    def write_parquet(self, expression: ibis.Table, path: Path) -> Path:
        """Send the answer to a query to one Parquet file without holding it in memory."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._backend.to_parquet(expression, str(path), compression="zstd")
        return path

    def close(self) -> None:
        """End the engine and remove what it spilled."""
        if self._open:
            self._open = False
            self._backend.disconnect()
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def run_sql(store: DuckStore, query: str) -> pa.Table:
    """The answer to a query in DuckDB's own SQL. For tests and benches that hold us against SQL written by hand.

    Stages must not use it: what they ask has to run on other engines as well.
    """
    answer: pa.Table = store._raw.execute(query).to_arrow_table()
    return answer


def sql_of(expression: ibis.Expr) -> str:
    """The SQL that an expression becomes: for logs and for reading, never for running by other means."""
    return str(ibis.to_sql(expression, dialect="duckdb"))
