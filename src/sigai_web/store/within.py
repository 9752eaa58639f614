"""Which enterprises somebody sees: one rule for their page and for what is offered while somebody types."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from sigai_web import programme
from sigai_web.permissions import Operation, Reach, reaches
from sigai_web.store.models import Entity
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.owners import areas_of_unit, measures_of_unit


def readable(user: Any) -> QuerySet[Entity]:
    """The enterprises somebody may read figures of: their own, those in their area, those that report to their unit."""
    return reached_by(user, FIGURE_READ, Entity.objects.filter(kind="enterprise"))


def reached_by(user: Any, operation: Operation, entities: QuerySet[Entity]) -> QuerySet[Entity]:
    """Of some entities those that an operation reaches: of a unit those that report to it."""
    found = reaches(user, operation)
    if any(reach is Reach.ALL for reach, _ in found):
        return entities
    whole = Q(pk__in=())
    for reach, scope in found:
        whole |= _reporting_to(scope) if reach is Reach.UNIT else Entity.within(reach, scope)
    return entities.filter(whole)


def _reporting_to(unit: str) -> Q:
    """The enterprises whose forms a unit collects; those of its own area where it stands for one."""
    content = programme.current()
    measures = measures_of_unit(content, unit)
    if not any(content.measure_by_id[measure].subject == "enterprise" for measure in measures):
        return Q(pk__in=())
    confined = areas_of_unit(content, unit)
    return ~Q(pk__in=()) if confined is None else Q(area__in=confined)
