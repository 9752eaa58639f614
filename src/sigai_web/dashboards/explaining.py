"""Any number opens its explanation: the formula, the value of each term, and under it who reported what and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.base import Period
from sigai.explanations import (
    ListedRows,
    asked_by,
    effects_on,
    formula_lines,
    measure_and_ledger,
    result_of,
    state_words,
    target_status_of,
    term_words,
    terms_of,
)
from sigai.reports import TargetStatus
from sigai_web.accounts.people import people
from sigai_web.dashboards.cockpit import no_results
from sigai_web.dashboards.evidence import Reader, evidence_of
from sigai_web.dashboards.looking_back import looks_back, shown
from sigai_web.dashboards.parts import part
from sigai_web.dashboards.withdrawn import withdrawn_under
from sigai_web.language import language
from sigai_web.pages.panels import INDICATOR, panels
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results

_SHOWN, _SHOWN_MISSING = 12, 8
_AT_ONCE = 3
"""Terms whose figures are fetched as soon as the page stands; those of longer formulas when they are opened."""


@needs(PROGRESS_READ)
@require_GET
@looks_back
def explain(request: HttpRequest, target: str, area: str, month: str) -> HttpResponse:
    """Why a target stands as it does in an area and month."""
    results = shown(request)
    if results is None:
        return no_results(request)
    period = _period(month)
    standing = _standing(results, target, area, period)
    at = Period.parse(standing.actual_period or str(period)).end
    asked = (standing.track.indicator, area, at)
    return _page_of(request, results, asked, {"row": standing, "target": standing.target})


@needs(PROGRESS_READ)
@require_GET
@looks_back
def explain_indicator(request: HttpRequest, indicator: str, area: str, month: str) -> HttpResponse:
    """What an indicator's number in an area and month was made from."""
    results = shown(request)
    if results is None:
        return no_results(request)
    return _page_of(request, results, (indicator, area, _period(month)), {})


@needs(PROGRESS_READ)
@require_GET
@looks_back
def evidence(request: HttpRequest, indicator: str, area: str, month: str, number: int) -> HttpResponse:
    """The figures and records under one term, as far as the reader may see them; totals and counts of the rest."""
    results = shown(request)
    if results is None:
        return no_results(request)
    period = _period(month)
    term = next((row for row in _terms(results, indicator, area, period) if row["number"] == number), None)
    if term is None:
        raise Http404
    context = {**_evidence(request, results, term, period), "results": results}
    return render(request, "dashboards/_evidence.html" if request.htmx else "dashboards/evidence.html", context)  # type: ignore[attr-defined]


def _page_of(
    request: HttpRequest, results: Results, asked: tuple[str, str, Period], about: Mapping[str, Any]
) -> HttpResponse:
    """The page of an explanation; all of it but the evidence is the same for everybody."""
    indicator, area, month = asked
    content = results.view.programme
    if indicator not in content.indicator_by_id or area not in content.area_by_code:
        raise Http404
    target = about["target"].id if about else ""
    shown = {"indicator": content.indicator_by_id[indicator], **about}
    body = part(
        results,
        "dashboards/explain_body.html",
        (target, indicator, area, str(month)),
        lambda: {**_explained(results, indicator, area, month), **about},
    )
    beside = {"panels": panels(request, INDICATOR, content.indicator_by_id[indicator])}
    return render(request, "dashboards/explain.html", {"results": results, "body": body, **beside, **shown})


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise Http404 from error


def _standing(results: Results, target: str, area: str, month: Period) -> TargetStatus:
    found = target_status_of(results.view.standings, target, area, str(month))
    if found is None:
        raise Http404
    return found


def _explained(results: Results, indicator_id: str, area: str, month: Period) -> dict[str, Any]:
    content = results.view.programme
    terms = _terms(results, indicator_id, area, month)
    covered = [term for term in terms if not term["parameter"]]
    for rank, term in enumerate(covered):
        term["at_once"] = rank < _AT_ONCE
    return {
        "indicator": content.indicator_by_id[indicator_id],
        "area": content.area_by_code[area],
        "month": month,
        "result": result_of(results.finished, indicator_id, area, month),
        "lines": formula_lines(content, content.indicator_by_id[indicator_id]),
        "terms": terms,
        "targets": [
            target for target in content.targets if indicator_id in {track.indicator for track in target.tracks}
        ],
    }


def _terms(results: Results, indicator: str, area: str, month: Period) -> list[dict[str, Any]]:
    """The terms of a number as the run kept them, with their words."""
    words = term_words(results.view.programme)
    return [
        {
            **row,
            "at": Period.of_index(row["at"]),
            "words": words(row["term"]).get(language(), ""),
            "parameter": row["term"].startswith("$"),
            "adds": row["term"].startswith("total("),
            "put_in": None if None in (row["value"], row["reported_value"]) else row["value"] - row["reported_value"],
            "decimals": 4 if row["value"] is not None and abs(row["value"]) < 1 else 1,
        }
        for row in terms_of(results.finished, indicator, area, month)
    ]


def _evidence(request: HttpRequest, results: Results, term: Mapping[str, Any], month: Period) -> dict[str, Any]:
    content = results.view.programme
    found = evidence_of(results, term, month)
    reader = Reader(request.user, content)
    measure, ledger = measure_and_ledger(content, term["term"])
    states = state_words(content, term["term"])
    records = reader.records(found.records.rows, ledger)
    known = content.measure_by_id.get(measure)
    effects = effects_on(results.finished, term["indicator"], term["area"], month)
    missing = [{**row, "effect": effects.get(row["entity"])} for row in reader.figures(found.missing.rows, measure)]
    indicator = content.indicator_by_id[term["indicator"]]
    asked = asked_by(content, term)
    result = result_of(results.finished, term["indicator"], term["area"], month)
    figures = _page(request, reader.figures(found.figures.rows, measure), found.figures)
    withdrawn = withdrawn_under(results, reader, asked.measures, term["area"], found.window)
    shown = _page(request, [_with_state(row, states) for row in records], found.records)
    names = [row["reporter"] for row in (*figures["rows"], *shown["rows"]) if row["reporter"] != row["entity"]]
    return {
        "term": term,
        "people": people([*names, *(one.by for one in withdrawn)]),
        "measure": known,
        "put_in_unit": known.unit if known and term["term"].startswith("reporting(") else term["unit"],
        "window": found.window,
        "month_text": str(month),
        "figures": figures,
        "missing": _page(request, missing, found.missing, _SHOWN_MISSING),
        "estimated": any(row.get("basis") for row in found.missing.rows),
        "effects": any(row["effect"] is not None for row in missing),
        "effect_unit": (result or {}).get("unit") or "",
        "effect_decimals": indicator.decimals,
        "records": shown,
        "ledger": content.ledger_by_id.get(ledger),
        "withdrawn": withdrawn,
    }


def _with_state(row: Mapping[str, Any], states: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {**row, "state_word": states.get(row["state"], {}).get(language(), row["state"])}


def _page(
    request: HttpRequest, rows: Sequence[Mapping[str, Any]], listed: ListedRows, most: int = _SHOWN
) -> dict[str, Any]:
    """The first rows within reach, all of them on request; how many are beyond reach, and how many were not kept."""
    shown = rows if "all" in request.GET else rows[:most]
    return {
        "rows": shown,
        "more": len(rows) - len(shown),
        "hidden": len(listed.rows) - len(rows),
        "kept": len(listed.rows),
        "total": listed.total,
    }
