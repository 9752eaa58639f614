"""Rows of the tables inside invented records: a few each, month by month where a table goes by the month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sigai.base.periods import month_name
from sigai.demonstration.draws import stream
from sigai.demonstration.record_fields import Cell, Inventor
from sigai.demonstration.records import InventedRecord
from sigai.programme.ledgers import LedgerField, RecordRows
from sigai.programme.programme import Programme

_FILLED, _MOST = 0.7, 6
Invented = Mapping[str, Sequence[InventedRecord]]


def with_rows(
    programme: Programme, records: Invented, entities: Iterable[str], last_day: date, seed: int
) -> dict[str, list[InventedRecord]]:
    """The records with rows in their tables. Chance of its own: whatever else was invented stays as it was."""
    found = {name: list(drafts) for name, drafts in records.items()}
    areas = tuple(area.code for area in programme.areas if area.kind == "county")
    units = tuple(unit.id for unit in programme.units if not unit.members)
    known = tuple(entities), areas, units
    for ledger in programme.ledgers:
        for rows in ledger.rows:
            inventor = Inventor(ledger.form_of(rows), {}, {}, *known)
            maker = _RowMaker(rows, inventor, found, last_day, stream(seed, "rows", ledger.id, rows.id))
            found[ledger.id] = [maker.filled(draft) for draft in found[ledger.id]]
    return found


@dataclass(frozen=True, slots=True)
class _RowMaker:
    """Makes the rows of one table."""

    _rows: RecordRows
    _inventor: Inventor
    _records: Invented
    _last: date
    _random: np.random.Generator

    def filled(self, draft: InventedRecord) -> InventedRecord:
        """A record with rows, where it has come so far that it may have some."""
        since = self._rows.fill.since
        day = next((day for state, day in draft.life if since in (None, state)), None)
        if day is None or day > self._last or self._random.random() > _FILLED:
            return draft
        count = int(self._random.integers(1, min(_MOST, self._rows.maximum) + 1))
        rows: list[Mapping[str, Cell]] = []
        for number in range(count):
            row = self._row(draft, day, number)
            if row is not None and all(self._key(row) != self._key(other) for other in rows):
                rows.append(row)
        return replace(draft, rows={**draft.rows, self._rows.id: rows})

    def _key(self, row: Mapping[str, Cell]) -> object:
        return [row[name] for name in self._rows.once] if self._rows.once else object()

    def _row(self, draft: InventedRecord, day: date, number: int) -> Mapping[str, Cell] | None:
        cells = self._inventor.invent({}, day, self._random)
        for column in self._rows.columns:
            cells[column.id] = self._fitting(draft, column, cells[column.id])
            if column.id == self._rows.dated and column.kind == "period":
                month = day.year * 12 + day.month - 1 + number
                if month > self._last.year * 12 + self._last.month - 1:
                    return None
                cells[column.id] = month_name(month)
        return cells

    def _fitting(self, draft: InventedRecord, column: LedgerField, cell: Cell) -> Cell:
        """A cell as far as it can be so by now: no day that is to come, a link to a record of the same subject."""
        if isinstance(cell, date) and cell > self._last:
            return self._last if column.required else None
        if column.kind != "record":
            return cell
        own = [
            (name, one.id)
            for name in column.ledgers
            for one in self._records.get(name, ())
            if one.entity == draft.entity
        ]
        if not own or self._random.random() < 0.5:
            return None
        name, number = own[int(self._random.integers(len(own)))]
        return number if len(column.ledgers) == 1 else f"{name}/{number}"
