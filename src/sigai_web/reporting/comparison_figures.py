"""What stands in the store around a sheet: its own figures now and before, and what its peers reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
from django.db.models import Q

from sigai.base import Period
from sigai.programme import Form, Programme, period_before
from sigai.tables import AMOUNT
from sigai_web.reporting.obligations import Assignment
from sigai_web.store.models import CurrentFigure

_DIVISION = 3
"""Characters of an industry's code that name its division."""
_YEAR = 12
_FOR_A_RATE = 2
"""A change of rates looks at three figures: this one and the two before."""
_MOST_PEERS = 60

Row = tuple[str, str, str, Decimal, int]
"""Entity, measure, period, value, revision."""


@dataclass(frozen=True, slots=True)
class Stands:
    """A figure that counts now."""

    value: Decimal
    revision: int


@dataclass(frozen=True, eq=False)
class ComparisonFigures:
    """Figures by entity, measure and period; `table` holds them and those of peers, as the engine's check wants."""

    own: dict[tuple[str, str, str], Stands]
    table: pa.Table
    entities: pa.Table

    def figure(self, entity: str, measure: str, period: Period) -> Stands | None:
        """The figure that counts for a period."""
        return self.own.get((entity, measure, str(period)))


def gather(assignment: Assignment, *, with_peers: bool = True) -> ComparisonFigures:
    """The past of one sheet: one query for its own figures, one for its peers' where rules ask for them."""
    content, known = assignment.content, assignment.owed.register
    entities = sorted({entity for entity, _ in assignment.cells})
    rows = _own(content, assignment.form, assignment.period, entities)
    peers = _peers(assignment, entities) if with_peers and _asks_peers(content, assignment.form) else []
    rows_of_peers = _changes(content, assignment.form, assignment.period, peers) if peers else []
    everybody = [known.row[entity] for entity in (*entities, *peers) if entity in known.row]
    return ComparisonFigures(
        {(entity, measure, period): Stands(value, revision) for entity, measure, period, value, revision in rows},
        _table([*rows, *rows_of_peers]),
        known.table.take(pa.array(everybody, pa.int64())),
    )


def _table(rows: Sequence[Row]) -> pa.Table:
    columns: list[list[object]] = [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 5
    names = ("entity", "measure", "period")
    return pa.table(
        {
            **{name: pa.array(columns[at], pa.string()) for at, name in enumerate(names)},
            "value": pa.array(columns[3], AMOUNT),
        }
    )


def _rows(wanted: Q) -> list[Row]:
    return list(CurrentFigure.objects.filter(wanted).values_list("entity", "measure", "period", "value", "revision"))


def _own(content: Programme, form: Form, period: Period, entities: Iterable[str]) -> list[Row]:
    """The form's measures as far back as rules and comparisons look; every measure of the period itself."""
    length = period.last - period.first + 1
    back = max([_YEAR, *(rule.periods * length for rule in content.plausibility if rule.kind == "history")])
    mine = Q(measure__in=form.measures, month__range=(period.last - back - length, period.last))
    return _rows(Q(entity__in=list(entities)) & (mine | Q(period=str(period))))


def _asks_peers(content: Programme, form: Form) -> bool:
    rules = [rule for rule in content.plausibility if rule.kind == "peers"]
    return any(not rule.measures or set(rule.measures) & set(form.measures) for rule in rules)


def _peers(assignment: Assignment, entities: Sequence[str]) -> list[str]:
    """Others of the same industry divisions who owe the form."""
    owers, place = assignment.owed.register.owers, assignment.owed.register.place
    divisions = {str(owers.industries[place[entity]] or "")[:_DIVISION] for entity in entities} - {""}
    if not divisions:
        return []
    owing = np.unique(assignment.owed.entity).tolist()
    alike = [str(owers.ids[at]) for at in owing if str(owers.industries[at] or "")[:_DIVISION] in divisions]
    own = set(entities)
    return [entity for entity in alike if entity not in own][:_MOST_PEERS]


def _changes(content: Programme, form: Form, period: Period, peers: Sequence[str]) -> list[Row]:
    measures = {
        name
        for rule in content.plausibility
        if rule.kind == "peers"
        for name in form.measures
        if not rule.measures or name in rule.measures
    }
    wanted, periods = period, [str(period)]
    for _ in range(_FOR_A_RATE):
        wanted = period_before(wanted)
        periods.append(str(wanted))
    return _rows(Q(entity__in=list(peers), measure__in=measures, period__in=periods))
