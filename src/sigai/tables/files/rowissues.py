"""Collecting issues about rows by the column, not by the row: one set of facts per different word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sigai.base.issues import Issue, Place, Problem, Severity
from sigai.tables.files.problems import MORE_ERRORS, MORE_WARNINGS
from sigai.tables.files.raw import Words

LISTED = 100_000
"""So many issues of one kind in one file are listed one by one; the rest are counted in one further issue."""


class RowIssues:
    """A growing list of issues about rows; keeps memory bounded when a file of millions is wrong throughout."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], tuple[Problem, int]] = {}

    def add(self, issue: Issue) -> None:
        """Keep an issue; beyond the limit of its kind and file it is counted, not kept."""
        place = issue.place
        if self._take(issue.problem, place.file, 1, place.row or 0):
            self._issues.append(issue)

    def extend(self, issues: Iterable[Issue]) -> None:
        """Keep or count issues in the order in which they come."""
        for issue in issues:
            self.add(issue)

    def rows(
        self,
        problem: Problem,
        file: str,
        rows: npt.NDArray[np.int64],
        column: str | None,
        facts: Mapping[str, Any] | Callable[[int], Mapping[str, Any]],
    ) -> None:
        """One issue per row; `facts` are shared by all, or made from the position in `rows`."""
        listed = self._take(problem, file, len(rows), int(rows[-1]) if len(rows) else 0)
        for position, row in enumerate(rows[:listed].tolist()):
            found = facts(position) if callable(facts) else facts
            self._issues.append(Issue(problem, Place(file, row=row, column=column), found))

    def words(
        self,
        problem: Problem,
        file: str,
        rows: npt.NDArray[np.int64],
        column: str | None,
        *,
        words: Words,
        facts: Callable[[str], Mapping[str, Any]],
    ) -> None:
        """One issue per row of `rows`, whose words are `words`; `facts` is asked once per different word."""
        by_code = {int(code): facts(words.words[code]) for code in words.used()}
        codes = words.codes
        self.rows(problem, file, rows, column, lambda position: by_code.get(int(codes[position]), {}))

    def _take(self, problem: Problem, file: str, count: int, last: int) -> int:
        """How many more issues of this kind may be listed for the file; counts those that come."""
        key = (file, problem.code)
        room = max(0, LISTED - self._counts[key])
        self._counts[key] += count
        self._last[key] = (problem, last)
        return min(room, count)

    def __iter__(self) -> Iterator[Issue]:
        yield from self._issues
        for (file, code), count in self._counts.items():
            if count > LISTED:
                problem, last = self._last[(file, code)]
                more = MORE_ERRORS if problem.severity is Severity.ERROR else MORE_WARNINGS
                yield more.at(Place(file, row=last), code=code, count=count - LISTED, last=last)
