"""Every revision of the figures of one sheet, in columns for its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sigai.programme import Measure
from sigai_web.language import language
from sigai_web.reporting.arranging import grouped
from sigai_web.reporting.obligations import Assignment
from sigai_web.store.closings import closings
from sigai_web.store.models import WITHDRAWN, FigureRevision


@dataclass(frozen=True, slots=True)
class Revised:
    """One revision of one figure."""

    entity: str
    measure: Measure
    value: str
    state: str
    reporter: str
    at: datetime | None
    reason: str
    late: bool
    withdrawn: bool


def revisions_of(assignment: Assignment) -> list[Revised]:
    """The revisions of a sheet's figures, cell by cell, the newest of each first."""
    order = {key: at for at, key in enumerate(assignment.cells)}
    found = FigureRevision.objects.filter(
        entity__in={entity for entity, _ in order},
        measure__in=assignment.form.measures,
        period=str(assignment.period),
    )
    rows = sorted(
        (row for row in found if (row.entity, row.measure) in order),
        key=lambda row: (order[row.entity, row.measure], -row.revision),
    )
    closed = closings()
    measures, name = assignment.content.measure_by_id, assignment.owed.register.name
    return [
        Revised(
            name(row.entity, language()),
            measures[row.measure],
            grouped(row.value) if row.value is not None else "—",
            row.state,
            row.reporter or "",
            row.reported_at,
            row.reason,
            closed.late(row),
            row.state == WITHDRAWN,
        )
        for row in rows
    ]
