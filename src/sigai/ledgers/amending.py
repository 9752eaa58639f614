"""What somebody writes into one record, read by the same rules as a table of records. Pure: nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from sigai.base.issues import NOWHERE, Issue, Place, Problem
from sigai.ledgers.fields import FieldColumn, FieldReader
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.problems import (
    NO_ENTITY,
    ROW_BY_ROW,
    UNKNOWN_AREA,
    UNKNOWN_ENTITY,
    UNKNOWN_FIELD,
    UNKNOWN_LEDGER,
    WORKED_OUT,
)
from sigai.ledgers.record import Record
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES
from sigai.tables.files import RowIssues, clean, nearest
from sigai.tables.files.columns import hints


@dataclass(frozen=True, slots=True)
class Head:
    """What every record has beside its fields, as somebody wrote it: entity and area by id or name."""

    name: str = ""
    entity: str = ""
    area: str = ""


def amend(
    record: Record,
    values: Mapping[str, Any],
    *,
    programme: Programme,
    head: Head | None = None,
    entities: pa.Table | None = None,
) -> tuple[Record, tuple[Issue, ...]]:
    """The record with new values, and everything wrong with them at once, each at the column of its field.

    `values` are texts or typed, by the ids of fields; an empty one takes a field back. `entities` is the register that
    entities are looked up in. A value that cannot be read leaves its field as it was.
    """
    ledger = programme.ledger_by_id.get(record.ledger)
    if ledger is None:
        near = hints(nearest(record.ledger, list(programme.ledger_by_id)), "")
        return record, (UNKNOWN_LEDGER.at(NOWHERE, given=record.ledger, **near),)
    lookups = Lookups.of(programme, ENTITIES.empty_table() if entities is None else entities)
    issues: list[Issue] = []
    if head is not None:
        record, issues = _with_head(record, head, ledger, lookups)
    record, found = fill_in(record, values, ledger, lookups)
    return record, (*issues, *found)


def fill_in(record: Record, values: Mapping[str, Any], ledger: Ledger, lookups: Lookups) -> tuple[Record, list[Issue]]:
    """The record with new values of its fields."""
    issues = RowIssues()
    fields = dict(record.fields)
    for name, value in values.items():
        known = ledger.field(name)
        if known is None and (other := ledger.rows_of(name) or ledger.computed_of(name)) is not None:
            problem = ROW_BY_ROW if ledger.rows_of(name) else WORKED_OUT
            issues.add(problem.at(Place(column=name), field=other.name.zh, field_en=other.name.en))
            continue
        if known is None:
            near = hints(nearest(name, [each.id for each in ledger.fields]), "")
            issues.add(UNKNOWN_FIELD.at(Place(column=name), given=name, **near))
            continue
        if known.kind in ("record", "named") and clean(str(value or "")) == fields.get(name):
            continue  # what was written before it became a link stays as it stands
        good = np.ones(1, dtype=np.bool_)
        reader = FieldReader("", np.zeros(1, dtype=np.int64), good, lookups, issues)
        cells = pa.array([None if value is None else str(value)], pa.string())
        column = FieldColumn(known, name, "", cells, np.zeros(1, dtype=np.bool_))
        read = reader.read(column)
        if read.codes[0] >= 0:
            fields |= json.loads("{" + read.pieces[read.codes[0]] + "}")
        elif clean(str(value or "")) == "":
            fields.pop(name, None)
    found = [Issue(issue.problem, Place(column=issue.place.column), issue.facts) for issue in issues]
    return replace(record, fields=fields), found


def _with_head(record: Record, head: Head, ledger: Ledger, lookups: Lookups) -> tuple[Record, list[Issue]]:
    issues: list[Issue] = []

    def look_up(column: str, word: str, find: Callable[[str], str | None], problem: Problem) -> str | None:
        word = clean(word)
        found = find(word) if word else None
        if word and found is None:
            near: Sequence[str] = list(lookups.words[column])
            issues.append(problem.at(Place(column=column), given=word, **hints(nearest(word, near), "")))
        return found

    entity = look_up("entity", head.entity, lookups.entity, UNKNOWN_ENTITY)
    area = look_up("area", head.area, lookups.area, UNKNOWN_AREA)
    if ledger.subject in ("enterprise", "park") and not clean(head.entity):
        issues.append(NO_ENTITY.at(Place(column="entity")))
    return replace(record, name=clean(head.name), entity=entity, area=area), issues
