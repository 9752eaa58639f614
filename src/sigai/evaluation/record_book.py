"""How conditions are asked of the records of one ledger, or of the rows inside them, as columns of a query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis

from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation import decimals
from sigai.evaluation.conditions import amount
from sigai.evaluation.decimals import Wholes
from sigai.evaluation.population_classes import answer
from sigai.evaluation.populations import entity_subject
from sigai.evaluation.queries import Subject, holds
from sigai.formulas.function import Applied
from sigai.formulas.nodes import Attribute, Condition, Parameter
from sigai.formulas.quantities import Named, Quantity
from sigai.formulas.times import time_kind
from sigai.programme.field_types import MANY
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme

AMOUNT_COLUMN = "decimal(18, 4)"
"""How numbers of records stand in a query."""

TOTAL_COLUMN = "decimal(20, 4)"
"""How what is added up of the rows inside a record stands there; more is missing."""


def column_of(field: str) -> str:
    """The column in which a field is laid out."""
    return f"field_{field}"


def field_text(content: Any, name: str) -> Any:
    """A field as text: the string itself, or what JSON writes for a number or yes and no."""
    return ibis.coalesce(content[name].str, content[name].cast("string").nullif("null")).nullif("")


def nothing_gathered(_call: Applied) -> Any:
    """For what has no rows inside: missing."""
    return ibis.null(TOTAL_COLUMN)


@dataclass(frozen=True, slots=True)
class RecordBook:
    """How one ledger's records are asked. Parameters in conditions are those in force in the month `at`. `gathered`
    gives the column of what hangs on each record. `alone`: the table knows nothing of the records' entities."""

    programme: Programme
    ledger: Ledger
    table: ibis.Table
    at: int
    gathered: Callable[[Applied], Any] = nothing_gathered
    alone: bool = False

    def answer(self, condition: Condition | None) -> Any:
        """Whether each record is of this ledger and meets a condition, as one character."""
        return answer(condition, lambda above: self._meets(condition, above=above))

    def _meets(self, condition: Condition | None, *, above: bool) -> Any:
        return (self.table.ledger == self.ledger.id) & holds(condition, self.subject(above=ibis.literal(above)))

    def subject(self, *, above: Any) -> Subject:
        """How conditions are asked of records: own fields by name, `entity.x` of the entity."""
        table = self.table
        own = {"name": table.name, "area": table.counted_area, "id": table.id, "entity": table.entity}
        looked_at = [field for field in self.ledger.fields if column_of(field.id) in table.columns]
        fields = {field.id: table[column_of(field.id)] for field in looked_at}
        many = {field.id: fields[field.id].split(MANY) for field in looked_at if field.kind == "choices"}
        numbers = {field.id for field in self.ledger.fields if field.kind == "number"}
        said: dict[str, Any] = {name: column.nullif("") for name, column in own.items()} | fields
        tags: dict[str, Any] = many
        about: dict[str, Any] = {}
        if not self.alone:
            entity = entity_subject(self.programme, table, above=above, prefix="entity.", column_prefix="entity_")
            said, tags, about = {**said, **entity.columns}, {**entity.tags, **many}, dict(entity.above)
        return Subject(
            programme=self.programme,
            columns=said,
            tags=tags,
            above=about,
            numbers=frozenset(numbers | {each.id for each in self.ledger.computed}),
            times={field.id: kind for field in self.ledger.fields if (kind := time_kind(field.kind)) is not None},
            named=self._named,
            gathered=self._gathered,
        )

    def computed(self, name: str) -> Quantity[Wholes]:
        """A computed field of every record; missing where there is none of that name."""
        computed = self.ledger.computed_of(name)
        formula = self.programme.parsed.computed(computed) if computed is not None else None
        if formula is None:
            return decimals.figure(ibis.null(AMOUNT_COLUMN), NUMBER)
        return amount(formula, self.subject(above=ibis.literal(False)))

    def _named(self, asked: Named) -> Quantity[Wholes]:
        if isinstance(asked, Parameter):
            return decimals.parameter(self.programme, asked, ibis.literal(self.at))
        own = asked.name if isinstance(asked, Attribute) and not asked.of_entity else ""
        field = self.ledger.field(own)
        if field is None or field.kind != "number":
            return self.computed(own)
        return decimals.figure(self.table[column_of(field.id)].try_cast(AMOUNT_COLUMN), MeasureUnit.parse(field.unit))

    def _gathered(self, call: Applied) -> Quantity[Wholes]:
        unit = MeasureUnit.parse(unit_gathered(self.programme, self.ledger, call))
        return decimals.figure(self.gathered(call), unit)


def unit_gathered(programme: Programme, ledger: Ledger, call: Applied) -> str:
    """The unit of what hangs on a record: of the rows of a table, or of a column of it."""
    table, of = ledger.rows_of(getattr(call, "table", "")), getattr(call, "of", None)
    if table is None:
        return ""
    column = programme.book_by_id[f"{ledger.id}.{table.id}"].field(of) if of else None
    return column.unit if column is not None else table.unit
