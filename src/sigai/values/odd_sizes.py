"""Figures whose size tells that they may be written in another unit than those beside them.

A share of 0.85 among 85, 92 and 78 may be 85 %: a cell that lost its format shows it so. A figure ten thousand times as
large as those of its own subject before and after it may be in 元.
"""

from __future__ import annotations

import numpy as np

from sigai.base.issues import Issue
from sigai.base.periods import month_name
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.files import SCALE, RowIssues
from sigai.tables.files.conversion import shown
from sigai.values.batches import same_unit
from sigai.values.figures import GIVEN, Figures, Mask, Vocabularies
from sigai.values.growth_checks import JANUARY
from sigai.values.share_problems import FRACTION_AMONG_PERCENT
from sigai.values.size_problems import UNIT_SLIPPED
from sigai.values.wording import measure_facts

_PERCENT = "%"
_SIGNS = ("%", "％", "‰")
_FAR = {True: 10.0, False: 20.0}
"""So many times the smallest of the others is more than a fraction, for shares of a whole and for other percentages."""
_NEAR = {True: 4.0, False: 1.0}
"""A hundred times a fraction lies among the others, or so many times beyond them."""

_FACTORS = (1_000, 10_000, 100_000_000)
"""How often units that are mistaken for each other go into one another: 吨 and 千克, 万元 and 元, 亿元 and 元."""
_APART = 2.0
"""A figure may be so many times off such a factor, and its neighbours from each other."""


def is_percent(measure: Measure) -> bool:
    """Whether figures of a measure are percentages."""
    return bool(measure.unit) and same_unit(measure.unit, _PERCENT)


def is_share(measure: Measure) -> bool:
    """Whether figures of a measure are percentages of a whole."""
    return is_percent(measure) and measure.minimum is not None and measure.minimum >= 0 and measure.maximum == 100


def fractions(figures: Figures, programme: Programme, words: Vocabularies, issues: RowIssues) -> Mask:
    """The rows that hold a fraction among the percentages of their file and measure, each told; a figure that is
    written with its sign is what it says."""
    refused = np.zeros(len(figures), dtype=np.bool_)
    percent = [at for at, measure in enumerate(programme.measures) if is_percent(measure)]
    rows = np.flatnonzero(np.isin(figures.measure, percent) & (figures.given == GIVEN) & (figures.amount != 0))
    if not len(rows):
        return refused
    written = words.given_values.words
    signed = {code for code, word in enumerate(written) if word.strip().endswith(_SIGNS)}
    group = figures.file[rows].astype(np.int64) * len(programme.measures) + figures.measure[rows]
    for key in np.unique(group).tolist():
        own = rows[group == key]
        measure = programme.measures[key % len(programme.measures)]
        sizes = np.abs(figures.amount[own]) / SCALE
        bare = ~np.isin(figures.given_value[own], list(signed))
        found = own[bare & _are_fractions(sizes, measure)]
        refused[found] = True
        for row in found.tolist():
            facts = {"given": shown(int(figures.amount[row])), "percent": shown(int(figures.amount[row]) * 100)}
            issues.add(FRACTION_AMONG_PERCENT.at(figures.place(row, words), **measure_facts(measure), **facts))
    return refused


def _are_fractions(sizes: np.ndarray, measure: Measure) -> Mask:
    """Which of some percentages are far below all that are more than one, and a hundred times as large among them."""
    large = sizes[sizes > 1]
    if not len(large) or len(large) == len(sizes):
        return np.zeros(len(sizes), dtype=np.bool_)
    whole = is_share(measure)
    far, near = _FAR[whole], _NEAR[whole]
    among = (sizes * 100 >= large.min() / near) & (sizes * 100 <= large.max() * near)
    found: Mask = (sizes <= 1) & (sizes < large.min() / far) & among
    return found


def tell_slipped_units(
    figures: Figures, current: Mask, programme: Programme, words: Vocabularies, issues: RowIssues
) -> None:
    """Warn of figures that are a thousand, ten thousand or a hundred million times the two figures nearest to them of
    the same subject and measure, or as many times less, where these two are alike."""
    rows = np.flatnonzero(current & (figures.amount > 0))
    subject = figures.entity[rows].astype(np.int64) * (len(programme.measures) + 1) + figures.measure[rows]
    keys = (subject << 32) + figures.period[rows]
    order = np.argsort(keys, kind="stable") if (keys[1:] < keys[:-1]).any() else np.arange(len(keys))
    rows, subject = rows[order], subject[order]
    if len(rows) < 3:
        return
    size = np.log(figures.amount[rows] / _months(figures, rows, programme))
    alone = (subject[2:] == subject[:-2]) & (subject[1:-1] == subject[:-2])
    starts = np.flatnonzero(alone)  # three figures of one subject, one after the other
    for odd, one, other in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
        alike = np.abs(size[starts + one] - size[starts + other]) <= np.log(_APART)
        off = size[starts + odd] - (size[starts + one] + size[starts + other]) / 2
        away = np.abs(off)
        slipped = alike & np.any([np.abs(away - np.log(factor)) <= np.log(_APART) for factor in _FACTORS], axis=0)
        if odd != 1:  # a works that begins or ends may well be small
            slipped &= _is_edge(subject, starts, odd) & (off > 0)
        for start in starts[slipped].tolist():
            pair = figures.take(rows[[start + odd, start + one]])
            issues.add(_slipped(pair, programme, words))


def _months(figures: Figures, rows: np.ndarray, programme: Programme) -> np.ndarray:
    """How many months the figure of each row is of: those since January where it runs from there."""
    runs = np.array([measure.accumulation == "ytd" for measure in programme.measures] + [False])
    since = figures.period[rows] // 16 % JANUARY + 1
    return np.where(runs[figures.measure[rows]], since, 1)


def _is_edge(subject: np.ndarray, starts: np.ndarray, odd: int) -> Mask:
    """Whether three figures are the first of their subject (the odd one is the first) or the last of it."""
    beyond = starts - 1 if odd == 0 else starts + 3
    inside = (beyond >= 0) & (beyond < len(subject))
    found: Mask = ~inside | (subject[np.clip(beyond, 0, len(subject) - 1)] != subject[starts])
    return found


def _slipped(pair: Figures, programme: Programme, words: Vocabularies) -> Issue:
    """What is said of a figure, the first, beside another of its subject."""
    measure = programme.measures[pair.measure[0]]
    value, other = (shown(amount) for amount in pair.amount.tolist())
    period = month_name(int(pair.period[1]) // 16)
    facts = {"unit": measure.unit or "1", "value": value, "other": other, "period": period}
    return UNIT_SLIPPED.at(pair.place(0, words), **measure_facts(measure), **facts)
