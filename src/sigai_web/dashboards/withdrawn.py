"""Figures that were taken back under a term of an indicator: whose, when, by whom and why.

A figure withdrawn is no part of a number, and an estimate may stand in its place; the explanation says so beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from sigai.base import Period
from sigai_web import programme
from sigai_web.dashboards.evidence import Reader
from sigai_web.runs.results import Results
from sigai_web.store.closings import closings
from sigai_web.store.models import WITHDRAWN, Entity, FigureRevision

_MOST = 200
"""So many of a term are shown, the latest first."""


@dataclass(frozen=True, slots=True)
class WithdrawnFigure:
    """A figure that somebody took back. `late`: after its month was closed, which it corrects."""

    entity: str
    name: str
    measure: str
    period: str
    by: str
    at: datetime | None
    reason: str
    late: bool


def withdrawn_under(
    results: Results, reader: Reader, measures: Collection[str], area: str, window: Sequence[str]
) -> list[WithdrawnFigure]:
    """The figures of some measures and months, of entities in an area, that were withdrawn when the run read the store
    and that a person may read."""
    if not window or not measures:
        return []
    content = programme.current()
    areas = content.areas_under(area)
    mark = results.marks.figure
    later = FigureRevision.objects.filter(
        entity=OuterRef("entity"), measure=OuterRef("measure"), period=OuterRef("period"), revision__lte=mark
    ).filter(revision__gt=OuterRef("revision"))
    months = [Period.parse(month).last for month in window]
    found = FigureRevision.objects.filter(
        ~Exists(later), state=WITHDRAWN, measure__in=measures, month__in=months, revision__lte=mark
    ).order_by("-revision")
    entities = {one.pk: one for one in Entity.objects.filter(pk__in={one.entity for one in found})}
    places = {one.entity: entities[one.entity].area if one.entity in entities else one.entity for one in found}
    mine = [
        one
        for one in found
        if places[one.entity] in areas and reader.may_read(one.entity, places[one.entity], one.measure)
    ][:_MOST]
    closed = closings()
    names = {code: place.name.zh for code, place in content.area_by_code.items()}
    return [
        WithdrawnFigure(
            one.entity,
            entities[one.entity].name if one.entity in entities else names.get(one.entity, one.entity),
            one.measure,
            one.period,
            one.reporter or "",
            one.reported_at,
            one.reason,
            closed.late(one),
        )
        for one in mine
    ]
