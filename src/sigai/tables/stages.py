"""What a stage of a run says of itself: the tables that it needs and gives, and what touches it.

A stage works in parts (an indicator, a target, the figures of one measure), and every row that it gives belongs to one
of them; so what a change touches can be made anew while the rest is taken over. Running, recalculating, keeping,
opening and writing loop over stages and their tables and know none by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import InternalError
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.tables.data import Data

_RANK = " rank"
"""A column that no contract can have."""


@dataclass(frozen=True, slots=True, eq=False)
class StageTable:
    """A table that a stage gives, by its contract.

    Its rows stand in the order of `keys`; `part` is the column that names the part of the work that a row belongs to.
    `ranks` gives the values of the first key in their order, where that is not the order of texts. A table that is not
    `kept` lives as long as the calculation. One that is `listed` is written as CSV as well. `month` is the column with
    the month (an index) of a row that rests on that month and earlier ones alone; without one, any change may alter any
    row of a part.
    """

    name: str
    contract: pa.Schema
    keys: tuple[str, ...]
    part: str
    kept: bool = True
    listed: bool = False
    ranks: Callable[[Programme], Iterable[str]] | None = None
    month: str = ""

    def in_order(self, table: pa.Table, programme: Programme) -> pa.Table:
        """Rows by their keys, so that equal results are equal tables however they came about."""
        keys: list[tuple[str, Literal["ascending", "descending"]]] = [(key, "ascending") for key in self.keys]
        if self.ranks is not None:
            first = self.keys[0]
            rank = pc.index_in(table[first], value_set=pa.array(list(self.ranks(programme)), table[first].type))
            table, keys = table.append_column(_RANK, rank), [(_RANK, "ascending"), *keys[1:]]
        return table.sort_by(keys).select(self.contract.names).combine_chunks().cast(self.contract)

    def replaced(self, earlier: pa.Table, anew: pa.Table, parts: Collection[str], since: int | None = None) -> pa.Table:
        """An earlier table with some parts of it made anew, of those that tell months the months from `since` on."""
        replaced = pc.is_in(earlier[self.part], pa.array(sorted(parts), pa.string()))
        anew = anew.select(self.contract.names)
        if since is not None and self.month:
            first = pa.scalar(since, pa.int32())
            replaced = pc.and_(replaced, pc.greater_equal(earlier[self.month], first))
            anew = anew.filter(pc.greater_equal(anew[self.month], first))
        return pa.concat_tables([earlier.filter(pc.invert(replaced)), anew])


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What a stage works on: the programme, the data, the month; `tables` are those that it needs, by name.

    `parts` are the parts to work out; None is all of them. `since` is the first month (an index) that can be other than
    it was; None: any month can.
    """

    programme: Programme
    data: Data
    as_of: Period
    tables: Mapping[str, pa.Table]
    parts: tuple[str, ...] | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DataChange:
    """What changed since an earlier calculation, for a stage that is asked what touches it.

    `measures` and `ledgers` are those whose figures and records changed; `tables` what the earlier calculation gave;
    `touched` the parts that every stage before this one named, by its name.
    """

    programme: Programme
    measures: frozenset[str]
    ledgers: frozenset[str]
    tables: Mapping[str, pa.Table]
    touched: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A stage of a run: `run` makes the tables that it `gives`, by name, from those that it `needs`.

    `touched_by` names the parts whose rows a change may alter. `rests_on` names the parts of an earlier stage that some
    parts of this one are made from: what that stage gave and nobody kept is made anew for them.
    """

    name: str
    needs: tuple[str, ...]
    gives: tuple[StageTable, ...]
    touched_by: Callable[[DataChange], Collection[str]]
    run: Callable[[Work], Mapping[str, pa.Table]]
    rests_on: Mapping[str, Callable[[Programme, Collection[str]], Collection[str]]] | None = None


def in_sequence(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages, where each needs what an earlier one gives and no table is given twice; InternalError otherwise."""
    given: set[str] = set()
    names: set[str] = set()
    for stage in stages:
        own = [table.name for table in stage.gives]
        lacking = set(stage.needs) - given | set(stage.rests_on or ()) - names
        if lacking:
            raise InternalError(f"stage {stage.name} needs {sorted(lacking)}, which no earlier stage gives")
        if stage.name in names or len({*own} - given) < len(own):
            raise InternalError(f"stage {stage.name} or a table of it stands twice")
        given.update(own)
        names.add(stage.name)
    return tuple(stages)
