"""The only place that executes queries: an embedded DuckDB behind the interface that stages ask (`sigai.tables.store`).

What is put as Arrow is shared, what is put as Parquet stays in its files; what a query cannot hold in memory is spilled
to a temporary folder that goes away with the store.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Hashable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis
import pyarrow as pa

from sigai.base.issues import InternalError
from sigai.tables.data import Data
from sigai.tables.datasets import Dataset
from sigai.tables.putting import put_data
from sigai.tables.scripts import DroppedTable, MadeTable, PutTable, Script, Scripts, SeenAnswer, Step
from sigai.tables.store import Ask, Store

AT_REST_MEMORY = "2GB"
"""What the engine may hold of data that lie in files before it spills; the answers come on top."""


_SCRIPTS = Scripts(16)
"""For each form that is accepted again and again one, and those of whole calculations; each a few hundred kilobytes."""


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
        self._told: list[Step] | None = None
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
        self._put(PutTable(name, table))
        return self.table(name)

    def put_parquet(self, name: str, paths: Path | str | Sequence[Path | str]) -> ibis.Table:
        """Name one or several Parquet files (or a pattern) as one table; they are read when a query needs them."""
        if self._told is not None:
            raise InternalError(f"{name}: files are data, which are put before questions are")
        self.drop(name)
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        self._raw.read_parquet([str(path) for path in listed]).create_view(name)
        self._kinds[name] = "VIEW"
        return self.table(name)

    def view(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Name a query without running it; it runs as a part of every query that uses the name."""
        self._make(MadeTable("VIEW", name, self._backend.compile(expression)))
        return self.table(name)

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Run a query once and keep its answer as a named table, which its own query may not read."""
        self._make(MadeTable("TABLE", name, self._backend.compile(expression)))
        return self.table(name)

    def _put(self, step: PutTable) -> None:
        self.drop(step.name)
        self._raw.register(step.name, step.table)
        self._kinds[step.name] = "VIEW"
        self._tell(step)

    def _make(self, step: MadeTable) -> None:
        self.drop(step.name)
        self._raw.execute(f'CREATE TEMP {step.kind} "{step.name}" AS {step.query}')
        self._kinds[step.name] = step.kind
        self._tell(step)

    def _tell(self, step: Step) -> None:
        if self._told is not None:
            self._told.append(step)

    def table(self, name: str) -> ibis.Table:
        """The table of this name, to build expressions on. KeyError where there is none."""
        if name not in self._tables:
            if name not in self._kinds:
                raise KeyError(name)
            self._tables[name] = self._backend.table(name)
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return name in self._kinds

    def drop(self, *names: str) -> None:
        """Forget tables by name; unknown names are fine."""
        for name in names:
            kind = self._kinds.pop(name, None)
            if kind is not None:
                self._tables.pop(name, None)
                self._raw.execute(f'DROP {kind} "{name}"')
                self._tell(DroppedTable(name))

    def run(self, expression: ibis.Expr, schema: pa.Schema | None = None) -> pa.Table:
        """The answer to a query as Arrow; with `schema`, its columns chosen, ordered and cast to it."""
        answer: pa.Table = self._backend.to_pyarrow(expression)
        if self._told is not None:
            query = self._backend.compile(expression)
            self._tell(SeenAnswer(query, self._answer(query)))
        return answer if schema is None else answer.select(schema.names).cast(schema)

    def answers(self, questions: Hashable, ask: Ask) -> list[pa.Table]:
        """The answers to what `ask` gives; it is not asked where a script tells it that still holds."""
        before = set(self._kinds)
        key = questions, self.ledgers, tuple((name, self.table(name).schema()) for name in sorted(before))
        script = _SCRIPTS.of(key) if questions is not None else None
        if script is None or not self._holds(script):
            self.drop(*self._kinds.keys() - before)
            script = self._script(ask)
            if questions is not None:
                _SCRIPTS.keep(key, script)
        return [self._answer(query).select(schema.names).cast(schema) for query, schema in script.answers]

    def _script(self, ask: Ask) -> Script:
        """Everything that `ask` tells this store, done and written down."""
        steps: list[Step] = []
        self._told = steps
        try:
            asked = ask(self)
        finally:
            self._told = None
        return Script(tuple(steps), tuple((self._backend.compile(query), schema) for query, schema in asked))

    def _holds(self, script: Script) -> bool:
        """Do the steps of a script; False as soon as something is seen that was not seen when it was written."""
        for step in script.steps:
            match step:
                case PutTable():
                    self._put(step)
                case MadeTable():
                    self._make(step)
                case DroppedTable(name):
                    self.drop(name)
                case SeenAnswer(query, answer):
                    if not self._answer(query).equals(answer):
                        return False
        return True

    def _answer(self, query: str) -> pa.Table:
        answer: pa.Table = self._raw.execute(query).to_arrow_table()
        return answer

    def count(self, table: ibis.Table) -> int:
        """How many rows a table or a query has."""
        return int(self.run(table.aggregate(rows=table.count()))["rows"][0].as_py())

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
    return store._answer(query)


def sql_of(expression: ibis.Expr) -> str:
    """The SQL that an expression becomes: for logs and for reading, never for running by other means."""
    return str(ibis.to_sql(expression, dialect="duckdb"))
