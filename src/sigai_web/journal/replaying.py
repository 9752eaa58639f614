"""What the journal says of a table's rows after all its entries: the last word on each row, column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai_web.journal.declaring import Proven, ProvenColumn
from sigai_web.journal.proofs import TableProof, read_proof
from sigai_web.journal.standing import as_told, type_of

ENTRY = "entry of the journal"
"""The column that names the entry in which a row was told."""
_AT_ONCE = 50_000


@dataclass(slots=True)
class _Columns:
    """Rows told with the same columns: those held as Python's values, and before them chunks of Arrow's. `whole`: they
    were told as rows, not as what changed of them."""

    names: tuple[str, ...]
    whole: bool
    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    entries: list[int] = field(default_factory=list)
    chunks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LastWord:
    """The last word on a column: for each row its value and the entry that says it; no entry where none does."""

    values: pa.Array[Any]
    entries: pa.Array[Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """The rows that a table must hold: their keys, in which entry each was told last, and the words on its columns."""

    keys: pa.Array[Any]
    entries: pa.Array[Any]
    columns: dict[str, LastWord]


class Replay:
    """Takes the proofs of entries in their order."""

    def __init__(self, tables: Sequence[Proven]) -> None:
        self._said = {said.table: said for said in tables}
        self._told: dict[str, dict[tuple[bool, tuple[str, ...]], _Columns]] = defaultdict(dict)
        self._gone: dict[str, dict[Any, int]] = defaultdict(dict)
        self._whole: dict[str, dict[Any, int]] = defaultdict(dict)

    def take(self, entry: int, proof: str) -> None:
        """One entry's proof. Of a table that is no longer proven nothing is kept."""
        for block in read_proof(proof):
            if block.table in self._said:
                self._take(entry, block)

    def _take(self, entry: int, block: TableProof) -> None:
        said = self._said[block.table]
        self._gone[block.table].update(dict.fromkeys(block.gone, entry))
        self._whole[block.table].update(dict.fromkeys(block.whole, entry))
        for whole, rows in ((True, block.rows), (False, block.changed)):
            names = tuple(column.name for column in said.columns if column.name in rows)
            if not names or not rows[names[0]]:
                continue
            held = self._told[block.table].setdefault((whole, names), _Columns(names, whole))
            for name in names:
                held.values[name].extend(rows[name])
            held.entries.extend([entry] * len(rows[names[0]]))
            if len(held.entries) >= _AT_ONCE:
                _pack(said, held)

    def expected(self, said: Proven) -> Expected:
        """What a table must hold after all entries taken: rows told whole, with what changed of them since."""
        told = self._told[said.table].values()
        groups = [_table(said, held) for held in told]
        names = [said.key.name, ENTRY, *([said.parent] if said.parent else [])]
        words = _Last(said, groups)
        last = _Last(said, [group for group, held in zip(groups, told, strict=True) if held.whole]).rows(names)
        last = last.filter(pc.and_(self._kept(said, last), self._of_whole(said, last)))
        keys = last[said.key.name].combine_chunks()
        return Expected(
            keys, last[ENTRY].combine_chunks(), {column.name: words.word(column, keys) for column in said.columns[1:]}
        )

    def _kept(self, said: Proven, last: pa.Table) -> Any:
        """Rows that no later entry removed."""
        return pc.greater(last[ENTRY].combine_chunks(), _entries(last[said.key.name], self._gone[said.table]))

    def _of_whole(self, said: Proven, last: pa.Table) -> Any:
        """Rows that were told when all rows of their parent were told last."""
        if said.parent is None:
            return pa.repeat(True, last.num_rows)
        return pc.greater_equal(last[ENTRY].combine_chunks(), _entries(last[said.parent], self._whole[said.table]))


def _entries(column: pa.ChunkedArray[Any], told: Mapping[Any, int]) -> pa.Array[Any]:
    """For each value of a column the entry that is told of it, 0 where none is."""
    at = pc.index_in(column.combine_chunks(), pa.array(list(told), column.type))
    found = pa.array(list(told.values()), pa.int64()).take(at)
    return pc.fill_null(found, 0)  # type: ignore[arg-type]


class _Last:
    """The latest rows of tables that were told with different columns; sorted once for each set of tables."""

    def __init__(self, said: Proven, groups: Sequence[pa.Table]) -> None:
        self._said, self._groups = said, groups
        self._at: dict[tuple[int, ...], tuple[pa.Array[Any], pa.Array[Any], pa.Array[Any]]] = {}

    def rows(self, names: Sequence[str]) -> pa.Table:
        """The latest row of each key, in the order of the keys, of all tables that have these columns."""
        parts = tuple(number for number, group in enumerate(self._groups) if set(names) <= set(group.column_names))
        types = {column.name: type_of(column) for column in self._said.columns} | {ENTRY: pa.int64()}
        if not parts:
            return pa.table({name: pa.array([], types[name]) for name in names})
        _, _, at = self._latest(parts)
        return pa.concat_tables([self._groups[number].select(names) for number in parts]).take(at)

    def word(self, column: ProvenColumn, keys: pa.Array[Any]) -> LastWord:
        """The last word on a column for some keys."""
        parts = tuple(number for number, group in enumerate(self._groups) if column.name in group.column_names)
        if not parts:
            return LastWord(pa.nulls(len(keys), type_of(column)), pa.nulls(len(keys), pa.int64()))
        known, entries, at = self._latest(parts)
        values = pa.chunked_array([chunk for number in parts for chunk in self._groups[number][column.name].chunks])
        found = pc.index_in(keys, known)
        return LastWord(values.take(at.take(found)).combine_chunks(), entries.take(found))

    def _latest(self, parts: tuple[int, ...]) -> tuple[pa.Array[Any], pa.Array[Any], pa.Array[Any]]:
        """Of each key that some tables tell: the key, its latest entry, and where that row stands in all of them."""
        if parts not in self._at:
            key = self._said.key.name
            rows = pa.concat_tables([self._groups[number].select([key, ENTRY]) for number in parts])
            rows = rows.append_column("at", pa.array(np.arange(rows.num_rows)))
            rows = rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in (key, ENTRY, "at")]))
            rows = rows.filter(_ends(rows[key].combine_chunks()))
            self._at[parts] = tuple(rows[name].combine_chunks() for name in (key, ENTRY, "at"))  # type: ignore[assignment]
        return self._at[parts]


def _pack(said: Proven, held: _Columns) -> None:
    if not held.entries:
        return
    columns = {column.name: column for column in said.columns}
    chunk = {name: as_told(columns[name], held.values[name]) for name in held.names}
    held.chunks.append({**chunk, ENTRY: pa.array(held.entries, pa.int64())})
    held.values.clear()
    held.entries.clear()


def _table(said: Proven, held: _Columns) -> pa.Table:
    _pack(said, held)
    return pa.concat_tables([pa.table(chunk) for chunk in held.chunks])


def _ends(keys: pa.Array[Any]) -> pa.Array[Any]:
    """Which of sorted keys is the last of its kind."""
    if not len(keys):
        return pa.array([], pa.bool_())
    changes = pc.not_equal(keys.slice(0, len(keys) - 1), keys.slice(1)).to_numpy(zero_copy_only=False)
    ends: pa.Array[Any] = pa.array(np.append(changes, True))
    return ends
