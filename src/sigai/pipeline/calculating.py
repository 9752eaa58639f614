"""From data to results: every stage in its order; all of it, or what a change of some figures and records touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from sigai.base.periods import Period
from sigai.pipeline.stages import declared, kept_tables
from sigai.programme.programme import Programme
from sigai.progress.smoothing import auto_ets
from sigai.tables.content import table_of
from sigai.tables.data import Data
from sigai.tables.duckdb_store import DuckStore
from sigai.tables.stages import DataChange, Stage, Work

Told = Callable[[str], None]
"""Told which stage begins, by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Calculation:
    """What a calculation gives: the tables of all stages that a run keeps, by name, in the order of their keys."""

    as_of: Period
    tables: Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class _Portion:
    """What each stage is to work out, by its name: some parts, or everything; and from which month on (None: all)."""

    parts: Mapping[str, tuple[str, ...] | None]
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the data since an earlier calculation: measures and ledgers, by id. The register did not.

    since: the earliest month (an index) of a figure that changed; None where that is not known.
    """

    measures: frozenset[str] = frozenset()
    ledgers: frozenset[str] = frozenset()
    since: int | None = None


def get_ready() -> None:
    """Load what the first calculation would wait for: for a process that calculates again and again."""
    auto_ets()
    with DuckStore() as store:
        store.run(store.put("ready", table_of([(1,)], one=pa.int32())))


def calculate(programme: Programme, data: Data, *, as_of: Period, stage: Told | None = None) -> Calculation:
    """Every stage over the data up to `as_of`."""
    everything = _Portion({each.name: None for each in declared()})
    return _made(programme, data, Calculation(as_of, {}), everything, stage)


def recalculate(
    programme: Programme, data: Data, earlier: Calculation, changed: Changed, *, stage: Told | None = None
) -> Calculation:
    """The same as `calculate` on these data, from a calculation of the same programme, month, register, closed months:
    only what the changed measures and ledgers touch is computed anew, the rest is taken over."""
    parts = touched_parts(programme, earlier, changed)
    if not any(parts.values()):
        return earlier
    asked = _Portion(parts, _first_touched(data, earlier.as_of, changed))
    return _made(programme, data, earlier, asked, stage)


def _first_touched(data: Data, as_of: Period, changed: Changed) -> int | None:
    """The first month that a change can alter; None: any.

    A figure of an open month alters what is estimated for all open months, for those that gave it tell of the others,
    and nothing of the closed months before them: what is estimated there rests on nothing that comes later.
    """
    first_open = min(data.open_months(as_of.last), default=None)
    if first_open is None or changed.since is None or changed.ledgers or changed.since < first_open:
        return None
    return first_open


def touched_parts(programme: Programme, earlier: Calculation, changed: Changed) -> dict[str, tuple[str, ...]]:
    """What each stage must work out anew, by its name: what the change touches, and what that is made from."""
    stages, parts = declared(), dict[str, tuple[str, ...]]()
    for each in stages:
        change = DataChange(programme, changed.measures, changed.ledgers, earlier.tables, dict(parts))
        parts[each.name] = tuple(each.touched_by(change))
    by_name = {each.name: each for each in stages}
    for each in reversed(stages):
        for name, of in (each.rests_on or {}).items():
            below = of(programme, parts[each.name]) if parts[each.name] else ()
            if not all(table.kept for table in by_name[name].gives):
                parts[name] = tuple(sorted({*parts[name], *below}))
    return parts


def _made(programme: Programme, data: Data, earlier: Calculation, asked: _Portion, stage: Told | None) -> Calculation:
    stages = declared()
    # Of what nobody kept, only what a part rests on is made anew; where none does, it is empty.
    unkept = [given for each in stages for given in each.gives if not given.kept]
    tables = {given.name: given.contract.empty_table() for given in unkept} | dict(earlier.tables)
    for each in stages:
        own = asked.parts[each.name]
        if own == ():
            continue
        if stage is not None:
            stage(each.name)
        needed = {name: tables[name] for name in each.needs}
        tables |= _of_stage(each, Work(programme, data, earlier.as_of, needed, own, asked.since), tables)
    return Calculation(earlier.as_of, {table.name: tables[table.name] for table in kept_tables()})


def _of_stage(stage: Stage, work: Work, earlier: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables of one stage, whole and in order."""
    made, whole = stage.run(work), dict[str, pa.Table]()
    for given in stage.gives:
        table = made[given.name]
        if given.kept and work.parts is not None:
            table = given.replaced(earlier[given.name], table, work.parts, work.since)
        whole[given.name] = given.in_order(table, work.programme) if given.kept else table
    return whole
