"""The leader's page: what will be missed, by how much, whose it is, what changed and why, what waits for a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.progress import series_traits_of
from sigai.reports import MOVES, MOVES_RULE, VERDICT, Counts, Miss, View, headline
from sigai_web.dashboards.assets import county_map
from sigai_web.dashboards.awaited import AwaitedWord, awaited_words
from sigai_web.dashboards.instructions import newest
from sigai_web.dashboards.looking_back import RUN, look_back, looks_back, months_of, shown
from sigai_web.dashboards.parts import part
from sigai_web.dashboards.sparks import own_months, pieces, spark
from sigai_web.language import language
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results

_SHOWN_MISSES = 5
_SHOWN_MOVES = 4
_SHOWN_UNITS = 4
_SHOWN_LOW = 5
_SPARK = 24
_SHADES = 5
_NAMING_NOBODY = ("A001", "A006")
"""What is said about missing figures without naming an enterprise: this page is the same for everybody."""


@needs(PROGRESS_READ)
@require_GET
@looks_back
def cockpit(request: HttpRequest) -> HttpResponse:
    """How the programme stands: what will be missed and whose it is before anything else."""
    results = shown(request)
    if results is None:
        return no_results(request)
    body = part(results, "dashboards/cockpit_body.html", (), lambda: _arranged(results))
    waiting, words = waits_for(request.user), _awaited(request, results)
    context = {
        "results": results,
        "months": months_of(results),
        "run_kept": request.GET.get(RUN, ""),
        "body": body,
        "words_awaited": words,
        "awaited_count": sum(one.number for one in waiting) + len(words),
        "instructions": newest(request.user),
        "waiting": waiting,
    }
    return render(request, "dashboards/cockpit.html", context)


def _awaited(request: HttpRequest, results: Results) -> list[AwaitedWord]:
    """What waits is of now: whoever looks back sees the past, and no deeds in it."""
    return [] if look_back(request) else awaited_words(request.user, results)


def no_results(request: HttpRequest) -> HttpResponse:
    """Before the first calculation."""
    return render(request, "dashboards/no_results.html")


def _arranged(results: Results) -> dict[str, Any]:
    view = results.view
    return {
        "headline": headline(view, language()),
        "lights": _lights(view),
        "strip": pieces(view.all.counts),
        **_misses(view),
        **_moves(view),
        "moves_rule": MOVES_RULE,
        "pillars": [(group.pillar, group.total, pieces(group.counts)) for group in view.pillars],
        "troubled": [(owed.unit, *_load(owed.answered.counts)) for owed in view.troubled_units[:_SHOWN_UNITS]],
        "map": _map(view),
        "lowest": [row for row in view.lowest_coverage if (row.coverage or 0) < 1][:_SHOWN_LOW],
        "remarks": [one.what[language()] for one in results.finished.issues if one.code in _NAMING_NOBODY],
        "revised": sum(row.revised for row in view.all.standings),
        "provisional": sum(row.provisional for row in view.all.standings),
    }


def _lights(view: View) -> list[dict[str, Any]]:
    """How many targets have each verdict, and how many more than in the month compared with."""
    now, before = view.all.counts, view.before.counts if view.before else None
    return [
        {"verdict": verdict, "count": now[verdict], "step": now[verdict] - before[verdict] if before else 0}
        for verdict in VERDICT
        if now[verdict] or (before and before[verdict])
    ]


def _load(counts: Counts) -> tuple[int, list[tuple[str, int, float, float]]]:
    """What a unit will miss or has missed, and all that it answers for as a bar."""
    return counts["unlikely"] + counts["missed"], pieces(counts)


def _misses(view: View) -> dict[str, Any]:
    """What will be missed at the step that the month works towards; apart from it what was missed, and what only the
    last step will miss."""
    kinds = {kind: [miss for miss in view.misses if miss.outlook == kind] for kind in ("unlikely", "later", "missed")}
    rows = [(miss, _way(view, miss)) for miss in kinds["unlikely"]]
    return {
        "misses": rows[:_SHOWN_MISSES],
        "other_misses": rows[_SHOWN_MISSES:],
        "by_due": sorted(Counter(miss.doubted.period_end for miss in kinds["unlikely"]).items()),
        "later": [(miss, _way(view, miss)) for miss in kinds["later"]],
        "missed": [(miss, _way(view, miss)) for miss in kinds["missed"]],
    }


def _way(view: View, miss: Miss) -> str:
    """The months of a target's own figure as a small line; of totals since January what each month added."""
    row = miss.standing
    indicator = view.programme.indicator_by_id.get(row.track.indicator)
    points: Sequence[tuple[int, float]] = view.trajectory(row.target, row.track).actual
    if indicator is not None and series_traits_of(indicator, view.programme).adds_up:
        points = own_months(points)
    return spark(points[-_SPARK:])


def _moves(view: View) -> dict[str, Any]:
    """What moved, worse first; how many of each kind."""
    found = [move for moves in view.moved.values() for move in moves]
    groups = [
        {"kind": kind, "word": MOVES[kind], "count": len(moves)}
        for kind, moves in view.moved.items()
        if moves or kind in ("worse", "better")
    ]
    return {"move_counts": groups, "moves": found[:_SHOWN_MOVES], "other_moves": found[_SHOWN_MOVES:]}


def _map(view: View) -> dict[str, Any] | None:
    """The counties with the share of the targets held against them that are achieved or likely, of those judged."""
    drawn = county_map(view.programme)
    if drawn is None:
        return None
    groups = {group.area.code: group for group in view.areas}
    areas = []
    for outline in drawn["areas"]:
        group = groups.get(outline["code"])
        counts = group.counts if group else {}
        well = counts.get("achieved", 0) + counts.get("likely", 0)
        judged = well + sum(counts.get(verdict, 0) for verdict in ("doubtful", "unlikely", "missed"))
        share = well / judged if judged else None
        shade = "none" if share is None else str(min(int(share * _SHADES), _SHADES - 1))
        about = {"well": well, "judged": judged, "share": share, "shade": shade, "bar": pieces(counts)}
        areas.append({**outline, "area": view.programme.area_by_code[outline["code"]], **about})
    return {**drawn, "areas": areas}
