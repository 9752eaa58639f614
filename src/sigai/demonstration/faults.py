"""A few mistakes of the kinds that people make, put into a file of their own for the checks to find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sigai.base.units import MeasureUnit
from sigai.demonstration.codes import ALPHABET
from sigai.demonstration.draws import Mask, stream
from sigai.demonstration.relations import Relation
from sigai.demonstration.reporting import ReportedFigures
from sigai.programme.programme import Programme

FaultKind = Literal[
    "check_digit",
    "unknown_entity",
    "unknown_measure",
    "wrong_unit",
    "no_period",
    "no_number",
    "full_width",
    "duplicate",
    "broken_identity",
    "times_ten_thousand",
]

_MISREPORTS: tuple[FaultKind, ...] = ("unknown_entity", "unknown_measure", "wrong_unit", "no_period", "no_number")
_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
_TOO_MUCH, _MIX_UP = 1.3, 10_000


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """One mistake made on purpose: where it stands (row 1 is the heading) and which column is wrong."""

    kind: FaultKind
    file: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """One row of the file of mistakes, as it is written; `fault` is None for the first of two duplicates."""

    cells: dict[str, str]
    kind: FaultKind | None
    column: str = "value"


@dataclass(frozen=True, slots=True)
class Planted:
    """The rows of the file of mistakes, and which good rows they stand in place of."""

    rows: tuple[FaultyRow, ...]
    replaced: Mask


def plant(programme: Programme, relations: tuple[Relation, ...], rows: ReportedFigures, seed: int) -> Planted:
    """Mistakes in place of good figures of the enterprises. Data without enterprise figures gets none."""
    random = stream(seed, "faults")
    replaced = np.zeros(len(rows), dtype=bool)
    usable = np.flatnonzero((rows.kind == "enterprise") & (rows.state == "reported") & (rows.value > 0))
    planted: list[FaultyRow] = []
    if usable.size == 0:
        return Planted((), replaced)
    chosen = random.choice(usable, size=min(7, usable.size), replace=False).tolist()
    for index, kind in zip(chosen, _MISREPORTS, strict=False):
        replaced[index] = True
        planted.append(_misreported(programme, rows, index, kind))
    if len(chosen) == 7:
        replaced[chosen[5:]] = True
        cells = _cells(rows, chosen[5])
        planted.append(FaultyRow(cells | {"value": cells["value"].translate(_FULL_WIDTH)}, "full_width"))
        first = _cells(rows, chosen[6])
        planted += [
            FaultyRow(first, None),
            FaultyRow(first | {"value": _text(rows.value[chosen[6]] * 1.01)}, "duplicate"),
        ]
    for broken in _broken_identities(relations, rows, replaced, random):
        planted.append(broken)
    return Planted(tuple(planted), replaced)


def miscopied(code: str) -> str:
    """A code whose last character was copied wrongly."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


def faults_of(planted: Planted, file: str) -> tuple[PlantedFault, ...]:
    """Where each mistake stands in its file."""
    return tuple(
        PlantedFault(row.kind, file, number, row.column)
        for number, row in enumerate(planted.rows, start=2)
        if row.kind is not None
    )


def _cells(rows: ReportedFigures, index: int) -> dict[str, str]:
    return {
        "entity": str(rows.entity[index]),
        "measure": str(rows.measure[index]),
        "period": str(rows.period[index]),
        "value": _text(rows.value[index]),
        "unit": "",
    }


def _text(number: float) -> str:
    return f"{number:.2f}".removesuffix(".00")


def _misreported(programme: Programme, rows: ReportedFigures, index: int, kind: FaultKind) -> FaultyRow:
    cells = _cells(rows, index)
    measure = programme.measure_by_id[cells["measure"]]
    if kind == "unknown_entity":
        return FaultyRow(cells | {"entity": miscopied(cells["entity"])}, kind, "entity")
    if kind == "unknown_measure":
        return FaultyRow(cells | {"measure": f"{measure.id}_x"}, kind, "measure")
    if kind == "wrong_unit":
        foreign = "吨" if MeasureUnit.parse(measure.unit).same_dimension(MeasureUnit.parse("万元")) else "万元"
        return FaultyRow(cells | {"unit": foreign}, kind, "unit")
    if kind == "no_period":
        return FaultyRow(cells | {"period": f"{cells['period'][:4]}-13"}, kind, "period")
    return FaultyRow(cells | {"value": f"约{cells['value']}"}, kind)


def _broken_identities(
    relations: tuple[Relation, ...], rows: ReportedFigures, replaced: Mask, random: np.random.Generator
) -> list[FaultyRow]:
    """One figure larger than what it is part of, and one given in units ten thousand times too small."""
    found: list[FaultyRow] = []
    kinds: tuple[FaultKind, ...] = ("broken_identity", "times_ten_thousand")
    for relation in relations:
        if len(found) == len(kinds) or relation.operator == "=" or len(relation.smaller) != 1 or not relation.refuses:
            continue
        index, allowed = _breakable(relation, rows, replaced, random)
        if index is None:
            continue
        kind = kinds[len(found)]
        wrong = allowed * _TOO_MUCH + 1 if kind == "broken_identity" else rows.value[index] * _MIX_UP
        if wrong > allowed:
            replaced[index] = True
            found.append(FaultyRow(_cells(rows, index) | {"value": _text(wrong)}, kind))
    return found


def _breakable(
    relation: Relation, rows: ReportedFigures, replaced: Mask, random: np.random.Generator
) -> tuple[int | None, float]:
    """A row of the smaller measure for which the larger side is there too, and how much it may be at most."""
    ((part, factor),) = relation.smaller.items()
    usable = (rows.kind == "enterprise") & (rows.revision == 1) & ~replaced & (rows.value > 0)
    corrected = set(zip(rows.entity[rows.revision > 1], rows.period[rows.revision > 1], strict=True))
    sides = [
        dict(zip(zip(rows.entity[here], rows.period[here], strict=True), np.flatnonzero(here), strict=True))
        for here in ((rows.measure == name) & usable for name in (part, *relation.larger))
    ]
    shared = [key for key in sides[0] if key not in corrected and all(key in side for side in sides[1:])]
    if not shared:
        return None, 0.0
    key = shared[int(random.integers(len(shared)))]
    allowed = sum(
        weight * float(rows.value[side[key]]) for weight, side in zip(relation.larger.values(), sides[1:], strict=True)
    )
    return int(sides[0][key]), allowed / factor
