"""What a store was told to answer some questions, kept so that the next store is told the same without building it.

Building expressions and turning them into SQL takes a third of a small calculation, and gives the same whenever the
questions and the columns of the tables are the same. What was seen of the data on the way is kept with it: where it is
otherwise now, the script does not hold and the questions are put anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Literal

import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class Put:
    """A table that comes from the questions, not from data."""

    name: str
    table: pa.Table


@dataclass(frozen=True, slots=True)
class Made:
    """A table or view made of others by a query."""

    kind: Literal["TABLE", "VIEW"]
    name: str
    query: str


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A query whose answer was looked at before the next step was told."""

    query: str
    answer: pa.Table


@dataclass(frozen=True, slots=True)
class Dropped:
    """A table that was forgotten."""

    name: str


Step = Put | Made | Seen | Dropped


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """The steps in their order, and then the queries that answer the questions, with the columns of the answers."""

    steps: tuple[Step, ...]
    answers: tuple[tuple[str, pa.Schema], ...]


class Scripts:
    """The scripts that were used last, `most` of them, by what they answer of which tables; for all threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Script] = OrderedDict()

    def of(self, key: Hashable) -> Script | None:
        """The script that is kept under a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, script: Script) -> None:
        """Keep a script; the one that was not used for longest goes where there are too many."""
        with self._lock:
            self._kept[key] = script
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
