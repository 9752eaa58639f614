"""One reported figure: every revision with who, when and why; which form asks for it and what rests on it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.base import MeasureUnit
from sigai.programme import Programme, measures_under
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs
from sigai_web.register.belonging import owners_of
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.store.closings import closings
from sigai_web.store.models import Entity, FigureRevision
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.owners import figure_subject


@needs(FIGURE_READ)
@require_GET
def figure_page(request: HttpRequest, entity: str, measure: str, period: str) -> HttpResponse:
    """A figure with its whole history."""
    content = programme.current()
    asked = content.measure_by_id.get(measure)
    named = Entity.objects.filter(pk=entity).first()
    place = content.area_by_code.get(entity)
    if asked is None or (named is None and place is None):
        raise Http404
    lies_in = named.area if named else entity
    owners = owners_of([entity]).get(entity, ())
    subject = figure_subject(content, entity, lies_in, measure, [one.pk for one in owners])
    if not allowed(request.user, FIGURE_READ, subject):
        raise PermissionDenied
    revisions = list(FigureRevision.objects.filter(entity=entity, measure=measure, period=period).order_by("-revision"))
    if not revisions:
        raise Http404
    closed = closings()
    context: dict[str, Any] = {
        "entity": named,
        "owners": owners,
        "area": place or content.area_by_code.get(lies_in),
        "measure": asked,
        "unit": MeasureUnit.parse(asked.unit).symbol,
        "period": period,
        "now": revisions[0],
        "revisions": revisions,
        "closed": closed.of(revisions[0].month),
        "late": [one.revision for one in revisions if closed.late(one)],
        "people": people(revision.reporter for revision in revisions),
        "forms": [form for form in content.forms if measure in form.measures],
        "targets": [content.target_by_id[target] for target in _targets(content, measure)],
        "progress": allowed(request.user, PROGRESS_READ),
    }
    return render(request, "dashboards/figure.html", context)


def _targets(content: Programme, measure: str) -> tuple[str, ...]:
    return _resting(content.digest).get(measure, ())


@lru_cache(maxsize=4)
def _resting(_digest: str) -> dict[str, tuple[str, ...]]:
    """The targets that rest on each measure, in the programme's order."""
    content = programme.current()
    under = {indicator.id: measures_under(content, [indicator.id]) for indicator in content.indicators}
    found: dict[str, list[str]] = {}
    for target in content.targets:
        for measure in frozenset().union(*(under.get(track.indicator, frozenset()) for track in target.tracks)):
            found.setdefault(measure, []).append(target.id)
    return {measure: tuple(targets) for measure, targets in found.items()}
