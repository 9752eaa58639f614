"""Whose figure is worth chasing: what each of those who have not reported would narrow, and who settles the statuses.

A status is held because its decision interval reaches over a change of status. The variance of the result is shared
out among those who are missing (contract INDICATOR_EFFECTS); when some of them report, their shares are gone. A status
counts as settled once the interval that is left no longer reaches as far as its tipping point, the middle staying where
it is. That is an expectation: a figure that surprises moves the middle as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import scipy

from sigai.base.periods import Period
from sigai.programme.method import EstimateMethod
from sigai.progress.arrays import Floats

_TENTH = 0.1
"""The slope of a result is its change where all that is estimated is this much larger."""

_LEAST = 0.005
"""Below this part of the doubt in all held statuses an entity is not on the shortest list."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One of those who have not reported.

    narrows: the part of the variance of held statuses that would be gone with its figures, summed over them (2.4: as
    much as two statuses and two fifths of a third). targets: the held targets that it has a part in, the largest first.
    """

    entity: str
    narrows: float
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chase:
    """Everybody worth chasing, the most useful first; the shortest list found that settles what can be settled; and the
    held statuses (target, area) that it would settle and that it would not."""

    missing: tuple[Missing, ...]
    shortest: tuple[str, ...]
    settles: tuple[tuple[str, str], ...]
    stays_open: tuple[tuple[str, str], ...]


def chase(progress: pa.Table, results: pa.Table, effects: pa.Table, *, as_of: Period, method: EstimateMethod) -> Chase:
    """Who is worth chasing at a month.

    From the tables of a finished calculation, by the contracts PROGRESS, INDICATOR_RESULTS and INDICATOR_EFFECTS.
    """
    held = _held(progress, results, as_of, method)
    if held.empty:
        return Chase((), (), (), ())
    shares = _shares(held, effects, as_of)
    chosen, done = _fewest(shares.to_numpy(), held["needed"].to_numpy())
    lines = list(zip(held["target"].astype(str), held["area"].astype(str), strict=True))
    return Chase(
        missing=_ranked(shares, held),
        shortest=tuple(str(shares.columns[place]) for place in chosen),
        settles=tuple(line for line, is_done in zip(lines, done, strict=True) if is_done),
        stays_open=tuple(line for line, is_done in zip(lines, done, strict=True) if not is_done),
    )


def _held(progress: pa.Table, results: pa.Table, as_of: Period, method: EstimateMethod) -> pd.DataFrame:
    """The current statuses of main tracks that are held, with the part of their variance that must go (`needed`)."""
    columns = ["target", "indicator", "area", "as_of", "current", "main", "tipping_point", "open_status"]
    rows = progress.select(columns).to_pandas()
    rows = rows[(rows["as_of"] == str(as_of)) & rows["current"] & rows["main"] & rows["open_status"].notna()]
    found = results.select(["indicator", "area", "industry", "month", "spread_down", "spread_up", "slope"]).to_pandas()
    found = found[found["industry"].isna() & (found["month"] == as_of.last)].drop(columns=["industry", "month"])
    rows = rows.merge(found, on=["indicator", "area"], how="left").sort_values(["target", "area"])
    spread = rows[["spread_down", "spread_up"]].max(axis=1).to_numpy(dtype=np.float64)
    # The same as `scipy.stats.norm.ppf`, which takes much longer to load than a page may.
    reach = scipy.special.ndtri((1 + method.decision) / 2) * method.widening * spread
    distance = (rows["slope"].abs() * rows["tipping_point"].abs() / _TENTH).to_numpy(dtype=np.float64)
    # Where no common change of the missing figures turns the status, only knowing all of them settles it.
    part = np.divide(np.nan_to_num(distance), reach, out=np.zeros_like(reach), where=reach > 0)
    rows["needed"] = np.clip(1 - part**2, 0.0, 1.0)
    return rows.reset_index(drop=True)


def _shares(held: pd.DataFrame, effects: pa.Table, as_of: Period) -> pd.DataFrame:
    """Which part of the variance of each held status (rows) hangs on each of those missing (columns)."""
    found = effects.to_pandas()
    found = found[found["month"] == as_of.last]
    found = found.assign(square=found["effect"] ** 2)[["indicator", "area", "entity", "square"]]
    keyed = held[["indicator", "area"]].reset_index().merge(found, on=["indicator", "area"])
    table = keyed.pivot_table(index="index", columns="entity", values="square", aggfunc="sum", fill_value=0.0)
    table = table.reindex(range(len(held)), fill_value=0.0)
    total = table.sum(axis=1).replace(0.0, np.nan)
    return table.div(total, axis=0).fillna(0.0)


def _fewest(shares: Floats, needed: Floats) -> tuple[list[int], list[bool]]:
    """Few columns whose shares reach what each row needs: the most useful first, then without those not needed.

    Who has less than `_LEAST` of all the doubt is worth nobody's call and stays out. Rows that even all the others
    cannot settle are left out of the search and said so.
    """
    shares = np.where(shares.sum(axis=0) >= _LEAST * len(shares), shares, 0.0)
    possible = shares.sum(axis=1) >= needed - 1e-9
    possible &= shares.sum(axis=1) > 0
    left = np.where(possible, needed, 0.0)
    chosen: list[int] = []
    while (left > 1e-9).any() and len(chosen) < shares.shape[1]:
        gain = np.minimum(shares, np.maximum(left, 0.0)[:, None]).sum(axis=0)
        gain[chosen] = -1.0
        best = int(np.argmax(gain))
        chosen.append(best)
        left = left - np.where(possible, shares[:, best], 0.0)
    for place in reversed(chosen.copy()):
        others = [other for other in chosen if other != place]
        if (shares[:, others].sum(axis=1)[possible] >= needed[possible] - 1e-9).all():
            chosen = others
    return chosen, possible.tolist()


def _ranked(shares: pd.DataFrame, held: pd.DataFrame) -> tuple[Missing, ...]:
    narrows, parts = shares.sum(axis=0).to_numpy(), shares.to_numpy()
    targets, entities = held["target"].astype(str).tolist(), shares.columns.astype(str)
    largest = np.argsort(-parts, axis=0, kind="stable")
    found = []
    for column in np.argsort(-narrows, kind="stable").tolist():
        rows = largest[: np.count_nonzero(parts[:, column] > 0), column].tolist()
        if rows:
            its = tuple(dict.fromkeys(targets[row] for row in rows))
            found.append(Missing(entities[column], float(narrows[column]), its))
    return tuple(found)
