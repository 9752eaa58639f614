"""The page of visits."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from invented_app.operations import VISIT_READ
from invented_app.visits import visits_to, within_reach
from sigai_web.permissions.access import needs


@needs(VISIT_READ)
@require_GET
def visit_list(request: HttpRequest) -> HttpResponse:
    """Every visit within reach."""
    return render(request, "visits/visits.html", {"visits": within_reach(request.user)})


@needs(VISIT_READ)
@require_GET
def visit_page(request: HttpRequest, entity: str) -> HttpResponse:
    """The visits to one enterprise."""
    found = visits_to(request.user, entity)
    if not found:
        raise Http404
    return render(request, "visits/visits.html", {"visits": [{"entity": entity, "text": text} for text in found]})
