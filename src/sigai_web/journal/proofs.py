"""What an entry tells of the rows that its change wrote: the proof, a text that is sealed with the entry.

A proof has a line for each table: a JSON object, or, where that is long, the same deflated and in base64. It names the
table, the columns and their values, the keys of rows that were removed, and the parents whose rows it tells all.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models

from sigai.base import InternalError, digest_bytes
from sigai_web.journal.declaring import Kind, Model, Proven, ProvenColumn, proven_of

_LONG = 2000
"""Characters of a line from which on it is packed."""
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class ChangedFields:
    """A row of which a change wrote these fields only. Nothing else of the row is told: what somebody did to the rest
    of it meanwhile is not confirmed."""

    row: models.Model
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows that a change removed."""

    model: Model
    keys: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class AllRows:
    """All rows that a parent has now, by the column that names the parent; with none of them, nothing is proven of what
    it has until they are told again."""

    model: Model
    parent: Any
    rows: tuple[models.Model, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulk:
    """Many rows of one model as values of its proven columns; `known`: of rows that were told before, these columns."""

    model: Model
    columns: Mapping[str, list[Any]]
    known: bool = False


Telling = models.Model | ChangedFields | Gone | AllRows | Bulk


def remove(rows: models.QuerySet[Any]) -> Gone:
    """Delete rows and say which they were."""
    keys = tuple(rows.values_list("pk", flat=True))
    rows.filter(pk__in=keys).delete()
    return Gone(rows.model, keys)


@dataclass(slots=True)
class TableProof:
    """What one line of a proof says of a table: whole rows, columns of rows that were told before, keys of rows that
    are gone, parents of which it tells all rows."""

    table: str
    rows: Mapping[str, list[Any]] = field(default_factory=dict)
    changed: Mapping[str, list[Any]] = field(default_factory=dict)
    gone: Sequence[Any] = ()
    whole: Sequence[Any] = ()


def proof_of(told: Iterable[Telling]) -> str:
    """The proof that tells all this, in its order; empty where there is nothing to tell."""
    blocks = (block for block in map(_block, told) if _says(block))
    return "\n".join(_line(block) for block in _merged(blocks))


def read_proof(proof: str) -> Iterator[TableProof]:
    """What a proof tells, line by line; ValueError, TypeError where it is none."""
    for line in filter(None, proof.split("\n")):  # texts may hold other characters that end a line
        yield TableProof(**json.loads(line if line.startswith("{") else _unpacked(line)))


def _unpacked(line: str) -> bytes:
    try:
        return zlib.decompress(base64.b64decode(line))
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _block(telling: Telling) -> TableProof:
    if isinstance(telling, Bulk):
        table = proven_of(telling.model).table
        return TableProof(table, changed=telling.columns) if telling.known else TableProof(table, telling.columns)
    if isinstance(telling, Gone):
        return TableProof(proven_of(telling.model).table, gone=telling.keys)
    if isinstance(telling, AllRows):
        said = proven_of(telling.model)
        rows = _values(telling.rows, said.columns) if telling.rows else {}
        return TableProof(said.table, rows, whole=[telling.parent])
    if isinstance(telling, ChangedFields):
        said = proven_of(type(telling.row))
        return TableProof(said.table, changed=_values([telling.row], _columns(said, telling.fields)))
    said = proven_of(type(telling))
    return TableProof(said.table, _values([telling], said.columns))


def _columns(said: Proven, names: Iterable[str]) -> list[ProvenColumn]:
    """The key and the columns of some fields; InternalError for one that the journal does not prove."""
    known = {column.field.name: column for column in said.columns}
    if unknown := [name for name in names if name not in known]:
        raise InternalError(f"the journal does not prove {unknown} of {said.table}")
    return [said.key, *(known[name] for name in names)]


def _merged(blocks: Iterable[TableProof]) -> Iterator[TableProof]:
    """Whole rows of the same table that follow each other as one block."""
    last: TableProof | None = None
    for block in blocks:
        if last is not None and _alike(last, block):
            for name, values in last.rows.items():
                values.extend(block.rows[name])
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _alike(one: TableProof, other: TableProof) -> bool:
    only_rows = not any(each.changed or each.gone or each.whole for each in (one, other))
    return only_rows and one.table == other.table


def _says(block: TableProof) -> bool:
    return bool(block.gone or block.whole or any(block.rows.values()) or any(block.changed.values()))


def _line(block: TableProof) -> str:
    said = {name: getattr(block, name) for name in ("rows", "changed", "gone", "whole")}
    line = plain_json({"table": block.table, **{name: each for name, each in said.items() if each}})
    if len(line) < _LONG:
        return line
    return base64.b64encode(zlib.compress(line.encode(), _LEVEL)).decode()


def _values(rows: Sequence[models.Model], columns: Sequence[ProvenColumn]) -> dict[str, list[Any]]:
    return {column.name: [told(column, getattr(row, column.field.attname)) for row in rows] for column in columns}


def told(column: ProvenColumn, value: Any) -> Any:
    """A value of Python as the journal writes it."""
    return None if value is None else _FORMS[column.kind](column, value)


def moment(value: datetime) -> str:
    """A moment as the journal writes it: in UTC, to the microsecond, without a zone."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def plain_json(value: Any) -> str:
    """One text for one JSON value, whatever a database does to its spaces and the order of its keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_FORMS: Mapping[Kind, Callable[[ProvenColumn, Any], Any]] = {
    Kind.WHOLE: lambda column, value: int(column.field.get_prep_value(value)),
    Kind.TEXT: lambda _, value: str(value),
    Kind.YES_NO: lambda _, value: bool(value),
    Kind.MOMENT: lambda _, value: moment(value),
    Kind.DAY: lambda _, value: value.isoformat(),
    Kind.JSON: lambda _, value: plain_json(value),
    Kind.SECRET: lambda _, value: digest_bytes(str(value).encode()),
}
