"""The rows of one batch while they are checked: which are good so far, and saying what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sigai.base.issues import Problem
from sigai.tables.files import RowIssues, Words, read_numbers
from sigai.tables.files.numbers import BLANK, Numbers
from sigai.tables.files.raw import Mask, as_text
from sigai.values import problems
from sigai.values.batches import Batch
from sigai.values.headers import NAMES_ZH
from sigai.values.measure_cells import MeasureCells
from sigai.values.measure_names import MeasureNames
from sigai.values.taking_back import taking_back


class RowFaults:
    """One batch on its way through the checks. `good` shrinks; a row may collect several issues."""

    def __init__(self, batch: Batch, names: MeasureNames, issues: RowIssues) -> None:
        self._batch, self._names, self._issues = batch, names, issues
        self._numbers: Numbers = read_numbers(batch.value, decimal_commas=batch.decimal_commas)
        self._takes_back: Mask = taking_back(self._numbers, batch.value)
        self.good: Mask = (self._numbers.kind != BLANK) & ~self._takes_back
        self._given = self.good.copy()
        columns = (self._words("measure"), *batch.twins.get("measure", ()))
        self._cells = tuple(MeasureCells.of(words, names) for words in columns)

    def _say(
        self,
        problem: Problem,
        column: str,
        rows: Mask,
        facts: Mapping[str, Any] | Callable[[int], Mapping[str, Any]],
    ) -> None:
        """An issue for the rows of a mask; `facts` may depend on the position of the row."""
        positions = np.flatnonzero(rows)
        if not len(positions):
            return
        of_row = (lambda index: facts(int(positions[index]))) if callable(facts) else facts
        batch = self._batch
        self._issues.rows(problem, batch.file, batch.rows[positions], batch.header(column), of_row)

    def _refuse(
        self,
        problem: Problem,
        column: str,
        rows: Mask,
        facts: Mapping[str, Any] | Callable[[int], Mapping[str, Any]],
    ) -> None:
        """An error for those rows of a mask that give a figure or take one back: they are not taken."""
        rows = rows & (self._given | self._takes_back)
        self._say(problem, column, rows, facts)
        self._leave(rows)

    def _leave(self, rows: Mask) -> None:
        self.good &= ~rows
        self._takes_back &= ~rows

    def _refuse_words(
        self, problem: Problem, column: str, rows: Mask, facts: Callable[[str], Mapping[str, Any]]
    ) -> None:
        """Like `_refuse`, with facts that depend on the word only and are made once for each."""
        rows = rows & (self._given | self._takes_back)
        if rows.any():
            batch, words = self._batch, self._words(column).take(rows)
            self._issues.words(problem, batch.file, batch.rows[rows], batch.header(column), words=words, facts=facts)
            self._leave(rows)

    def _words(self, column: str) -> Words:
        found = self._batch.words.get(column)
        return Words(np.full(len(self._batch), -1, dtype=np.int32), ()) if found is None else found

    def _word(self, column: str, position: int) -> str:
        words = self._words(column)
        code = int(words.codes[position])
        return words.words[code] if code >= 0 else ""

    def _need(self, column: str) -> None:
        """Refuse the rows where a required cell is empty."""
        names = {"role_zh": NAMES_ZH[column], "role_en": column}
        self._refuse(problems.CELL_MISSING, column, self._words(column).blank, names)

    def _written(self, position: int) -> dict[str, str]:
        """The figure of a row as it was written."""
        return {"given": str(as_text(self._batch.value.slice(position, 1))[0])}

    def _measure(self, position: int) -> Any:
        return self._names.measures[position] if position >= 0 else None
