"""Which owed cells have a figure in the store, withdrawn ones not among them.

For a few entities the store is asked each time. For a whole city what it said is kept between requests and brought up
to date by the figures written since: revisions are append-only, written one transaction after the other, and numbered
in that order. A store whose last number is lower than the one kept is another store: then everything is read anew.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from django.db import connection

from sigai_web.reporting.obligations import FormObligations, Key, Mask, Whole

_FEW = 200
"""So many entities are named in a query."""
_AT_ONCE = 10_000
"""Rows taken from the database at a time: of a whole city it is a million, of which only the entities are kept."""


@dataclass(slots=True)
class _Kept:
    """The cells that had a figure when the store's last revision was `last`."""

    last: int
    there: Mask


_KEPT: WeakKeyDictionary[FormObligations, _Kept] = WeakKeyDictionary()
_TURN = threading.Lock()


def given(chosen: Sequence[tuple[FormObligations, Whole]]) -> list[Whole]:
    """How many cells of each reporter have a figure; `chosen` are duties with the reporters that are asked for.

    Right for the chosen reporters; of others nothing is said.
    """
    entities = _entities(chosen)
    if entities is not None:
        there = _read([each for each, _ in chosen], entities)
        return [each.counted(each.there(_mine(each, there))) for each, _ in chosen]
    with _TURN:
        return [each.counted(mask) for each, mask in _up_to_date([each for each, _ in chosen])]


def forget() -> None:
    """Keep nothing: for tests, whose stores come and go."""
    _KEPT.clear()


def _up_to_date(wanted: Sequence[FormObligations]) -> list[tuple[FormObligations, Mask]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(revision), 0) FROM figure_revision")
        last = int(cursor.fetchone()[0])
    known = {each: kept for each in wanted if (kept := _KEPT.get(each)) is not None and kept.last <= last}
    unknown = [each for each in wanted if each not in known]
    if unknown:
        there = _read(unknown, None)
        for each in unknown:
            _KEPT[each] = _Kept(last, each.there(_mine(each, there)))
    behind = min((kept.last for kept in known.values()), default=last)
    if behind < last:
        came, went = _since(behind)
        for each, kept in known.items():
            came_here, went_here = (each.there(cells.get(str(each.period), ())) for cells in (came, went))
            kept.there = (kept.there & ~went_here) | came_here
            kept.last = last
    return [(each, _KEPT[each].there) for each in wanted]


def _entities(chosen: Sequence[tuple[FormObligations, Whole]]) -> list[str] | None:
    """Whom the chosen duties are about, where they are few."""
    ids: set[str] = set()
    for each, at in chosen:
        mine = each.entity[np.isin(each.reporter, at)] if len(at) < len(each) else each.entity
        ids.update(each.register.owers.ids[np.unique(mine)].tolist())
        if len(ids) > _FEW:
            return None
    return sorted(ids)


Given = Mapping[str, Mapping[str, Sequence[str]]]
"""By period and measure: whose figure there is."""


def _mine(each: FormObligations, given: Given) -> Iterator[Key]:
    """Of what there is, what may be a cell of a form."""
    of_period = given.get(str(each.period), {})
    return ((entity, measure) for measure in each.form.measures for entity in of_period.get(measure, ()))


def _read(wanted: Sequence[FormObligations], entities: Sequence[str] | None) -> Given:
    """The cells of some duties that have a figure; of some entities only, or of all."""
    months: dict[int, set[str]] = defaultdict(set)
    for each in wanted:
        months[each.period.last].update(each.form.measures)
    if entities is None:
        parts = [f"(month = %s AND measure IN ({_marks(measures)}))" for measures in months.values()]
        values: list[Any] = [value for month, measures in months.items() for value in (month, *sorted(measures))]
        return _cells(" OR ".join(parts), values)
    measures = sorted({measure for names in months.values() for measure in names})
    where = f"entity IN ({_marks(entities)}) AND measure IN ({_marks(measures)}) AND month IN ({_marks(months)})"
    return _cells(where, [*entities, *measures, *months])


def _since(revision: int) -> tuple[dict[str, set[Key]], dict[str, set[Key]]]:
    """The cells whose last revision since then gives a figure, and those in which it was withdrawn."""
    came, went = defaultdict[str, set[Key]](set), defaultdict[str, set[Key]](set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, entity, measure, value IS NULL FROM figure_revision WHERE revision > %s ORDER BY revision",
            [revision],
        )
        for period, entity, measure, withdrawn in cursor.fetchall():
            to, other = (went, came) if withdrawn else (came, went)
            to[period].add((entity, measure))
            other[period].discard((entity, measure))
    return came, went


def _cells(where: str, values: Sequence[Any]) -> Given:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    known: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT period, entity, measure FROM figure_current WHERE {where}", values)  # noqa: S608
        while rows := cursor.fetchmany(_AT_ONCE):
            for period, entity, measure in rows:
                found[period][measure].append(known.setdefault(entity, entity))
    return found


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("%s" for _ in values)
