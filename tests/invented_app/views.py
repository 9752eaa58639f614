"""The page of picnics."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from invented_app.operations import PICNIC_READ
from invented_app.picnics import picnics_to, within_reach
from sigai_web.permissions.access import needs


@needs(PICNIC_READ)
@require_GET
def picnic_list(request: HttpRequest) -> HttpResponse:
    """Every picnic within reach."""
    return render(request, "picnics/picnics.html", {"picnics": within_reach(request.user)})


@needs(PICNIC_READ)
@require_GET
def picnic_page(request: HttpRequest, entity: str) -> HttpResponse:
    """The picnics with one enterprise."""
    found = picnics_to(request.user, entity)
    if not found:
        raise Http404
    return render(request, "picnics/picnics.html", {"picnics": [{"entity": entity, "text": text} for text in found]})
