"""The fields of a ledger, read by the column: typed, checked, and laid down as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sigai.base.issues import Problem
from sigai.base.ranges import range_words
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.problems import (
    FIELD_FORM,
    FIELD_MISSING,
    FIELD_RANGE,
    FIELD_ROUNDED,
    FIELD_UNIT,
    MERGED_NUMBER,
    MONEY_ROUNDED,
    NOT_A_NUMBER,
    TO_BE_LINKED,
)
from sigai.programme.ledgers import LedgerField
from sigai.tables.files import RowIssues, Words, read_numbers
from sigai.tables.files.conversion import convert, shown
from sigai.tables.files.numbers import BLANK, SCALE
from sigai.tables.files.raw import Column, Mask, Rows, as_text


@dataclass(frozen=True, slots=True, eq=False)
class FieldColumn:
    """One column of a ledger's table: the field, the header it stands under, the unit in that header."""

    field: LedgerField
    header: str
    unit: str
    cells: Column
    merged: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """For every row the piece of JSON of one field (`"investment": 2.5`), by code; -1 where nothing was given."""

    codes: npt.NDArray[np.int32]
    pieces: Sequence[str]


class FieldReader:
    """Reads the field columns of one table; rows with a fault leave `good`. `keeps`: a word that names nothing of the
    programme stays as it is written, to be linked, as records of old have it."""

    def __init__(
        self, file: str, rows: Rows, good: Mask, lookups: Lookups, issues: RowIssues, *, keeps: bool = False
    ) -> None:
        self._file, self._rows, self._lookups, self._issues = file, rows, lookups, issues
        self._keeps = keeps
        self.good = good

    def read(self, column: FieldColumn) -> Fragments:
        """The values of one field as pieces of JSON."""
        if column.field.kind == "number":
            return self._numbers(column)
        words = Words.of(column.cells)
        values = [self._lookups.value(column.field, word) for word in words.words]
        if self._keeps and column.field.kind == "named":
            strange = np.array([value is None for value in values] + [False], dtype=np.bool_)[words.codes]
            told = {"hint_zh": "", "hint_en": ""}
            self._say(TO_BE_LINKED, column, strange, lambda at: {"given": words.words[words.codes[at]], **told})
            values = [word if value is None else value for value, word in zip(values, words.words, strict=True)]
        readable = np.array([value is not None for value in values] + [True], dtype=np.bool_)[words.codes]
        wanted = wanted_form(column.field)
        self._refuse(FIELD_FORM, column, ~readable, lambda at: {"given": words.words[words.codes[at]], **wanted})
        self._need(column, words.blank)
        pieces = [_piece(column.field.id, value) for value in values]
        return Fragments(np.where(readable, words.codes, -1).astype(np.int32), pieces)

    def missing(self, field: LedgerField, needed: Mask) -> None:
        """A required field without a column is missing in every row that needs it."""
        if field.required:
            names = {"field": field.name.zh, "field_en": field.name.en}
            self._issues.rows(FIELD_MISSING, self._file, self._rows[self.good & needed], field.id, names)
            self.good &= ~needed

    def _numbers(self, column: FieldColumn) -> Fragments:
        field, numbers = column.field, read_numbers(column.cells)
        given = self._given(column)
        self._refuse(NOT_A_NUMBER, column, numbers.kind > BLANK, given)
        self._refuse(MERGED_NUMBER, column, column.merged, {})
        units = _units(numbers.units, column.unit, len(self._rows))
        zero = np.zeros(len(self._rows), dtype=np.int64)
        amounts = convert(numbers, units, zero, [field.unit], numbers.good)
        wrong = amounts.unknown | amounts.wrong
        self._refuse(FIELD_UNIT, column, wrong, lambda at: {**given(at), "given": units.words[units.codes[at]]})
        self._refuse(NOT_A_NUMBER, column, amounts.too_large, given)
        scaled = amounts.amounts / SCALE
        low = -np.inf if field.minimum is None else field.minimum
        high = np.inf if field.maximum is None else field.maximum
        outside = numbers.good & ((scaled < low) | (scaled > high))
        allowed = range_words(field.minimum, field.maximum)
        self._refuse(FIELD_RANGE, column, outside, lambda at: {**given(at), "range": allowed})
        inexact = amounts.rounded & field.holds.exact
        self._refuse(MONEY_ROUNDED, column, inexact, given)
        self._say(FIELD_ROUNDED, column, amounts.rounded & self.good, given)
        self._need(column, numbers.kind == BLANK)
        different, codes = np.unique(amounts.amounts, return_inverse=True)
        pieces = [f"{json.dumps(field.id)}: {shown(int(amount))}" for amount in different]
        return Fragments(np.where(numbers.good & ~inexact, codes, -1).astype(np.int32), pieces)

    def _given(self, column: FieldColumn) -> Callable[[int], dict[str, str]]:
        unit = column.field.unit or "1"
        return lambda at: {"given": str(as_text(column.cells.slice(at, 1))[0]), "unit": unit}

    def _need(self, column: FieldColumn, blank: Mask) -> None:
        if column.field.required:
            self._refuse(FIELD_MISSING, column, blank, {})

    def _refuse(
        self,
        problem: Problem,
        column: FieldColumn,
        rows: Mask,
        facts: Mapping[str, Any] | Callable[[int], Mapping[str, Any]],
    ) -> None:
        self._say(problem, column, rows, facts)
        self.good &= ~rows

    def _say(
        self,
        problem: Problem,
        column: FieldColumn,
        rows: Mask,
        facts: Mapping[str, Any] | Callable[[int], Mapping[str, Any]],
    ) -> None:
        positions = np.flatnonzero(rows)
        names = {"field": column.field.name.zh, "field_en": column.field.name.en}

        def of_row(index: int) -> Mapping[str, Any]:
            return {**names, **(facts(int(positions[index])) if callable(facts) else facts)}

        self._issues.rows(problem, self._file, self._rows[positions], column.header, of_row)


def wanted_form(field: LedgerField) -> dict[str, str]:
    """What a field of this type should hold, in both languages."""
    if field.kind in ("choice", "choices"):
        several = ("（几项用分号隔开）", " (several with semicolons)") if field.kind == "choices" else ("", "")
        return {
            "wanted_zh": f"可填{several[0]}：" + "、".join(choice.name.zh for choice in field.choices),
            "wanted_en": f"it may be one of{several[1]}: " + ", ".join(choice.id for choice in field.choices),
        }
    form = field.holds.form
    return {"wanted_zh": f"请填{form.zh}" if form else "", "wanted_en": f"write {form.en}" if form else ""}


def _units(behind: Words | None, header: str, rows: int) -> Words:
    """The unit of every row: the one behind the figure, else the one in the header, else none."""
    written = Words(np.full(rows, -1, dtype=np.int32), ()) if behind is None else behind
    if not header:
        return written
    codes = np.where(written.codes < 0, len(written.words), written.codes)
    return Words(codes.astype(np.int32), (*written.words, header))


def _piece(name: str, value: str | bool | None) -> str:
    return f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
