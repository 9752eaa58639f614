"""The usual way by hand: again and again the project that brings most for what it takes, as long as it fits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sigai.portfolio.programme import MixedProgramme, Numbers


def greedy(programme: MixedProgramme) -> Numbers:
    """The options (1: chosen) that a list ordered by worth for budgets taken gives, worth being looked at anew after
    every choice. It keeps budgets, dependencies and exclusions; pins and least shares it knows nothing of."""
    bonds = _rows_of(programme, ("budget", "once", "after", "excludes"))
    limits, matrix = programme.high[bonds], programme.matrix[bonds, : programme.binaries].tocsc()
    gaps = programme.matrix[_rows_of(programme, ("gap",)), : programme.binaries].toarray()
    price, budgets = _prices(programme)
    chosen, used, closed = np.zeros(programme.binaries), np.zeros(len(bonds)), np.zeros(len(gaps))
    candidates = np.arange(programme.binaries)
    before = 0.0
    while len(candidates):
        gain = _worth(programme, closed[:, None] + gaps[:, candidates]) - before
        for best in candidates[np.argsort(-gain / price[candidates])].tolist():
            part = slice(matrix.indptr[best], matrix.indptr[best + 1])
            rows, takes = matrix.indices[part], matrix.data[part]
            if (used[rows] + takes <= limits[rows] + 1e-9).all():
                break
        else:
            break
        if gain[np.searchsorted(candidates, best)] <= 0:
            break
        chosen[best] = 1.0
        used[rows] += takes
        closed += gaps[:, best]
        before = float(_worth(programme, closed[:, None])[0])
        # A project that no budget has room for is out for good; one that needs another stays in the list.
        room = (budgets <= (_room(programme, chosen) + 1e-9)[:, None]).all(axis=0)
        candidates = np.flatnonzero(room & (chosen == 0.0))
    return chosen


def _prices(programme: MixedProgramme) -> tuple[Numbers, Numbers]:
    """What each option takes, every budget and year counted as a whole; and of every budget and year alone."""
    rows = _rows_of(programme, ("budget",))
    takes = programme.matrix[rows, : programme.binaries].toarray()
    size = np.where(programme.high[rows] > 0, programme.high[rows], 1.0)
    return (takes / size[:, None]).sum(axis=0) + 1e-9, takes


def _room(programme: MixedProgramme, chosen: Numbers) -> Numbers:
    """What is left of every budget and year."""
    rows = _rows_of(programme, ("budget",))
    return np.asarray(programme.high[rows] - programme.matrix[rows, : programme.binaries] @ chosen)


def _rows_of(programme: MixedProgramme, kinds: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.array([at for at, row in enumerate(programme.rows) if row.kind in kinds], dtype=np.int64)


def _worth(programme: MixedProgramme, closed: Numbers) -> Numbers:
    """What shares of gaps (targets × choices) are worth, each choice for itself."""
    reserve = programme.reserve
    weights = np.array([gap.weight for gap in reserve.gaps])[:, None]
    worth = np.minimum(closed, 0.0) * reserve.returns[0][1]
    before = 0.0
    for until, slope in reserve.returns:
        worth = worth + slope * np.clip(closed - before, 0.0, until - before)
        before = until
    return np.asarray((weights * worth).sum(axis=0))
