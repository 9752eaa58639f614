"""What the journal proves: every app says it of its tables, column by column, and gives a reason for what is left out.

Three things can be said of a table: its rows are proven by the entries that wrote them (`declare`), it follows from
proven ones (`declare_derived`), or nothing that counts rests on it (`declare_left_out`). A test finds a table of which
none is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import models

from sigai.base import InternalError, Issue, digest_file

Rows = models.QuerySet[models.Model]
Model = type[models.Model]
ProvenTables = Mapping[str, pa.Table]
"""The proven columns of tables as they stand, by table."""


class Kind(Enum):
    """How the values of a column are written, so that both databases and the journal write the same."""

    WHOLE = auto()
    TEXT = auto()
    YES_NO = auto()
    MOMENT = auto()
    DAY = auto()
    JSON = auto()
    SECRET = auto()
    """The SM3 of a text that nobody shall read in the journal."""


@dataclass(frozen=True, slots=True)
class ProvenColumn:
    """One column that is proven."""

    name: str
    kind: Kind
    field: models.Field[Any, Any]

    def shown(self, value: Any) -> str:
        """A value as a person reads it: amounts are kept as whole numbers of their last digit."""
        read = getattr(self.field, "from_db_value", None)
        if value is not None and self.kind is Kind.WHOLE and read is not None:
            value = read(value, None, None)
        return "∅" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Proven:
    """A table whose rows the journal proves.

    `unproven` are columns that it does not prove, with the reason. `parent` is a column by which entries tell all rows
    of one parent at once: what they do not tell is none of its rows any more. `rows` gives the rows that must have been
    told; others are on their way, and nothing rests on them yet.
    """

    model: Model
    columns: tuple[ProvenColumn, ...]
    unproven: Mapping[str, str]
    parent: str | None
    rows: Callable[[], Rows]

    @property
    def table(self) -> str:
        """The name of the table in the database, by which entries tell its rows."""
        return self.model._meta.db_table

    @property
    def key(self) -> ProvenColumn:
        """The column that tells rows apart: the first one."""
        return self.columns[0]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a row names, by `key`, with the digest that the row gives; None where rows gave none at its time.

    `measured` takes the digest.
    """

    path: Path
    table: str
    key: str
    digest: str | None
    measured: Callable[[Path], str] = digest_file


@dataclass(frozen=True, slots=True)
class Derived:
    """Tables whose rows follow from those of others; `check` names those that do not, given how the others stand."""

    models: tuple[Model, ...]
    of: tuple[Model, ...]
    check: Callable[[ProvenTables], Iterator[Issue]]


_PROVEN: dict[Model, Proven] = {}
_DERIVED: list[Derived] = []
_LEFT_OUT: dict[Model, str] = {}
_FILES: dict[Model, Callable[[], Iterable[NamedFile]]] = {}


def declare(
    model: Model,
    *,
    unproven: Mapping[str, str] | None = None,
    secret: Iterable[str] = (),
    parent: str | None = None,
    rows: Callable[[], Rows] | None = None,
) -> None:
    """Say that entries prove a model's rows; call it in an app's `ready`. Columns are named as the database does."""
    hidden, without = set(secret), dict(unproven or {})
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    columns = tuple(
        ProvenColumn(str(field.column), Kind.SECRET if field.column in hidden else _kind(field), field)
        for field in fields
        if field.column not in without
    )
    if not {*hidden, *without, *([parent] if parent else [])} <= {field.column for field in fields}:
        raise InternalError(f"{model._meta.label} has no such column")
    _PROVEN[model] = Proven(model, columns, without, parent, rows or model._default_manager.all)


def declare_derived(*models: Model, of: Iterable[Model], check: Callable[[ProvenTables], Iterator[Issue]]) -> None:
    """Say that rows of models follow from those `of` others, which are proven; `check` names those that do not."""
    _DERIVED.append(Derived(models, tuple(of), check))


def declare_left_out(model: Model, reason: str) -> None:
    """Say that nothing which counts rests on a model's rows, and why."""
    _LEFT_OUT[model] = reason


def declare_files(model: Model, files: Callable[[], Iterable[NamedFile]]) -> None:
    """Say which files a model's rows name, and with which digests."""
    _FILES[model] = files


def proven() -> tuple[Proven, ...]:
    """Every table that is proven, by name."""
    return tuple(sorted(_PROVEN.values(), key=lambda one: one.table))


def proven_of(model: Model) -> Proven:
    """What is said of a model that is proven; InternalError where that is not said."""
    found = _PROVEN.get(model)
    if found is None:
        raise InternalError(f"the journal does not prove {model._meta.label}")
    return found


def derived() -> tuple[Derived, ...]:
    """The tables that follow from others."""
    return tuple(_DERIVED)


def left_out() -> Mapping[Model, str]:
    """The tables that are left out, with the reasons."""
    return dict(_LEFT_OUT)


def named_files() -> Mapping[Model, Callable[[], Iterable[NamedFile]]]:
    """What gives the files that a model's rows name."""
    return dict(_FILES)


_KINDS: tuple[tuple[type[models.Field[Any, Any]], Kind], ...] = (
    (models.BooleanField, Kind.YES_NO),
    (models.IntegerField, Kind.WHOLE),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DAY),
    (models.JSONField, Kind.JSON),
    (models.CharField, Kind.TEXT),
    (models.TextField, Kind.TEXT),
)


def _kind(field: models.Field[Any, Any]) -> Kind:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    for known, kind in _KINDS:
        if isinstance(field, known):
            return kind
    raise InternalError(f"the journal knows no form of {field}")
