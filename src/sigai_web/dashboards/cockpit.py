"""The cockpit: what leaders see in two minutes a week."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.reports import MOVES, MOVES_RULE, STATUS, View, headline
from sigai_web.dashboards.assets import county_map
from sigai_web.dashboards.instructions import newest
from sigai_web.dashboards.looking_back import looks_back, shown
from sigai_web.dashboards.parts import part
from sigai_web.language import language
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results

_SHOWN_MISSES = 6
_SHOWN_MOVES = 4
_SHOWN_LOW = 5
_SHADES = 5
_NAMING_NOBODY = ("A001", "A006")
"""What is said about missing figures without naming an enterprise: this page is the same for everybody."""
_OUTLOOKS = ("unlikely", "behind", "missed")


@needs(PROGRESS_READ)
@require_GET
@looks_back
def cockpit(request: HttpRequest) -> HttpResponse:
    """How the programme stands: what will be missed and whose it is before anything else."""
    results = shown(request)
    if results is None:
        return no_results(request)
    body = part(results, "dashboards/cockpit_body.html", (), lambda: _arranged(results))
    context = {
        "results": results,
        "body": body,
        "instructions": newest(request.user),
        "waiting": waits_for(request.user),
    }
    return render(request, "dashboards/cockpit.html", context)


def no_results(request: HttpRequest) -> HttpResponse:
    """Before the first calculation."""
    return render(request, "dashboards/no_results.html")


def _arranged(results: Results) -> dict[str, Any]:
    view = results.view
    return {
        "headline": headline(view, language()),
        "lights": [{"status": status, "count": view.all.counts[status]} for status in STATUS],
        "misses": view.misses[:_SHOWN_MISSES],
        "other_misses": view.misses[_SHOWN_MISSES:],
        "outlooks": {
            kind: sum(miss.outlook == kind for miss in view.misses) for kind in ("unlikely", "behind", "missed")
        },
        "moves": _moves(view),
        "moves_rule": MOVES_RULE,
        "lowest": [row for row in view.lowest_coverage if (row.coverage or 0) < 1][:_SHOWN_LOW],
        "remarks": [one.what[language()] for one in results.finished.issues if one.code in _NAMING_NOBODY],
        "revised": sum(row.revised for row in view.all.standings),
        "provisional": sum(row.provisional for row in view.all.standings),
        "map": _map(view),
    }


def _moves(view: View) -> list[dict[str, Any]]:
    """What moved since last month by kind: those that say how the programme goes always, the others where there are
    any."""
    return [
        {
            "kind": kind,
            "word": MOVES[kind],
            "count": len(found),
            "first": found[:_SHOWN_MOVES],
            "rest": found[_SHOWN_MOVES:],
        }
        for kind, found in view.moved.items()
        if found or kind in ("worse", "better")
    ]


def _map(view: View) -> dict[str, Any] | None:
    """The counties with the share of the targets held against them that are on track, of those that can be judged."""
    drawn = county_map(view.programme)
    if drawn is None:
        return None
    groups = {group.area.code: group for group in view.areas}
    areas = []
    for outline in drawn["areas"]:
        group = groups.get(outline["code"])
        counts = group.counts if group else {}
        well = counts.get("achieved", 0) + counts.get("on_track", 0)
        judged = well + sum(counts.get(status, 0) for status in ("at_risk", "behind", "missed"))
        share = well / judged if judged else None
        shade = "none" if share is None else str(min(int(share * _SHADES), _SHADES - 1))
        area = view.programme.area_by_code[outline["code"]]
        areas.append({**outline, "area": area, "well": well, "judged": judged, "share": share, "shade": shade})
    return {**drawn, "areas": areas}
