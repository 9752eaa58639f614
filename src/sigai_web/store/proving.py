"""What the journal proves of the store: register, figures, records; and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import models

from sigai.base import Issue, Place
from sigai_web.journal.declaring import ProvenTables, declare, declare_derived, declare_left_out, proven_of
from sigai_web.journal.problems import DERIVED_CHANGED, FIGURES_CHANGED
from sigai_web.journal.standing import standing
from sigai_web.store.history import are_as_kept
from sigai_web.store.models import (
    ClosedMonth,
    CurrentFigure,
    CurrentRecord,
    DataSource,
    Entity,
    EntityFact,
    EntityLine,
    FigureRevision,
    HeldKey,
    RecordDeadline,
    RecordEntry,
    RecordLink,
    RecordParty,
    RecordRevision,
    RecordSequence,
    RecordState,
    RegisterMark,
)
from sigai_web.store.records import as_they_stand

_LONGEST = 200


def say() -> None:
    """Say it; called when the app is ready."""
    register = (Entity, EntityLine, EntityFact)
    for model in (*register, FigureRevision, RecordEntry, RecordRevision, RecordState, DataSource, ClosedMonth):
        declare(model)
    declare_derived(CurrentFigure, of=[FigureRevision], check=_current_figures)
    records = (Entity, RecordEntry, RecordRevision, RecordState)
    declare_derived(CurrentRecord, RecordDeadline, RecordParty, RecordLink, HeldKey, of=records, check=_beside_records)
    declare_left_out(
        RegisterMark, "a random word that changes with the register: what was worked out is worked out anew"
    )
    declare_left_out(RecordSequence, "the next number of a ledger; the database gives no number twice")


def _current_figures(stands: ProvenTables) -> Iterator[Issue]:
    """The view of the figures that count: the last revision of each key that is not withdrawn, and nothing else."""
    said = proven_of(FigureRevision)
    figures = stands[said.table]
    last = figures.group_by(["entity", "measure", "period"]).aggregate([("revision", "max")])["revision_max"]
    counting = figures.filter(
        pc.and_(pc.is_in(figures["revision"], last.combine_chunks()), figures["value"].is_valid())
    )
    view = standing(said, CurrentFigure.objects.all())
    if not view.equals(counting):
        yield from _between(CurrentFigure, _by_key(counting), _by_key(view))
    if not are_as_kept():
        yield FIGURES_CHANGED.at(Place("SIGAI_HOME/figures"))


def _by_key(figures: pa.Table) -> Mapping[Any, Any]:
    return {row["revision"]: row for row in figures.to_pylist()}


def _beside_records(_: ProvenTables) -> Iterator[Issue]:
    """What is kept beside records so that lists are quick: states, fields, deadlines, and whom they name."""
    stand = as_they_stand()
    names = [field.attname for field in CurrentRecord._meta.concrete_fields]
    wanted = {one.pk: {name: getattr(one, name) for name in names} for one in stand.records}
    yield from _between(CurrentRecord, wanted, {row["record_id"]: row for row in CurrentRecord.every.values(*names)})
    yield from _counted(RecordDeadline, stand.deadlines)
    yield from _counted(RecordParty, stand.parties)
    yield from _counted(RecordLink, stand.links)
    yield from _counted(HeldKey, stand.keys)


def _counted(model: type[models.Model], wanted: Iterable[models.Model]) -> Iterator[Issue]:
    """Rows without a number that matters, each as often as it should be there."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    right = Counter(tuple(getattr(one, name) for name in names) for one in wanted)
    there = Counter(model._default_manager.values_list(*names))
    differing = sorted({*(right - there), *(there - right)}, key=repr)
    yield from _between(model, {row: right[row] for row in differing}, {row: there[row] for row in differing})


def _between(model: type[models.Model], wanted: Mapping[Any, Any], there: Mapping[Any, Any]) -> Iterator[Issue]:
    for key in sorted(wanted.keys() | there.keys(), key=repr):
        right, stands = wanted.get(key), there.get(key)
        if right != stands:
            facts = {"told": _differing(right, stands), "stands": _differing(stands, right)}
            yield DERIVED_CHANGED.at(Place(model._meta.db_table), key=f"{model._meta.db_table} {key}", **facts)


def _differing(row: Any, other: Any) -> str:
    """What of a row differs from another."""
    if isinstance(row, dict) and isinstance(other, dict):
        row = {name: value for name, value in row.items() if value != other[name]}
    return str(row)[:_LONGEST]
