"""The lives of records: in which months each stood in which state, from its history and its present state.

A record stands in a state from the month of `since` to the month before `until`; a state that was entered and left in
one month was never standing at a month's end, and its row says so by `since = until`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.base.issues import Place
from sigai.ledgers.headers import HISTORY_ALIASES, HISTORY_COLUMNS, NAMES_ZH, running_numbers
from sigai.ledgers.lookups import state_choices, state_words
from sigai.ledgers.problems import (
    AFTER_THE_PRESENT,
    BAD_SINCE,
    ENDS_BEFORE_START,
    HISTORY_OF_NOBODY,
    NO_SUCH_STEP,
    UNKNOWN_STATE,
)
from sigai.ledgers.rows import day_number
from sigai.programme.ledgers import Ledger
from sigai.tables.contracts import RECORD_STATES
from sigai.tables.files import RawTable, RowIssues, Words
from sigai.tables.files.columns import find_columns, missing_columns, unknown_columns

EXAMPLE = "id, state, since, until"
_EPOCH = dt.date(1970, 1, 1)
_NO_DAY = -(2**31)
_OPEN = 2**31 - 1

Whole = npt.NDArray[np.int64]


class StateInterval(NamedTuple):
    """One record's stay in one state, by their numbers: from `first`, left on `last` (`_OPEN`: not yet)."""

    record: int
    state: int
    first: int
    last: int
    file: str
    row: int


@dataclass(slots=True)
class StateHistories:
    """The stays of one ledger's records. `records` leads from ids to numbers."""

    ledger: Ledger
    records: dict[str, int]
    issues: RowIssues
    stays: list[StateInterval] = field(default_factory=list)

    def add_history(self, table: RawTable) -> None:
        """Take the rows of a history file in; rows of unknown records or states are told and left out."""
        found = find_columns(table, HISTORY_ALIASES)
        self.issues.extend(found.issues)
        others, numbered = running_numbers(table, found)
        self.issues.extend([*unknown_columns(table, others, tuple(HISTORY_COLUMNS)), *numbered])
        needed = {name: NAMES_ZH[name] for name in ("id", "state", "since")}
        lacking = missing_columns(table, needed, found, EXAMPLE)
        self.issues.extend(lacking)
        if lacking:
            return
        at = found.columns
        ids, states, since = (table.words(at[name]) for name in ("id", "state", "since"))
        known, choices = state_words(self.ledger), state_choices(self.ledger)
        record = ids.map(lambda word: self.records.get(word, -1))
        state = states.map(lambda word: known.get(word.lower(), -1))
        first = since.map(day_number, missing=_NO_DAY)
        last = np.full(len(table), _OPEN, dtype=np.int64)
        if "until" in at:
            last = table.words(at["until"]).map(day_number, missing=_OPEN)
        for position, row in enumerate(table.rows.tolist()):
            place = Place(table.file, row=row)
            if record[position] < 0:
                self.issues.add(HISTORY_OF_NOBODY.at(place, given=_word(ids, position)))
            elif state[position] < 0:
                self.issues.add(UNKNOWN_STATE.at(place, given=_word(states, position), **choices))
            elif first[position] == _NO_DAY or last[position] == _NO_DAY:
                wrong = since if first[position] == _NO_DAY else table.words(at["until"])
                self.issues.add(BAD_SINCE.at(place, given=_word(wrong, position)))
            elif last[position] < first[position]:
                facts = {"since": _day(first[position]), "until": _day(last[position])}
                self.issues.add(ENDS_BEFORE_START.at(place, **facts))
            else:
                days = int(first[position]), int(last[position])
                self.stays.append(StateInterval(int(record[position]), int(state[position]), *days, table.file, row))

    def table(self, records: pa.Table) -> pa.Table:
        """The lives of all records as a table of the contract, with their present states as the last stays."""
        present = self._present(records)
        # a history may repeat the present state as its last row
        past = [stay for stay in self.stays if stay[1:3] != present[stay.record][1:3]]
        self._tell_later(past, present)
        stays = past + list(present.values())
        if not stays:
            return RECORD_STATES.empty_table()
        record, state, first, last = np.array([stay[:4] for stay in stays], dtype=np.int64).T
        is_present = np.arange(len(stays)) >= len(past)
        order = np.lexsort((is_present, first, record))
        record, state, first, last = record[order], state[order], first[order], last[order]
        follows = np.append(record[1:] == record[:-1], False)
        next_first = np.append(first[1:], _OPEN)
        left = np.where(follows, np.minimum(last, next_first), last)
        self._tell_steps(record, state, follows, [stays[index] for index in order.tolist()])
        ids = list(self.records)
        return pa.table(
            {
                "ledger": [self.ledger.id] * len(stays),
                "id": [ids[number] for number in record.tolist()],
                "state": [self.ledger.states[position].id for position in state.tolist()],
                "since": pa.array(_months(first), pa.int32()),
                "until": pa.array(_months(left), pa.int32(), mask=left == _OPEN),
            },
            schema=RECORD_STATES,
        )

    def _present(self, records: pa.Table) -> dict[int, StateInterval]:
        positions = {state.id: position for position, state in enumerate(self.ledger.states)}
        columns = (records.column(name).to_pylist() for name in ("id", "state", "state_since", "file", "row"))
        return {
            self.records[identifier]: StateInterval(
                self.records[identifier], positions[state], (since - _EPOCH).days, _OPEN, file, row
            )
            for identifier, state, since, file, row in zip(*columns, strict=True)
        }

    def _tell_later(
        self,
        past: list[StateInterval],
        present: dict[int, StateInterval],
    ) -> None:
        ids = list(self.records)
        for stay in past:
            now = present[stay.record].first
            if stay.first > now:
                facts = {"given": ids[stay.record], "since": _day(now), "later": _day(stay.first)}
                self.issues.add(AFTER_THE_PRESENT.at(Place(stay.file, row=stay.row), **facts))

    def _tell_steps(
        self,
        record: Whole,
        state: Whole,
        follows: npt.NDArray[np.bool_],
        stays: list[StateInterval],
    ) -> None:
        """Warn of steps that no transition of the ledger makes."""
        if not self.ledger.transitions:
            return
        names = [each.id for each in self.ledger.states]
        allowed = np.zeros((len(names), len(names)), dtype=np.bool_)
        for step in self.ledger.transitions:
            for origin in step.origins:
                if origin in names and step.to in names:
                    allowed[names.index(origin), names.index(step.to)] = True
        at = np.flatnonzero(follows)
        wrong = at[~allowed[state[at], state[at + 1]] & (state[at] != state[at + 1])]
        ids = list(self.records)
        for position in wrong.tolist():
            one, other = (self.ledger.states[int(state[position + step])].name for step in (0, 1))
            later = stays[position + 1]
            self.issues.add(
                NO_SUCH_STEP.at(
                    Place(later.file, row=later.row),
                    given=ids[int(record[position])],
                    origin=one.zh,
                    origin_en=one.en,
                    to=other.zh,
                    to_en=other.en,
                )
            )


def _word(words: Words, position: int) -> str:
    code = int(words.codes[position])
    return words.words[code] if code >= 0 else ""


def _day(number: int) -> str:
    return (_EPOCH + dt.timedelta(days=int(number))).isoformat()


def _months(days: Whole) -> Whole:
    """Month indices of days since 1970; nonsense for `_OPEN`, which is masked."""
    months = np.minimum(days, 10**6).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months + 1970 * 12
