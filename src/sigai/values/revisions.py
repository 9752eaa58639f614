"""Which of several figures for one entity, measure and period counts.

Figures are ordered by their explicit revision number; those without one come before, ordered by the time of their
report. The latest counts, the others stay in the history; where the latest is a row without a figure, the figures
before it are withdrawn. Two different figures of one revision (the same number, the same time, or neither) contradict
each other, whatever files and sheets they stand in: nothing says which is right, and neither is taken. So it is where
the time of one is blank or cannot be read and it may be the latest, and where one without a number stands beside a
first revision. Reading order never matters: any permutation of rows and any names of files give the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sigai.base.issues import Problem
from sigai.tables.files import RowIssues
from sigai.tables.files.columns import place_facts
from sigai.tables.files.conversion import shown
from sigai.values.figures import (
    EMPTY_CELL,
    GIVEN,
    NO_REVISION,
    NO_TIME,
    UNREAD_TIME,
    WITHDRAWN,
    Figures,
    Mask,
    Vocabularies,
    Whole,
    number_periods,
)
from sigai.values.headers import STATE_CODES
from sigai.values.problems import CONFLICT, ORDER_OPEN, SAME_TWICE
from sigai.values.withdrawal_problems import STILL_COUNTS
from sigai.values.withdrawal_problems import WITHDRAWN as WITHDRAWN_FIGURE

_FIRST = 1
"""The number of a first report; one without a number may be it, or a later one."""

_NOTHING = np.iinfo(np.int64).min
"""Stands for the amount of a row that gives none."""


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """Per row: whether it stays at all, whether it is the figure that counts, its revision number, and whether it
    corrects a figure that was given before."""

    kept: Mask
    current: Mask
    revision: npt.NDArray[np.int32]
    corrected: Mask


def figure_keys(figures: Figures, measures: int) -> Whole:
    """One number per entity, measure and period."""
    periods, period = number_periods(figures.period)
    return (figures.entity.astype(np.int64) * measures + figures.measure) * max(len(periods), 1) + period


def resolve(
    figures: Figures, alive: Mask, measures: int, words: Vocabularies, issues: RowIssues | None = None
) -> Resolution:
    """The figures that count among the rows that are alive; duplicates and contradictions are told to `issues`."""
    kept = alive & (figures.given == GIVEN)
    current = kept.copy()
    revision = np.where(figures.revision == NO_REVISION, 1, figures.revision).astype(np.int32)
    corrected = figures.state == STATE_CODES["revised"]
    keys = figure_keys(figures, measures)
    several = _rows_of_repeated_keys(keys, alive & (figures.given != EMPTY_CELL))
    if len(several):
        _Several(figures, several, keys[several], words).settle(Resolution(kept, current, revision, corrected), issues)
    if issues is not None:
        _tell_empty_cells(figures, keys, current, words, issues)
    return Resolution(kept, current, revision, corrected)


def _rows_of_repeated_keys(keys: Whole, alive: Mask) -> npt.NDArray[np.int64]:
    rows = np.flatnonzero(alive)
    ordered = np.sort(keys[rows])
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(repeated):
        return np.empty(0, dtype=np.int64)
    repeated = np.unique(repeated)
    place = np.searchsorted(repeated, keys[rows])
    place[place == len(repeated)] = 0
    among: Mask = np.equal(repeated[place], keys[rows])
    return rows[among]


class _Several:
    """The rows whose entity, measure and period stand more than once, in their order of revision."""

    def __init__(self, figures: Figures, rows: npt.NDArray[np.int64], keys: Whole, words: Vocabularies) -> None:
        number = figures.revision[rows].astype(np.int64)
        explicit = number != NO_REVISION
        time = np.where(explicit, NO_TIME, figures.reported_at[rows])
        order = np.lexsort((figures.row[rows], figures.file[rows], time, number, keys))
        self.figures, self.words = figures, words
        self.rows = rows[order]
        self.keys, self.number = keys[order], number[order]
        self._time = time[order]
        self._empty = figures.given[self.rows] == WITHDRAWN
        self.amount = np.where(self._empty, _NOTHING, figures.amount[self.rows])

    def settle(self, found: Resolution, issues: RowIssues | None) -> None:
        """Write what becomes of the rows into the columns of `found`."""
        new_key = _differs(self.keys)
        new_version = new_key | _differs(self.number) | _differs(self._time)
        version = np.cumsum(new_version) - 1
        first = np.flatnonzero(new_version)
        low, high = np.minimum.reduceat(self.amount, first), np.maximum.reduceat(self.amount, first)
        conflict = (low != high)[version]
        unordered = self._unordered() & ~conflict
        repeated = ~new_version & ~conflict & ~unordered
        conflict |= unordered
        found.kept[self.rows[conflict | repeated]] = False
        found.current[self.rows] = False
        stays = np.flatnonzero(~(conflict | repeated))
        last = np.append(_differs(self.keys[stays])[1:], True) if len(stays) else np.empty(0, dtype=np.bool_)
        found.current[self.rows[stays[last]]] = True
        found.current[self.rows[self._empty]] = found.kept[self.rows[self._empty]] = False
        self._number(stays, found.revision)
        self._mark_corrected(stays, found.corrected)
        if issues is not None:
            self._tell_repeated(repeated, version, first, issues)
            self._tell_together(CONFLICT, conflict & ~unordered, version, issues)
            self._tell_together(ORDER_OPEN, unordered, np.cumsum(new_key) - 1, issues)
            self._tell_withdrawn(stays, last, issues)

    def _unordered(self) -> Mask:
        """The rows of which nobody knows the last: one whose time is blank or cannot be read stands beside others with
        their times, or one without a number beside a first revision. The last is open unless all that may be it give
        the same."""
        begins = np.flatnonzero(_differs(self.keys))
        group = np.cumsum(_differs(self.keys)) - 1

        def anywhere(rows: Mask) -> Mask:
            found: Mask = np.logical_or.reduceat(rows, begins)[group]
            return found

        highest = np.maximum.reduceat(self.number, begins)[group]
        by_time, decided = self.number == NO_REVISION, highest > _FIRST
        unread, blank = by_time & (self._time == UNREAD_TIME), by_time & (self._time == NO_TIME)
        open_time = unread | (blank & ~decided & anywhere(by_time & ~blank))
        beside_first = anywhere(by_time) & (highest >= 0) & ~decided
        ordered = by_time & ~open_time
        latest = np.maximum.reduceat(np.where(ordered, self._time, NO_TIME), begins)[group]
        possible = open_time | (ordered & (self._time == latest)) | (beside_first & (self.number == highest))
        low = np.minimum.reduceat(np.where(possible, self.amount, np.iinfo(np.int64).max), begins)
        high = np.maximum.reduceat(np.where(possible, self.amount, _NOTHING), begins)
        differ = (low != high)[group] & (anywhere(open_time) | beside_first)
        unordered: Mask = differ & (by_time | beside_first)
        return unordered

    def _number(self, stays: npt.NDArray[np.int64], revision: npt.NDArray[np.int32]) -> None:
        """Give a running number to the revisions of a figure that does not have one throughout."""
        if not len(stays):
            return
        start = _differs(self.keys[stays])
        group = np.cumsum(start) - 1
        begins = np.flatnonzero(start)
        running = np.arange(len(stays)) - begins[group] + 1
        lacking = np.logical_or.reduceat(self.number[stays] == NO_REVISION, begins)[group]
        revision[self.rows[stays[lacking]]] = running[lacking]

    def _mark_corrected(self, stays: npt.NDArray[np.int64], corrected: Mask) -> None:
        """A revision corrects a figure if any before it had another value; the same value given again does not."""
        if not len(stays):
            return
        start = _differs(self.keys[stays])
        changes = np.cumsum(~start & _differs(self.amount[stays]))
        before = changes[np.flatnonzero(start)][np.cumsum(start) - 1]
        corrected[self.rows[stays[changes > before]]] = True

    def _tell_repeated(self, repeated: Mask, version: Whole, first: npt.NDArray[np.int64], issues: RowIssues) -> None:
        for at in np.flatnonzero(repeated).tolist():
            earlier = self.figures.place(self.rows[first[version[at]]], self.words)
            issues.add(SAME_TWICE.at(self.figures.place(self.rows[at], self.words), **place_facts(earlier)))

    def _tell_together(self, problem: Problem, rows: Mask, group: Whole, issues: RowIssues) -> None:
        """Say of each row of a group with which others it cannot stand."""
        together: dict[int, list[int]] = defaultdict(list)
        for at in np.flatnonzero(rows).tolist():
            together[int(group[at])].append(at)
        for members in together.values():
            places = [self.figures.place(self.rows[at], self.words) for at in members]
            values = "、".join(dict.fromkeys("—" if self._empty[at] else shown(int(self.amount[at])) for at in members))
            for at, place in zip(members, places, strict=True):
                others = [other for other, member in zip(places, members, strict=True) if member != at][:3]
                issues.add(
                    problem.at(
                        place,
                        values=values,
                        places=", ".join(other.text("en") for other in others),
                        places_zh="、".join(other.text("zh") for other in others),
                    )
                )

    def _tell_withdrawn(self, stays: npt.NDArray[np.int64], last: Mask, issues: RowIssues) -> None:
        """Name the figures that a later row without a figure withdraws."""
        after, before = stays[1:], stays[:-1]
        ends = last[1:] & self._empty[after] & ~self._empty[before] & (self.keys[after] == self.keys[before])
        for later, earlier in zip(after[ends].tolist(), before[ends].tolist(), strict=True):
            old = place_facts(self.figures.place(self.rows[earlier], self.words))
            place = self.figures.place(self.rows[later], self.words)
            issues.add(WITHDRAWN_FIGURE.at(place, before=shown(int(self.amount[earlier])), **old))


def _tell_empty_cells(figures: Figures, keys: Whole, current: Mask, words: Vocabularies, issues: RowIssues) -> None:
    """Name the figures that still count though a row without an order, or a revision in a wide table, leaves their
    cells empty."""
    empty = np.flatnonzero(figures.given == EMPTY_CELL)
    if not len(empty):
        return
    counting = np.flatnonzero(current)
    order = counting[np.argsort(keys[counting], kind="stable")]
    at = np.searchsorted(keys[order], keys[empty])
    for row, position in zip(empty.tolist(), at.tolist(), strict=True):
        if position < len(order) and keys[order[position]] == keys[row] and _comes_after(figures, row, order[position]):
            stands = int(order[position])
            old = place_facts(figures.place(stands, words))
            issues.add(STILL_COUNTS.at(figures.place(row, words), before=shown(int(figures.amount[stands])), **old))


def _comes_after(figures: Figures, row: int, other: int) -> bool:
    """Whether a row comes later by its revision, or by its time where neither has one; one without either may."""
    one, two = int(figures.revision[row]), int(figures.revision[other])
    if one == NO_REVISION and figures.reported_at[row] == NO_TIME:
        return True
    return one > two or (one == two == NO_REVISION and bool(figures.reported_at[row] > figures.reported_at[other]))


def _differs(column: npt.NDArray[np.generic]) -> Mask:
    """Where a column differs from the row above; the first row always does."""
    return np.concatenate(([True], column[1:] != column[:-1])) if len(column) else np.empty(0, dtype=np.bool_)
