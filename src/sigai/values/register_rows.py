"""New entries and dated facts of a register as somebody hands them in: a sheet of any kind, a form, a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from sigai.base.issues import Issue, Issues, Place
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES, FACTS
from sigai.tables.files import RawTable, header_key, read_tables
from sigai.values.belonging import lacking
from sigai.values.entities import Reading, take_entities
from sigai.values.facts import ALIASES, NOTHING_GIVEN, FactReading, take_fact, take_facts
from sigai.values.headers import ENTITY_ALIASES
from sigai.values.register import make_register

EXAMPLE = "id, name, area, industry"
_KNOWN = frozenset(ENTITY_ALIASES) | frozenset(ALIASES)


@dataclass(frozen=True, slots=True, eq=False)
class RegisterRows:
    """What stood every check: entries (contract ENTITIES) and facts (FACTS); all that was wrong; how many rows were
    read."""

    entities: pa.Table
    facts: pa.Table
    issues: tuple[Issue, ...] = ()
    read: int = 0


def read_register_file(
    path: Path, name: str, programme: Programme, standing: pa.Table, given: Mapping[str, str] = NOTHING_GIVEN
) -> RegisterRows:
    """The entries and facts of a sheet. A table whose rows name a fact (or of which `given` does) tells of facts, any
    other of entries. `standing` are the entities on the register (ENTITIES)."""
    found = list(read_tables(path, name, lambda text: header_key(text) in _KNOWN, EXAMPLE))
    tables = [one for one in found if not isinstance(one, Issue)]
    return _read(tables, programme, standing, given, [one for one in found if isinstance(one, Issue)])


def check_register_rows(
    entities: Sequence[Mapping[str, str]], facts: Sequence[Mapping[str, str]], programme: Programme, standing: pa.Table
) -> RegisterRows:
    """The same of rows that a form or a program gives, by the names of the columns; rows count from 1."""
    tables = [_table(rows) for rows in (entities, facts) if rows]
    return _read(tables, programme, standing, NOTHING_GIVEN, [])


def _table(rows: Sequence[Mapping[str, str]]) -> RawTable:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    columns = tuple(pa.array([row.get(name) or None for row in rows], pa.string()) for name in names)
    return RawTable("", names, columns, np.arange(1, len(rows) + 1))


def _read(
    tables: Iterable[RawTable], programme: Programme, standing: pa.Table, given: Mapping[str, str], issues: list[Issue]
) -> RegisterRows:
    """Entries first, whatever their order: facts may be about them."""
    names = make_register(standing, {}, programme)

    def known(word: str) -> str:
        position = names.position(word)
        return names.ids[position] if position >= 0 else word.upper()

    reading, told = Reading(programme, resolve=known, parent=given.get("parent", "")), list[RawTable]()
    count = 0
    for table in tables:
        count += len(table)
        if _tells_facts(table, given):
            told.append(table)
        else:
            take_entities(table, reading)
    entities = pa.Table.from_pylist(list(reading.rows.values()), schema=ENTITIES)
    facts = _facts(told, programme, _together(standing, entities), reading, given)
    taken = pa.Table.from_pylist(facts.settled(), schema=FACTS)
    facts.issues += lacking(entities, taken, programme)
    every = Issues([*issues, *reading.issues, *facts.issues]).sorted()
    return RegisterRows(entities, taken, every, count)


def _tells_facts(table: RawTable, given: Mapping[str, str]) -> bool:
    meanings = {ALIASES.get(header_key(name)) for name in table.names}
    return "fact" in meanings or bool(given.get("fact"))


def _facts(
    tables: Sequence[RawTable], programme: Programme, register: pa.Table, entries: Reading, given: Mapping[str, str]
) -> FactReading:
    refused: Mapping[str, Place] = entries.refused
    reading = FactReading.of(programme, make_register(register, refused, programme))
    for row, place in entries.told:
        take_fact(row, place, reading)
    for table in tables:
        take_facts(table, reading, given)
    return reading


def _together(standing: pa.Table, new: pa.Table) -> pa.Table:
    known = set(standing["id"].to_pylist())
    fresh = [row for row in new.to_pylist() if row["id"] not in known]
    return pa.concat_tables([standing, pa.Table.from_pylist(fresh, schema=ENTITIES)])
