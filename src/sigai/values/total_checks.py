"""Figures against those of the month before: a total since January cannot shrink where figures cannot be negative."""

from __future__ import annotations

import numpy as np

from sigai.base.issues import Problem
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.files import RowIssues
from sigai.tables.files.conversion import shown
from sigai.values.figures import Figures, Mask, Vocabularies
from sigai.values.problems import FALLING_TOTAL
from sigai.values.wording import measure_facts


def check_totals(
    figures: Figures,
    current: Mask,
    programme: Programme,
    words: Vocabularies,
    issues: RowIssues,
    *,
    problem: Problem = FALLING_TOTAL,
) -> None:
    """Warn of year-to-date figures below the figure before them in the same year.

    Only quantities that cannot be negative are held to it: profit since January may well fall, and so may a share.
    """
    held = np.array([only_grows(measure) for measure in programme.measures] + [False])
    rows = np.flatnonzero(current & held[figures.measure])
    subject = figures.entity[rows].astype(np.int64) * (len(programme.measures) + 1) + figures.measure[rows]
    year = figures.period[rows] // 16 // 12
    keys = (subject << 32) + figures.period[rows]
    order = np.argsort(keys, kind="stable") if (keys[1:] < keys[:-1]).any() else slice(None)
    rows, subject, year = rows[order], subject[order], year[order]
    amount = figures.amount[rows]
    falls = (subject[1:] == subject[:-1]) & (year[1:] == year[:-1]) & (amount[1:] < amount[:-1])
    for at in (np.flatnonzero(falls) + 1).tolist():
        row, before = int(rows[at]), int(rows[at - 1])
        issues.add(
            problem.at(
                figures.place(row, words),
                **measure_facts(programme.measures[figures.measure[row]]),
                period=Period.of_index(int(figures.period[row]) // 16),
                earlier=Period.of_index(int(figures.period[before]) // 16),
                value=shown(int(figures.amount[row])),
                before=shown(int(figures.amount[before])),
            )
        )


def only_grows(measure: Measure) -> bool:
    """Whether figures since January can only grow: amounts of something (not shares) with a `minimum` of 0 or more."""
    if measure.accumulation != "ytd" or measure.minimum is None or measure.minimum < 0:
        return False
    return not MeasureUnit.parse(measure.unit).dimensionless
