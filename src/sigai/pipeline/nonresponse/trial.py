"""One month with late figures: estimated, computed, judged, and held against the same month complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.pipeline.nonresponse.book import Book
from sigai.pipeline.nonresponse.cells import TrialCell
from sigai.pipeline.nonresponse.gaps import gap_of, variants_of
from sigai.pipeline.nonresponse.rivals import RIVALS
from sigai.pipeline.nonresponse.side_by_side import results_of
from sigai.pipeline.nonresponse.tally import OURS, Tally
from sigai.pipeline.nonresponse.totals import count_totals
from sigai.pipeline.nonresponse.worlds import World
from sigai.programme.method import EstimateMethod
from sigai.progress import judge, method_at

_RANK = {"missed": 0, "behind": 1, "at_risk": 2, "on_track": 3, "achieved": 4}
"""Statuses from bad to good; a month whose complete figures give none of them is not counted."""
_EXAMPLES = 20

JudgedRow = Mapping[str, Any]

_CLAIMS = {"achieved": 2, "likely": 1, "unlikely": -1, "missed": -2}
"""Verdicts that say something, from good to bad; *doubtful* and *unclear* hold back and lie between."""


def try_month(book: Book, history: pa.Table, month: int, cells: Sequence[TrialCell], *, seed: int) -> dict[str, Tally]:
    """The tallies of some cells for one month, by name of the cell. history: results of the complete data."""
    world = book.world
    method = method_at(world.programme.progress, month)
    if method is None:
        return {}
    gaps = [
        gap
        for cell in cells
        for time in range(cell.times)
        if (gap := gap_of(book, cell, month, method.estimates, seed=seed, time=time)) is not None
    ]
    results = results_of(world, [variant for gap in gaps for variant in variants_of(gap, book)], Period.of_index(month))
    before = history.filter(pc.field("month") < month)
    complete = history.filter(pc.field("month") == month)
    truth = _rows(world, before, complete, month)
    found: dict[str, Tally] = {}
    ways = (OURS, *RIVALS)
    for number, gap in enumerate(gaps):
        own = dict(zip(ways, results[number * len(ways) :], strict=False))
        tally = found.setdefault(gap.cell.name, Tally())
        touched = _touched(own["today"])
        judged = {way: _rows(world, before, table, month, back=way == OURS) for way, table in own.items()}
        count_judged(tally, truth, judged, touched, {"seed": seed, "month": str(Period.of_index(month))})
        _count_intervals(tally, own[OURS], complete, method.estimates)
        count_totals(tally, book, month, gap, method.estimates)
    return found


def _rows(
    world: World, before: pa.Table, now: pa.Table, month: int, *, back: bool = False
) -> dict[tuple[str, str], JudgedRow]:
    """The row of the step that the month works towards, by target and track, of the programme's own area.

    back: whether the month before may stand instead.
    """
    progress = judge(
        world.programme,
        pa.concat_tables([before, now]),
        as_of=Period.of_index(month),
        months=range(month - back, month + 1),
    )
    asked = pc.field("current") & (pc.field("area") == world.root)
    rows = progress.filter(asked & (pc.field("as_of") == str(Period.of_index(month)))).to_pylist()
    return {(row["target"], row["track"]): row for row in rows}


def _touched(today: pa.Table) -> frozenset[str]:
    """The indicators under which a figure is missing."""
    return frozenset(map(str, today.filter(pc.field("reported") < pc.field("owing"))["indicator"].to_pylist()))


def count_judged(
    tally: Tally,
    truth: Mapping[tuple[str, str], JudgedRow],
    judged: Mapping[str, Mapping[tuple[str, str], JudgedRow]],
    touched: frozenset[str],
    where: Mapping[str, Any],
) -> None:
    """Hold status and verdict of targets with a missing figure against the true ones. where: what examples tell."""
    for key, true in truth.items():
        if true["indicator"] not in touched or true["status"] not in _RANK:
            continue
        tally.counts["judged"] += 1
        for way in RIVALS:
            _compare(tally, f"/{way}", true, judged[way][key])
        ours = judged[OURS][key]
        count_verdict(tally, true, ours)
        if ours["settled"] != ours["as_of"]:
            tally.counts["held"] += 1
            tally.counts["held_wrong"] += ours["status"] != true["status"]
        elif _compare(tally, "", true, ours) and len(tally.examples) < _EXAMPLES:
            tally.examples.append({**where, "target": key[0], "track": key[1], **_beside(ours, true)})


def count_verdict(tally: Tally, true: JudgedRow, ours: JudgedRow) -> None:
    """Count how the verdict stands to that of the complete month.

    `verdict_held`: an earlier month's stands, or it says nothing where the complete month does. Of the others
    `verdict_wrong`: it claims something that the complete month does not say, and `verdict_better`: something better.
    `verdict_held_wrong`: the earlier month's is not that of the complete month. `verdict_turned`, held or not: it
    claims that the step will be met where the complete month says missed, or the other way round.
    """
    mine, real = ours["verdict"], true["verdict"]
    earlier = ours["settled"] != ours["as_of"]
    wrong = not earlier and mine != real and mine in _CLAIMS
    tally.counts["verdict_held"] += earlier or (mine not in _CLAIMS and real in _CLAIMS)
    tally.counts["verdict_held_wrong"] += earlier and mine != real
    tally.counts["verdict_wrong"] += wrong
    tally.counts["verdict_better"] += wrong and _CLAIMS.get(mine, 0) > _CLAIMS.get(real, 0)
    tally.counts["verdict_turned"] += {mine, real} <= set(_CLAIMS) and _CLAIMS[mine] * _CLAIMS[real] < 0


def _compare(tally: Tally, suffix: str, true: JudgedRow, other: JudgedRow) -> bool:
    """Count a status that is not that of the complete month; whether it is wrong."""
    wrong = bool(other["status"] != true["status"])
    tally.counts[f"wrong{suffix}"] += wrong
    tally.counts[f"better{suffix}"] += wrong and _RANK.get(other["status"], -1) > _RANK[true["status"]]
    return wrong


def _beside(ours: JudgedRow, true: JudgedRow) -> dict[str, Any]:
    names = ("status", "verdict", "reason", "actual", "expected", "pace", "probability")
    low, high = ours["estimated_low"], ours["estimated_high"]
    return {"low": low, "high": high, **{name: [ours[name], true[name]] for name in names}}


def _count_intervals(tally: Tally, ours: pa.Table, complete: pa.Table, method: EstimateMethod) -> None:
    """Whether the interval of each indicator holds its complete number, and on which side it lies where not."""
    z = NormalDist().inv_cdf((1 + method.interval) / 2) * method.widening
    true = {row["indicator"]: row["value"] for row in complete.to_pylist()}
    for row in ours.to_pylist():
        number = true.get(row["indicator"])
        if not row["estimated"] or number is None or row["value"] is None or row["spread_down"] is None:
            continue
        tally.counts["intervals"] += 1
        below = number < row["value"] - z * row["spread_down"]
        above = number > row["value"] + z * row["spread_up"]
        tally.counts["below"] += below
        tally.counts["inside"] += not below and not above
