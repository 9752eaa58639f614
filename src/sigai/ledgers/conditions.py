"""One record as conditions ask for it: its fields in base units, its own attributes, those of its entity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import month_index
from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation import Amounts, Flags, Texts, amounts_of, evaluate
from sigai.formulas import Vocabulary, formula_text
from sigai.formulas.function import Applied, texts_of
from sigai.formulas.nodes import OwnRows, Parameter
from sigai.formulas.textual import numbered
from sigai.formulas.times import TimeKind, time_kind
from sigai.ledgers.kept_rows import row_record, standing_rows
from sigai.ledgers.record import Record
from sigai.programme.field_types import several
from sigai.programme.in_force import number_or_none
from sigai.programme.ledgers import ROWS, ComputedField, Ledger
from sigai.programme.parameters import DatedNumber
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES

_HERE = np.zeros(1, dtype=np.int64)
_TEN_THOUSANDTH, _TOO_LARGE = Decimal("0.0001"), 10**14


class RecordRow:
    """A single row for `sigai.evaluation.arrays.evaluate`. `linked`: what is asked of its links and of the figures of
    its entity, by the texts of it; `lists`: those that its entity stands on, None where nobody looked."""

    size = 1

    def __init__(
        self,
        record: Record,
        ledger: Ledger,
        programme: Programme,
        entities: pa.Table,
        on: dt.date,
        *,
        linked: Mapping[str, Amounts] | None = None,
        lists: frozenset[str] | None = None,
    ) -> None:
        self._linked, self._lists = linked or {}, lists
        self._record, self._ledger, self._programme = record, ledger, programme
        self._day, self._month = on, month_index(on.year, on.month)
        self._entity = _entity_of(record, programme, entities)

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:
        """A number field with its unit, or a computed one; None where there is none of that name."""
        if of_entity:
            return None
        computed = self._ledger.computed_of(name)
        if computed is not None:
            return None if computed.choices else self._computed(computed)
        known = self._ledger.field(name)
        if known is None or known.kind != "number":
            return None
        return Amounts.of([number_of(self._record.fields.get(name))], MeasureUnit.parse(known.unit))

    def _computed(self, computed: ComputedField) -> Amounts | None:
        """A computed number in the unit that it is said to have."""
        formula = self._programme.parsed.computed(computed)
        if formula is None:
            return None
        found, unit = amounts_of(formula, self), MeasureUnit.parse(computed.unit)
        factor = found.unit.size / unit.size
        known = zip(found.wholes, found.known, strict=True)
        return Amounts.of([Fraction(int(one), found.scale) * factor if there else None for one, there in known], unit)

    def chosen(self, computed: ComputedField) -> str | None:
        """What a computed choice gives; None where it cannot be known."""
        formula = self._programme.parsed.computed(computed)
        if formula is None:
            return None
        texts = texts_of(formula)
        found = amounts_of(numbered(formula, texts), self)
        return texts[int(found.wholes[0]) // found.scale] if found.known[0] else None

    def gathered(self, call: Applied) -> Amounts | None:
        """How many rows of a table count, or how much is in them; what is asked of links, as far as they are known."""
        return self._rows(call) if isinstance(call, OwnRows) else self._linked.get(formula_text(call))

    def _rows(self, call: OwnRows) -> Amounts | None:
        table = self._ledger.rows_of(call.table)
        if table is None:
            return None
        book = self._programme.book_by_id[f"{self._ledger.id}{ROWS}{table.id}"]
        records = [row_record(self._record, book, row) for row in standing_rows(self._record.fields, table.id)]
        there = [one for one in records if all(one.fields.get(name) not in (None, "") for name in call.given)]
        counting = [(record, self._counts(call, record, book)) for record in there]
        column = book.field(call.of) if call.of else None
        unit = MeasureUnit.parse(column.unit if column else table.unit)
        if any(counts is None for _, counts in counting):
            return Amounts.of([None], unit)
        counted = [record for record, counts in counting if counts]
        if call.of is None:
            return Amounts.of([Fraction(len(counted))], unit)
        numbers = [number_of(record.fields.get(call.of)) for record in counted]
        known = [number for number in numbers if number is not None]
        return Amounts.of([sum(known, Fraction(0)) if len(known) == len(numbers) else None], unit)

    def _counts(self, call: OwnRows, record: Record, book: Ledger) -> bool | None:
        """Whether a row counts; None where that cannot be known."""
        if call.where is None:
            return True
        row = RecordRow(record, book, self._programme, ENTITIES.empty_table(), self._day)
        verdict = evaluate(call.where, row)
        return bool(verdict.holds[0]) if verdict.known[0] else None

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        """A text or choice of the record, or of its entity; None in the row where it is empty."""
        if of_entity and name == "list":
            return Texts(_HERE, [self._lists])
        if of_entity:
            value = self._entity.get({"tag": "tags"}.get(name, name))
            words = frozenset(value or ()) if name == "tag" else value or None
            return Texts(_HERE, [words if self._entity else None])
        known = self._ledger.field(name)
        if known is not None:
            value = self._record.fields.get(name)
            if known.kind == "choices":
                return Texts(_HERE, [frozenset(several(value)) or None])
            return Texts(_HERE, [None if value in (None, "") else str(value)])
        computed = self._ledger.computed_of(name)
        if computed is not None:
            return Texts(_HERE, [self.chosen(computed)])
        record = self._record
        area = record.area or self._entity.get("area")
        own = {"id": record.id, "name": record.name, "entity": record.entity, "area": area}
        return Texts(_HERE, [own.get(name) or None])

    def time(self, name: str, *, of_entity: bool) -> TimeKind | None:
        """Whether a field holds a date or a period; None for any other field and for attributes of the entity."""
        known = None if of_entity else self._ledger.field(name)
        return None if known is None else time_kind(known.kind)

    def flags(self, name: str, *, of_entity: bool) -> Flags | None:
        """1 for yes, 0 for no, NaN where it is not known.

        `above_scale` is the entity's, as of the month of the step.
        """
        if of_entity:
            since = self._entity.get("above_scale_since")
            known = name == "above_scale" and bool(self._entity)
            return np.array([float(since is not None and since <= self._month) if known else np.nan])
        value = self._record.fields.get(name)
        return np.array([float(value) if isinstance(value, bool) else np.nan])

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""
        return self._programme.vocabulary

    def parameter(self, asked: Parameter) -> Amounts:
        """The parameter in force on the day of the step, or on its own day; unknown where none is."""
        row = self.number(asked)
        unit = self._programme.vocabulary.parameters.get(asked.name, NUMBER)
        return Amounts.of([None if row is None else Fraction(row.value)], unit)

    def number(self, asked: Parameter) -> DatedNumber | None:
        """The same with where it comes from; None where none is."""
        return number_or_none(self._programme, asked, self._day)

    def group(self, name: str) -> tuple[str, ...]:
        """The industry codes of a named group; none where the programme has no such group."""
        return self._programme.codes_of_group(name)


def _entity_of(record: Record, programme: Programme, entities: pa.Table) -> Mapping[str, Any]:
    """What is known of the entity that a record is about: its line of the register, or an area of the programme."""
    own = pc.equal(entities.column("id"), pa.scalar(record.entity or "", pa.string()))
    found = entities.filter(own).slice(0, 1).to_pylist()
    if found:
        return dict(found[0])
    area = programme.area_by_code.get(record.entity or "")
    return {} if area is None else {"id": area.code, "name": area.name.zh, "kind": area.kind, "area": area.code}


def number_of(value: Any) -> Fraction | None:
    """The number of a field: numbers of records are ten-thousandths, whoever wrote them."""
    try:
        number = Decimal(str(value)).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number) < _TOO_LARGE else None
