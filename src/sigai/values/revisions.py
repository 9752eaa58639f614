"""Which of several figures for one entity, measure and period counts.

Figures are ordered by their explicit revision number; those without one come before, ordered by the time of their
report, then by the name of their file. The latest counts, the others stay in the history. Two different figures of one
revision (the same number, the same time in one file, or neither in one file) contradict each other: nothing says which
is right, and neither is taken. Reading order never matters: any permutation of rows gives the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sigai.tables.files import RowIssues
from sigai.tables.files.columns import place_facts
from sigai.tables.files.conversion import shown
from sigai.values.figures import NO_REVISION, NO_TIME, Figures, Mask, Vocabularies, Whole, number_periods
from sigai.values.headers import STATE_CODES
from sigai.values.problems import CONFLICT, LATER_FILE, SAME_TWICE


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
    kept = alive.copy()
    current = alive.copy()
    revision = np.where(figures.revision == NO_REVISION, 1, figures.revision).astype(np.int32)
    corrected = figures.state == STATE_CODES["revised"]
    keys = figure_keys(figures, measures)
    several = _rows_of_repeated_keys(keys, alive)
    if len(several):
        _Several(figures, several, keys[several], words).settle(Resolution(kept, current, revision, corrected), issues)
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
        file = np.where(explicit, -1, figures.file[rows])
        order = np.lexsort((figures.row[rows], figures.file[rows], file, time, number, keys))
        self.figures, self.words = figures, words
        self.rows = rows[order]
        self.keys, self.number = keys[order], number[order]
        self._time, self._file = time[order], file[order]
        self.amount = figures.amount[self.rows]

    def settle(self, found: Resolution, issues: RowIssues | None) -> None:
        """Write what becomes of the rows into the columns of `found`."""
        new_key = _differs(self.keys)
        new_version = new_key | _differs(self.number) | _differs(self._time) | _differs(self._file)
        version = np.cumsum(new_version) - 1
        first = np.flatnonzero(new_version)
        low, high = np.minimum.reduceat(self.amount, first), np.maximum.reduceat(self.amount, first)
        conflict = (low != high)[version]
        repeated = ~new_version & ~conflict
        found.kept[self.rows[conflict | repeated]] = False
        found.current[self.rows] = False
        stays = np.flatnonzero(~(conflict | repeated))
        last = np.append(_differs(self.keys[stays])[1:], True) if len(stays) else np.empty(0, dtype=np.bool_)
        found.current[self.rows[stays[last]]] = True
        self._number(stays, found.revision)
        self._mark_corrected(stays, found.corrected)
        if issues is not None:
            self._tell(conflict, repeated, version, first, issues)
            self._tell_by_file(stays, issues)

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

    def _tell(
        self, conflict: Mask, repeated: Mask, version: Whole, first: npt.NDArray[np.int64], issues: RowIssues
    ) -> None:
        for at in np.flatnonzero(repeated).tolist():
            earlier = self.figures.place(self.rows[first[version[at]]], self.words)
            issues.add(SAME_TWICE.at(self.figures.place(self.rows[at], self.words), **place_facts(earlier)))
        together: dict[int, list[int]] = defaultdict(list)
        for at in np.flatnonzero(conflict).tolist():
            together[int(version[at])].append(at)
        for members in together.values():
            places = [self.figures.place(self.rows[at], self.words) for at in members]
            values = "、".join(dict.fromkeys(shown(int(self.amount[at])) for at in members))
            for at, place in zip(members, places, strict=True):
                others = [other for other, member in zip(places, members, strict=True) if member != at][:3]
                issues.add(
                    CONFLICT.at(
                        place,
                        values=values,
                        places=", ".join(other.text("en") for other in others),
                        places_zh="、".join(other.text("zh") for other in others),
                    )
                )

    def _tell_by_file(self, stays: npt.NDArray[np.int64], issues: RowIssues) -> None:
        """Name the figures that replace another only because their file comes later by name."""
        unmarked = (self.number == NO_REVISION) & (self._time == NO_TIME)
        after, before = stays[1:], stays[:-1]
        same = (self.keys[after] == self.keys[before]) & unmarked[after] & unmarked[before]
        for later, earlier in zip(after[same].tolist(), before[same].tolist(), strict=True):
            place = self.figures.place(self.rows[later], self.words)
            old = place_facts(self.figures.place(self.rows[earlier], self.words))
            if self.amount[later] == self.amount[earlier]:
                issues.add(SAME_TWICE.at(place, **old))
            else:
                amounts = {"value": shown(int(self.amount[later])), "before": shown(int(self.amount[earlier]))}
                issues.add(LATER_FILE.at(place, **amounts, **old))


def _differs(column: npt.NDArray[np.generic]) -> Mask:
    """Where a column differs from the row above; the first row always does."""
    return np.concatenate(([True], column[1:] != column[:-1])) if len(column) else np.empty(0, dtype=np.bool_)
