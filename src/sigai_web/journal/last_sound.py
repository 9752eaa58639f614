"""Of a broken chain: what its last sound entries say beside what later ones make of it.

Entries from the break on prove nothing, but what people did since stands in them. The data are held against all
entries; here is said which rows rest on those behind the break, and what these changed or removed of what sound
entries say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base import Issue, Place
from sigai_web.journal.comparing import differ, named, short, shown
from sigai_web.journal.declaring import Proven, proven
from sigai_web.journal.problems import CHANGED_BEHIND, REMOVED_BEHIND, RESTS_BEHIND
from sigai_web.journal.replaying import Expected, Replay

_MOST = 50
"""Rows of a table that are listed one by one; the number tells of all."""


class LastSound:
    """What the entries before the break say, taken from a replay of exactly those."""

    def __init__(self, broken: int, replay: Replay) -> None:
        self._broken = broken
        self._said: dict[str, Expected] = {}
        for said in proven():
            try:
                self._said[said.table] = replay.expected(said)
            except (pa.ArrowException, ValueError, TypeError):
                continue  # the comparison with all entries meets the same and names the table

    def beside(self, said: Proven, later: Expected) -> Iterator[Issue]:
        """How many rows of a table rest on entries behind the break, and which of them sound ones say otherwise."""
        sound = self._said.get(said.table)
        if sound is None:
            return
        removed = sound.keys.filter(pc.invert(pc.is_in(sound.keys, later.keys)))
        if count := self._resting(later) + len(removed):
            yield RESTS_BEHIND.at(Place(said.table), count=count, entry=self._broken)
        yield from self._changed(said, sound, later)
        yield from self._removed(said, sound, removed)

    def _resting(self, later: Expected) -> int:
        resting = self._behind(later.entries)
        for word in later.columns.values():
            resting = pc.or_(resting, self._behind(word.entries))
        return int(pc.sum(resting).as_py() or 0)

    def _changed(self, said: Proven, sound: Expected, later: Expected) -> Iterator[Issue]:
        at = pc.index_in(later.keys, sound.keys)
        left = _MOST
        for column in said.columns[1:]:
            one, other = sound.columns[column.name], later.columns[column.name]
            told, entries = one.values.take(at), one.entries.take(at)
            changed = pc.and_(pc.and_(differ(told, other.values), pc.is_valid(entries)), self._behind(other.entries))
            rows = (part.filter(changed)[:left].to_pylist() for part in (later.keys, entries, told))
            behind = (part.filter(changed)[:left].to_pylist() for part in (other.entries, other.values))
            for key, entry, was, since, now in zip(*rows, *behind, strict=True):
                left -= 1
                facts = {"entry": entry, "told": short(column.shown(was)), "later": since}
                words = {"key": named(said, key), "column": column.name, "stands": short(column.shown(now))}
                yield CHANGED_BEHIND.at(Place(said.table), **words, **facts)

    def _removed(self, said: Proven, sound: Expected, removed: pa.Array[Any]) -> Iterator[Issue]:
        for key in removed[:_MOST].to_pylist():
            at = pc.index(sound.keys, key).as_py()
            row = {column.name: sound.columns[column.name].values[at].as_py() for column in said.columns[1:]}
            facts = {"entry": sound.entries[at].as_py(), "told": shown(said.columns[1:], row)}
            yield REMOVED_BEHIND.at(Place(said.table), key=named(said, key), **facts)

    def _behind(self, entries: pa.Array[Any]) -> pa.Array[Any]:
        """Where an entry is one behind the break; none is not."""
        return pc.fill_null(pc.greater_equal(entries, pa.scalar(self._broken)), False)  # type: ignore[arg-type]
