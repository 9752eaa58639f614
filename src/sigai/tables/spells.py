"""Spells of the register: stretches of months in which all that is known of an entity stays the same.

The columns of ENTITIES are facts without a beginning; a dated fact (FACTS) takes over from its first month on. What
began last holds, and where it has an end nothing is known after it: a column does not come back. Tags and lists hold
side by side, each by itself; of one that has dated facts only they tell. What belongs to another entity follows it
(`sigai.tables.following`).
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.contracts import ENTITIES, ONE_AT_A_TIME, SEVERAL
from sigai.tables.following import BEGINNING, FOREVER, followed

SPELLS = pa.schema(
    [
        *ENTITIES,
        pa.field("grade", pa.string()),
        pa.field("parent", pa.string()),
        pa.field("lists", pa.list_(pa.string())),
        pa.field("holds_from", pa.int32()),
        pa.field("holds_until", pa.int32()),
    ]
)
"""The columns of ENTITIES as they hold from the month `holds_from` to the month `holds_until`, both included; `grade`;
the `parent` it belongs to; `lists` that the entity is a member of. Of an entity whose being above scale is told by
dated facts `above_scale_since` is BEGINNING or null: it is, or is not. In a spell in which it is closed no month is
active. What facts say of attributes stands in further columns, ATTRIBUTE before their names."""
ATTRIBUTE = "of_"

_TEXTS = ("name", "area", "park", "industry", "grade", "parent")
_YES = "yes"
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def spells_of(entities: pa.Table, facts: pa.Table) -> pa.Table:
    """All spells (SPELLS) of entities (ENTITIES) with dated facts (FACTS), in order of entities and months.

    An entity without dated facts has one spell. Facts of entities that are not on the register are left out.
    """
    return followed(_Spells(entities, _coded(entities, facts)).table())


def entities_at(entities: pa.Table, facts: pa.Table, month: int) -> pa.Table:
    """The register (ENTITIES) as it stands in a month: dated facts in the place of columns.

    `above_scale_since` is the month from which it has been above scale without a break, `active_from` that from which
    it has been open, `active_until` the last month before it was closed; as the facts of that month say, null where
    they do not.
    """
    if not facts.num_rows:
        return entities
    return followed(_Spells(entities, _coded(entities, facts)).at(month)).select(ENTITIES.names)


def _coded(entities: pa.Table, facts: pa.Table) -> pa.Table:
    """Facts with the row of their entity (`at`), months without nulls, and a number that tells their order."""
    at = pc.index_in(facts["entity"].cast(pa.string()), value_set=entities["id"].combine_chunks().cast(pa.string()))
    columns: dict[str, Any] = {
        "at": at,
        "fact": facts["fact"].cast(pa.string()),
        "value": facts["value"].cast(pa.string()),
        "since": _filled(facts["since"], BEGINNING),
        "until": _filled(facts["until"], FOREVER),
        "order": np.arange(facts.num_rows),
    }
    coded = pa.table(columns)
    return coded.filter(pc.is_valid(coded["at"]))


class _Spells:
    """The spells of a register: which entity each is of (`of`), from when to when, and the columns as they hold."""

    def __init__(self, entities: pa.Table, facts: pa.Table) -> None:
        self._entities, self._facts = entities, facts
        own = np.arange(entities.num_rows, dtype=np.int64)
        where, since, until = (_whole(facts[name]) for name in ("at", "since", "until"))
        starts = np.concatenate([np.full(len(own), BEGINNING), since, until + 1])
        both = np.stack([np.concatenate([own, where, where]), starts], axis=1)
        both = np.unique(both[both[:, 1] < FOREVER], axis=0)
        self.of, self.start = both[:, 0], both[:, 1]
        last = np.append(self.of[1:] != self.of[:-1], True) if len(self.of) else np.empty(0, dtype=np.bool_)
        self.end = np.where(last, FOREVER, np.append(self.start[1:] - 1, FOREVER)[: len(self.of)])

    def table(self) -> pa.Table:
        """The spells by the contract."""
        columns: dict[str, Any] = {
            name: self._entities[name].combine_chunks().take(pa.array(self.of)) for name in ENTITIES.names
        }
        columns["grade"] = columns["parent"] = pa.nulls(len(self.of), pa.string())
        for name in _TEXTS:
            begun, value = self._of_kind(name)
            columns[name] = pc.if_else(pa.array(begun), value, columns[name])
        self._say_yes_or_no(columns)
        columns["tags"] = self._side_by_side("tag", self._entities["tags"])
        columns["lists"] = self._side_by_side("list", pa.nulls(self._entities.num_rows, pa.list_(pa.string())))
        columns["holds_from"] = pa.array(self.start, pa.int32())
        columns["holds_until"] = pa.array(self.end, pa.int32())
        attributes = sorted(map(str, set(self._facts["fact"].unique().to_pylist()) - {*ONE_AT_A_TIME, *SEVERAL}))
        columns |= {f"{ATTRIBUTE}{name}": self._of_kind(name)[1] for name in attributes}
        further = [pa.field(f"{ATTRIBUTE}{name}", pa.string()) for name in attributes]
        schema = pa.schema([*SPELLS, *further])
        return pa.table([columns[field.name] for field in schema], schema=schema)

    def _say_yes_or_no(self, columns: dict[str, Any]) -> None:
        never, none = pa.scalar(FOREVER, pa.int32()), pa.scalar(None, pa.int32())
        begun, value = self._of_kind("above_scale")
        above = pc.if_else(_is_yes(value), pa.scalar(BEGINNING, pa.int32()), none)
        columns["above_scale_since"] = pc.if_else(pa.array(begun), above, columns["above_scale_since"])
        begun, value = self._of_kind("closed")
        from_, until = (pc.if_else(_is_yes(value), held, none) for held in (never, pa.scalar(-1, pa.int32())))
        columns["active_from"] = pc.if_else(pa.array(begun), from_, columns["active_from"])
        columns["active_until"] = pc.if_else(pa.array(begun), until, columns["active_until"])

    def at(self, month: int) -> pa.Table:
        """The entities as they stand in a month, by the contract SPELLS: one spell each, without end."""
        table = self.table()
        nothing = {"above_scale_since": FOREVER + 1, "active_from": BEGINNING, "active_until": FOREVER}
        since, active_from, active_until = (_filled(table[name], none) for name, none in nothing.items())
        now = (self.start <= month) & (month <= self.end)
        above = since <= self.end
        broken = np.where(above, np.where(since > self.start, since, BEGINNING), self.end + 1)
        closed = active_from > active_until
        open_until = np.where(closed, BEGINNING - 1, self.end)
        columns: dict[str, Any] = {name: table[name].combine_chunks() for name in ENTITIES.names}
        told = self._begun(self._kind("above_scale")) & above
        columns["above_scale_since"] = _replaced(columns["above_scale_since"], told, self._latest(broken, month))
        own = self._entities["active_from"].combine_chunks().take(pa.array(self.of))
        columns["active_from"] = pc.if_else(pa.array(closed), own, columns["active_from"])
        opened = self._latest(np.where(closed, self.end + 1, BEGINNING), month)
        again = self._begun(self._kind("closed")) & ~closed & (opened > BEGINNING)
        columns["active_from"] = _replaced(columns["active_from"], again, opened)
        columns["active_until"] = _replaced(columns["active_until"], closed, self._latest(open_until, month))
        always = {"holds_from": BEGINNING, "holds_until": FOREVER}
        columns |= {name: table[name] for name in SPELLS.names if name not in columns}
        columns |= {name: pa.repeat(pa.scalar(month, pa.int32()), table.num_rows) for name, month in always.items()}
        return pa.table([columns[name] for name in SPELLS.names], schema=SPELLS).filter(pa.array(now))

    def _latest(self, months: Integers, month: int) -> Integers:
        """For each spell the greatest of some months of its entity's spells that began by a month."""
        greatest = np.full(self._entities.num_rows, BEGINNING - 1, dtype=np.int64)
        begun = self.start <= month
        np.maximum.at(greatest, self.of[begun], months[begun])
        return cast(Integers, greatest[self.of])

    def _kind(self, kind: str) -> pa.Table:
        return self._facts.filter(pc.equal(self._facts["fact"], pa.scalar(kind)))

    def _holding(self, facts: pa.Table) -> tuple[Integers, Integers]:
        """Spells and facts that hold in them, as pairs of places."""
        where = _whole(facts["at"])
        ordered = np.argsort(where, kind="stable")
        first, last = (np.searchsorted(where[ordered], self.of, side=side) for side in ("left", "right"))
        counts = last - first
        spell = np.repeat(np.arange(len(self.of)), counts)
        fact = ordered[
            np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
        ]
        start = self.start[spell]
        holds = (_whole(facts["since"])[fact] <= start) & (start <= _whole(facts["until"])[fact])
        return spell[holds], fact[holds]

    def _of_kind(self, kind: str) -> tuple[Flags, Any]:
        """Of facts of one kind: whether one has begun by each spell, and the value that holds, null where none does."""
        facts = self._kind(kind)
        spell, fact = self._holding(facts)
        ordered = np.lexsort((_whole(facts["order"])[fact], _whole(facts["since"])[fact], spell))
        latest = np.full(len(self.of), -1, dtype=np.int64)
        latest[spell[ordered]] = fact[ordered]
        place: Any = pa.array(latest, mask=latest < 0)
        return self._begun(facts), facts["value"].combine_chunks().take(place)

    def _begun(self, facts: pa.Table) -> Flags:
        """Whether the first of some facts of the entity has begun by each spell."""
        first = np.full(self._entities.num_rows, FOREVER + 1, dtype=np.int64)
        np.minimum.at(first, _whole(facts["at"]), _whole(facts["since"]))
        begun: Flags = first[self.of] <= self.start
        return begun

    def _side_by_side(self, kind: str, column: Any) -> Any:
        """Lists of the values that hold in each spell, each once."""
        lists = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        facts = self._kind(kind)
        if not facts.num_rows:
            return lists.take(pa.array(self.of))
        own: dict[str, Any] = {"at": pc.list_parent_indices(lists).cast(pa.int64()), "value": pc.list_flatten(lists)}
        keys, said = ["at", "value"], pa.table(own)
        told = said.join(facts.select(keys).cast(said.schema), keys, join_type="left anti")
        columns: dict[str, Any] = {
            "at": told["at"],
            "value": told["value"],
            "since": np.full(told.num_rows, BEGINNING),
            "until": np.full(told.num_rows, FOREVER),
        }
        before = pa.table(columns)
        both = pa.concat_tables([before, facts.select(before.column_names).cast(before.schema)])
        spell, fact = self._holding(both)
        places: Any = pa.array(fact)
        held: dict[str, Any] = {"spell": spell, "value": both["value"].combine_chunks().take(places)}
        rows = pa.table(held).group_by(["spell", "value"]).aggregate([])
        rows = rows.sort_by([("spell", "ascending"), ("value", "ascending")])
        counts = np.bincount(_whole(rows["spell"]), minlength=len(self.of))
        offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
        return pa.ListArray.from_arrays(offsets, rows["value"].combine_chunks())


def _replaced(column: Any, where: Flags, months: Integers) -> Any:
    return pc.if_else(pa.array(where), pa.array(months, pa.int32()), column)


def _is_yes(value: Any) -> Any:
    return pc.fill_null(pc.equal(value, pa.scalar(_YES)), False)


def _filled(months: Any, nothing: int) -> Integers:
    return _whole(pc.fill_null(months, nothing))


def _whole(column: Any) -> Integers:
    return np.asarray(column, dtype=np.int64)
