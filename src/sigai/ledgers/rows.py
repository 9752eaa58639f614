"""One table of records: every column read and checked, every fault told, the good rows laid down as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Place, Problem
from sigai.ledgers.fields import FieldColumn, FieldReader, Fragments
from sigai.ledgers.headers import NAMES_ZH, RECORD_COLUMNS, field_column, meaning_of, running_numbers
from sigai.ledgers.lookups import Lookups, state_choices, state_words
from sigai.ledgers.problems import (
    BAD_SINCE,
    NO_ENTITY,
    NO_ID,
    NO_STATE,
    SAME_ID,
    UNKNOWN_AREA,
    UNKNOWN_ENTITY,
    UNKNOWN_STATE,
)
from sigai.programme.ledgers import Ledger
from sigai.tables.contracts import RECORDS
from sigai.tables.files import Guesses, RawTable, RowIssues, Words, read_date, read_period
from sigai.tables.files.columns import Aliases, find_columns, hints, missing_columns, place_facts, unknown_columns
from sigai.tables.files.heads import fits
from sigai.tables.files.problems import HIDDEN_ROW
from sigai.tables.files.raw import Column, Mask

EXAMPLE = "id, entity, area, state, state_since"
_NEEDED = ("id", "state", "state_since")
_EPOCH = dt.date(1970, 1, 1)
_NO_DAY = -(2**31)


@dataclass(frozen=True, slots=True)
class LedgerReader:
    """Reads the tables of one ledger. `seen` leads from ids to where they were first read.

    `whole`: every row brings its id, its state and the day of it, as a file of records does. A sheet that people fill
    in leaves them out of new records. `once`: no two rows are about one record; rows of tables inside records are.
    """

    ledger: Ledger
    lookups: Lookups
    issues: RowIssues
    known: Aliases
    seen: dict[str, Place] = field(default_factory=dict)
    whole: bool = True
    once: bool = True

    def knows_header(self, header: str) -> bool:
        """Whether a header means a column of this ledger's table."""
        return meaning_of(header, self.known)[0] is not None

    def read(self, table: RawTable) -> pa.Table:
        """The good rows of a table as records of the contract."""
        return self.read_with_columns(table)[0]

    def read_with_columns(self, table: RawTable) -> tuple[pa.Table, Mapping[str, int]]:
        """The good rows of a table, and which column of it means what."""
        names = tuple(_without_unit(name, self.known) for name in table.names)
        plain = RawTable(table.file, names, table.columns, table.rows)
        found = find_columns(plain, self.known)
        self.issues.extend(found.issues)
        possible = (*RECORD_COLUMNS, *(each.id for each in self.ledger.fields))
        others, numbered = running_numbers(table, found)
        self.issues.extend(unknown_columns(table, others, possible))
        needed = {name: NAMES_ZH[name] for name in _NEEDED} if self.whole else {}
        lacking = missing_columns(table, needed, found, EXAMPLE)
        self.issues.extend([*lacking, *(numbered if self.whole else ())])
        if lacking:
            return RECORDS.empty_table(), found.columns
        return _RecordRows(self, table, found.columns).records(), found.columns


def stated_unit(table: RawTable, column: int, wanted: str) -> str:
    """The unit that a row of units, the title or the foot of a table states for a column whose header has none; of
    several in title and foot the first of the kind that is wanted, else nothing."""
    if table.units and table.units[column]:
        return table.units[column]
    return next((unit for unit in table.stated if wanted and fits(unit, wanted)), "")


def _without_unit(header: str, known: Mapping[str, str]) -> str:
    meaning, unit = meaning_of(header, known)
    return meaning if meaning and unit else header


class _RecordRows:
    """The rows of one table on their way through the checks."""

    def __init__(self, reader: LedgerReader, table: RawTable, columns: Mapping[str, int]) -> None:
        self._reader, self._table, self._columns = reader, table, columns
        self._good: Mask = np.ones(len(table), dtype=np.bool_)

    def records(self) -> pa.Table:
        """Check every column, then keep the good rows; of rows with one id the first."""
        reader, ledger = self._reader, self._reader.ledger
        self._refuse(HIDDEN_ROW, "id", self._table.hidden(), lambda _: {})
        entity = self._entities()
        area = self._looked_up("area", reader.lookups.area, UNKNOWN_AREA, "area")
        state = self._states()
        since = self._since()
        fields = self._fields()
        ids = self._ids()
        states = [ledger.states[position].id if position >= 0 else None for position in state.tolist()]
        size = len(self._table)
        columns: dict[str, Column] = {
            "ledger": [ledger.id] * size,
            "id": ids,
            "name": self._texts("name"),
            "entity": entity,
            "area": area,
            "state": states,
            "state_since": pa.array(since, pa.int32(), mask=since == _NO_DAY),
            "fields": fields,
            "reporter": self._texts("reporter"),
            "file": [self._table.file] * size,
            "row": self._table.rows,
        }
        kept = pa.array(self._good)
        arrays = {name: _typed(column, RECORDS.field(name).type).filter(kept) for name, column in columns.items()}
        return pa.table(arrays, schema=RECORDS)

    @property
    def _new(self) -> Mask:
        """The rows that must bring everything: all of a file of records, the new ones of a sheet."""
        return self._words("id").blank | self._reader.whole

    # --- saying what is wrong ---------------------------------------------------------------------------------------

    def _words(self, column: str) -> Words:
        index = self._columns.get(column)
        if index is None:
            return Words(np.full(len(self._table), -1, dtype=np.int32), ())
        return self._table.words(index)

    def _header(self, column: str) -> str:
        index = self._columns.get(column)
        return column if index is None else self._table.names[index]

    def _texts(self, column: str) -> list[str | None]:
        words = self._words(column)
        return [words.words[code] if code >= 0 else None for code in words.codes.tolist()]

    def _say(self, problem: Problem, column: str, rows: Mask, facts: Callable[[str], Mapping[str, Any]]) -> None:
        words, table = self._words(column).take(rows), self._table
        if words.blank.any():
            blank = table.rows[rows][words.blank]
            self._reader.issues.rows(problem, table.file, blank, self._header(column), facts(""))
        written = ~words.blank
        self._reader.issues.words(
            problem,
            table.file,
            table.rows[rows][written],
            self._header(column),
            words=words.take(written),
            facts=facts,
        )

    def _refuse(self, problem: Problem, column: str, rows: Mask, facts: Callable[[str], Mapping[str, Any]]) -> None:
        self._say(problem, column, rows, facts)
        self._good &= ~rows

    # --- the checks -------------------------------------------------------------------------------------------------

    def _ids(self) -> list[str | None]:
        ids = self._texts("id")
        blank = self._words("id").blank
        if self._reader.whole:
            self._refuse(NO_ID, "id", blank, lambda _: {})
        if not self._reader.once:
            return ids
        for position in np.flatnonzero(self._good & ~blank).tolist():
            identifier = str(ids[position])
            place = Place(self._table.file, row=int(self._table.rows[position]), column=self._header("id"))
            first = self._reader.seen.setdefault(identifier, place)
            if first is not place:
                self._reader.issues.add(SAME_ID.at(place, given=identifier, **place_facts(first)))
                self._good[position] = False
        return ids

    def _entities(self) -> list[str | None]:
        subject = self._reader.ledger.subject
        if subject in ("enterprise", "park"):
            unsaid = self._words("entity").blank & self._good & self._new
            self._say(NO_ENTITY, "entity", unsaid, lambda _: {})
        return self._looked_up("entity", self._reader.lookups.entity, UNKNOWN_ENTITY, "entity")

    def _looked_up(
        self, column: str, find: Callable[[str], str | None], problem: Problem, kind: str
    ) -> list[str | None]:
        words = self._words(column)
        found = [find(word) for word in words.words]
        unknown = words.spread([int(each is None) for each in found], missing=0) == 1
        guess = Guesses(self._reader.lookups.words[kind])
        self._refuse(problem, column, unknown, lambda word: {"given": word, **hints(guess(word), "")})
        return [found[code] if code >= 0 else None for code in words.codes.tolist()]

    def _states(self) -> npt.NDArray[np.int64]:
        ledger, words = self._reader.ledger, self._words("state")
        known, choices = state_words(ledger), state_choices(ledger)
        state = words.map(lambda word: known.get(word.lower(), -1))
        if self._reader.whole:
            self._refuse(NO_STATE, "state", words.blank, lambda _: choices)
        self._refuse(UNKNOWN_STATE, "state", (state < 0) & ~words.blank, lambda word: {"given": word, **choices})
        return state

    def _since(self) -> npt.NDArray[np.int64]:
        """Days since 1970 on which the state began; a month stands for its first day."""
        words = self._words("state_since")
        days = words.map(day_number, missing=_NO_DAY)
        wrong = (days == _NO_DAY) & (self._reader.whole | ~words.blank)
        self._refuse(BAD_SINCE, "state_since", wrong, lambda word: {"given": word})
        return days

    def _fields(self) -> Column:
        """The JSON object of every row, put together from one piece per field."""
        where = self._table.file, self._table.rows, self._good
        reader = FieldReader(*where, self._reader.lookups, self._reader.issues, keeps=self._reader.whole)
        pieces: list[Fragments] = []
        for each in self._reader.ledger.fields:
            index = self._columns.get(field_column(each.id))
            if index is None:
                reader.missing(each, self._new)
                continue
            merged = np.zeros(len(self._table), dtype=np.bool_)
            merged[self._table.spread.get(index, np.empty(0, dtype=np.int64))] = each.kind == "number"
            header = self._table.names[index]
            unit = meaning_of(header, self._reader.known)[1] or stated_unit(self._table, index, each.unit)
            pieces.append(reader.read(FieldColumn(each, header, unit, self._table.columns[index], merged)))
        self._good = reader.good
        return json_objects(pieces, len(self._table))


def _typed(column: Column, kind: pa.DataType) -> Column:
    return column.cast(kind) if isinstance(column, pa.Array) else pa.array(column, kind)


def day_number(word: str) -> int:
    """Days since 1970 of a date; of a month (or quarter, or year) its first day."""
    day = read_date(word)
    if day is None:
        read = read_period(word)
        if read is None:
            return _NO_DAY
        day = dt.date(read.period.first // 12, read.period.first % 12 + 1, 1)
    return (day - _EPOCH).days


def json_objects(columns: Sequence[Fragments], rows: int) -> Column:
    """One JSON object per row, joined by the column from pieces such as `"investment": 2.5`."""
    parts: list[Column] = [
        pa.array(list(each.pieces), pa.string()).take(pa.array(each.codes, pa.int32(), mask=each.codes < 0))
        if each.pieces
        else pa.nulls(rows, pa.string())
        for each in columns
    ]
    if not parts:
        return pa.array(["{}"] * rows, pa.string())
    join: Callable[..., Column] = pc.binary_join_element_wise
    # every piece brings its own comma: `null_handling="skip"` of pyarrow 26 drops rows in which all pieces are missing
    with_commas = [join(part, "", ", ") for part in parts]
    joined = join(*with_commas, "", null_handling="replace", null_replacement="")
    return join("{", pc.utf8_rtrim(joined, ", "), "}", "")
