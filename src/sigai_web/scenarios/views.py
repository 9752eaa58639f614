"""The pages of mechanisms: how far each goes, what it lacks, and the scenario that proves it, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.pipeline import sound_scenarios
from sigai.programme import MechanismLevel, Scenario, mechanism_levels, scenarios_digest
from sigai_web import programme
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.scenarios.outcomes import kept
from sigai_web.scenarios.words import serving_words, step_rows, without_rows

_LEVELS = ("3", "2", "1", "0")


@needs(PROGRESS_READ)
@require_GET
def mechanism_list(request: HttpRequest) -> HttpResponse:
    """Every mechanism with its level; of one level, where that is asked for."""
    outcomes = kept()
    levels = mechanism_levels(programme.current(), _proven(outcomes or ()))
    counts = Counter(str(one.level) for one in levels)
    asked = request.GET.get("level", "")
    chosen = [one for one in levels if asked not in _LEVELS or str(one.level) == asked]
    context = {
        "rows": chosen,
        "counts": [(level, counts[level]) for level in _LEVELS],
        "chosen": asked if asked in _LEVELS else "",
        "total": len(levels),
        "tried": outcomes is not None,
    }
    return render(request, "scenarios/mechanisms.html", context)


@needs(PROGRESS_READ)
@require_GET
def mechanism_page(request: HttpRequest, mechanism: str) -> HttpResponse:
    """One mechanism: what serves it, what it lacks, and the scenarios about it."""
    outcomes = kept()
    level = _level(mechanism, outcomes or ())
    told = {outcome["scenario"]: outcome for outcome in outcomes or ()}
    about = [one for one in _scenarios() if mechanism in one.mechanisms]
    context = {
        "level": level,
        "mechanism": level.mechanism,
        "serving": serving_words(programme.current(), level.mechanism.by),
        "scenarios": [_shown(one, told.get(one.id)) for one in about],
        "tried": outcomes is not None,
    }
    return render(request, "scenarios/mechanism.html", context)


def _level(mechanism: str, outcomes: Iterable[Mapping[str, Any]]) -> MechanismLevel:
    found = mechanism_levels(programme.current(), _proven(outcomes))
    level = next((one for one in found if one.mechanism.id == mechanism), None)
    if level is None:
        raise Http404
    return level


def _proven(outcomes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    holding = [outcome for outcome in outcomes if outcome["holds"]]
    return {mechanism: one["scenario"] for one in reversed(holding) for mechanism in one["mechanisms"]}


def _shown(scenario: Scenario, outcome: Mapping[str, Any] | None) -> dict[str, Any]:
    content, result = programme.current(), scenario.result
    moved = content.target_by_id.get(result.target or "") or content.indicator_by_id.get(result.indicator or "")
    return {
        "scenario": scenario,
        "outcome": outcome,
        "steps": step_rows(content, scenario),
        "without": without_rows(scenario),
        "moved": moved,
        "target": result.target,
    }


def _scenarios() -> tuple[Scenario, ...]:
    return _read(programme.edition().content_digest, scenarios_digest(Path(settings.SIGAI_PROGRAMME)))


@lru_cache(maxsize=2)
def _read(_content: str, _digest: str) -> tuple[Scenario, ...]:
    return sound_scenarios(programme.current())
