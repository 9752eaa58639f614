"""What conditions of formulas may ask of the subjects of an invented register and of invented records.

What a condition means stands in `sigai.evaluation`. A row in which a field is blank is counted by no formula, and not
here. What invented rows do not have at all (a record nothing about its enterprise) counts as met: demonstration only
narrows down.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.units import NUMBER, MeasureUnit
from sigai.demonstration.draws import Mask, Whole
from sigai.demonstration.register import Subjects
from sigai.evaluation import Amounts, Flags, Texts, evaluate
from sigai.formulas import Vocabulary, walk
from sigai.formulas.function import Applied
from sigai.formulas.nodes import AllOf, AnyOf, Attribute, Compare, Condition, Not, Number, Parameter
from sigai.formulas.times import TimeKind, time_kind
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.tables.files.numbers import SCALE


@dataclass(frozen=True, slots=True)
class Columns:
    """Invented rows for `sigai.evaluation.evaluate`: a column for each attribute or field, by its name.

    A text that is empty and a number that is NaN are missing; `tagged` is a mask by tag, None where rows have no tags.
    """

    programme: Programme
    size: int
    words: Mapping[str, np.ndarray]
    yes: Mapping[str, Mask]
    tagged: Mapping[str, Mask] | None = None
    entity: Columns | None = None
    ledger: Ledger | None = None

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:
        """A number field with its unit; None where the ledger has no number field of that name."""
        field = self.ledger.field(name) if self.ledger and not of_entity else None
        if field is None or field.kind != "number":
            return None
        numbers = self.words[name].astype(float)
        known = ~np.isnan(numbers)
        return Amounts(
            np.rint(np.where(known, numbers, 0) * SCALE).astype(np.int64), known, MeasureUnit.parse(field.unit)
        )

    def gathered(self, call: Applied) -> None:
        """Nothing: rows inside records are invented later."""

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        """An attribute or field, or the tags; None where the rows have none of that name."""
        rows = self.entity if of_entity else self
        if rows is None:
            return None
        if name == "tag":
            return rows._tags()
        column = rows.words.get(name)
        return (
            None
            if column is None
            else Texts(np.arange(rows.size), [None if _is_missing(cell) else str(cell) for cell in column])
        )

    def _tags(self) -> Texts | None:
        if self.tagged is None:
            return None
        tags = list(self.tagged)
        masks = np.array([self.tagged[tag] for tag in tags], dtype=bool).reshape(len(tags), self.size)
        return Texts(
            np.arange(self.size),
            [frozenset(tags[at] for at in np.flatnonzero(masks[:, row])) for row in range(self.size)],
        )

    def time(self, name: str, *, of_entity: bool) -> TimeKind | None:
        """Whether a field of the ledger holds a date or a period."""
        field = self.ledger.field(name) if self.ledger and not of_entity else None
        return None if field is None else time_kind(field.kind)

    def flags(self, name: str, *, of_entity: bool) -> Flags | None:
        """1 for yes and 0 for no; None where the rows have no yes-or-no of that name."""
        rows = self.entity if of_entity else self
        known = None if rows is None else rows.yes.get(name)
        return None if known is None else known.astype(float)

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""
        return self.programme.vocabulary

    def parameter(self, asked: Parameter) -> Amounts:
        """The last number of a parameter, in every row."""
        latest = latest_of(asked, self.programme)
        wholes = np.full(self.size, 0 if latest is None else round(latest.value * SCALE), dtype=np.int64)
        unit = self.programme.vocabulary.parameters.get(asked.name, NUMBER)
        return Amounts(wholes, np.full(self.size, latest is not None), unit)

    def group(self, name: str) -> tuple[str, ...]:
        """The industry codes of a named group; none where the programme has no such group."""
        return self.programme.codes_of_group(name)


def columns_of(programme: Programme, register: Subjects, month: int) -> Columns:
    """A register as it stands in a month."""
    months: Whole = np.array([month])
    kinds = np.full(len(register), register.kind, dtype=object)
    return Columns(
        programme,
        len(register),
        words={
            "id": register.ids,
            "name": register.names,
            "area": register.areas,
            "park": register.parks,
            "industry": register.industry_codes,
            "kind": kinds,
        },
        yes={"above_scale": register.above_scale(months)[:, 0]},
        tagged=register.tagged,
    )


def holds(condition: Condition | None, columns: Columns) -> Mask:
    """For which rows a condition holds, or could if the rows had what it asks for."""
    if condition is None:
        return np.ones(columns.size, dtype=bool)
    answer = evaluate(condition, columns)
    return np.where(answer.known, answer.holds, ~_blank(condition, columns))


def _blank(condition: Condition, columns: Columns) -> Mask:
    """The rows in which a field of their own that a condition asks for is blank."""
    blank = np.zeros(columns.size, dtype=bool)
    for node in walk(condition):
        if isinstance(node, Attribute) and not node.of_entity and node.name in columns.words:
            blank |= np.array([_is_missing(cell) for cell in columns.words[node.name]], dtype=bool)
    return blank


def _is_missing(cell: object) -> bool:
    return cell in (None, "") or (isinstance(cell, float) and math.isnan(cell))


def with_numbers(condition: Condition | None, programme: Programme) -> Condition | None:
    """A condition with its dated parameters as the numbers they are now."""
    if isinstance(condition, AllOf | AnyOf):
        parts = (with_numbers(part, programme) for part in condition.conditions)
        return replace(condition, conditions=tuple(part for part in parts if part is not None))
    if isinstance(condition, Not):
        inner = with_numbers(condition.condition, programme)
        return Not(inner) if inner is not None else None
    if isinstance(condition, Compare) and isinstance(condition.right, Parameter):
        latest = latest_of(condition.right, programme)
        return condition if latest is None else replace(condition, right=latest)
    return condition


def latest_of(parameter: Parameter, programme: Programme) -> Number | None:
    """The last number of a parameter that begins; None where there is none for what is given for its keys."""
    rows = [row for row in programme.numbers_of(parameter).rows if row is not None]
    return Number(float(rows[-1].value), programme.vocabulary.parameters[parameter.name]) if rows else None


def number_in(number: Number, unit: MeasureUnit) -> float:
    """A number of a condition in the unit of the field it is held against; a bare number is in that unit already."""
    bare = number.unit is NUMBER or not number.unit.symbol
    return number.value if bare else number.value * number.unit.factor / unit.factor
