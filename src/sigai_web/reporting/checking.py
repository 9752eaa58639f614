"""A sheet's texts held against the programme, its own past and its peers: the engine checks, this asks for reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sigai.base import Issue
from sigai.values import Cell, CheckedValue, check_cells, withdraws
from sigai_web.reporting.comparison_figures import ComparisonFigures
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.problems import LEFT_OR_WITHDRAWN, NOTHING_TO_WITHDRAW, STANDING_CHANGED, WITHDRAWS


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about a cell: it refuses the figure, asks for a reason, or only informs. What `decides` asks for
    more than a reason: for one of two readings of the cell."""

    key: Key
    issue: Issue
    refuses: bool
    asks: bool
    decides: bool = False


@dataclass(frozen=True, eq=False)
class CheckedSheet:
    """The figures of a sheet that can be read and the remarks on its cells, in their order."""

    values: Mapping[Key, CheckedValue]
    remarks: Mapping[Key, tuple[Remark, ...]]

    def of(self, key: Key) -> tuple[Remark, ...]:
        """The remarks on one cell."""
        return self.remarks.get(key, ())

    def refused(self) -> list[Remark]:
        """Everything that must be corrected before the sheet can be handed in."""
        return [remark for remarks in self.remarks.values() for remark in remarks if remark.refuses]

    def unanswered(self, reasons: Mapping[Key, str]) -> list[Remark]:
        """Everything that asks for a reason and has none, or for a decision."""
        asked = [remark for remarks in self.remarks.values() for remark in remarks if remark.asks]
        return [remark for remark in asked if remark.decides or not reasons.get(remark.key, "").strip()]


def check_sheet(
    assignment: Assignment,
    texts: Mapping[Key, str],
    past: ComparisonFigures,
    *,
    correction: bool = False,
    settled: bool = False,
) -> CheckedSheet:
    """Check every cell of a reporter's sheet. In a correction, which has a reason of its own, changes ask for none; a
    figure taken back, and a cell emptied above one that stands, always do. What is `settled` (accepted) asks nothing.
    """
    given = {key: texts.get(key, "") for key in assignment.cells}
    cells = [Cell(*key, "" if withdraws(text) else text) for key, text in given.items()]
    checked = check_cells(assignment.content, past.entities, assignment.period, cells, past.table)
    remarks: dict[Key, list[Remark]] = {cell.key: [] for cell in cells}
    for one in checked.issues:
        remarks[one.key].append(Remark(one.key, one.issue, one.refuses, one.asks))
    if not correction:
        for key, checked_value in checked.values.items():
            issue = _changed(assignment, key, checked_value.value, past)
            if issue is not None:
                remarks[key].append(Remark(key, issue, refuses=False, asks=True))
    for key, text in given.items():
        empty = key not in checked.values and not any(remark.refuses for remark in remarks[key])
        own = _withdrawal(assignment, key, text, past) if empty and not settled else None
        remarks[key] = [own] if own else remarks[key]
    return CheckedSheet(checked.values, {key: tuple(said) for key, said in remarks.items()})


def _withdrawal(assignment: Assignment, key: Key, text: str, past: ComparisonFigures) -> Remark | None:
    """What is said of a cell without a figure, in the place of asking why there is none."""
    stands, measure = past.figure(*key, assignment.period), assignment.content.measure_by_id[key[1]]
    names: dict[str, Any] = {"measure": measure.name.zh, "measure_en": measure.name.en, "unit": measure.unit}
    if stands is None:
        nothing = NOTHING_TO_WITHDRAW.at(**names)
        return Remark(key, nothing, refuses=True, asks=False) if withdraws(text) else None
    facts = {**names, "standing": plain(stands.value)}
    if withdraws(text):
        return Remark(key, WITHDRAWS.at(**facts), refuses=False, asks=True)
    return Remark(key, LEFT_OR_WITHDRAWN.at(**facts), refuses=False, asks=True, decides=True)


def _changed(assignment: Assignment, key: Key, value: Decimal, past: ComparisonFigures) -> Issue | None:
    stands = past.figure(*key, assignment.period)
    if stands is None or stands.value == value:
        return None
    measure = assignment.content.measure_by_id[key[1]]
    names: dict[str, Any] = {"measure": measure.name.zh, "measure_en": measure.name.en, "unit": measure.unit}
    return STANDING_CHANGED.at(**names, standing=plain(stands.value), value=plain(value))


def plain(value: Decimal) -> str:
    """`12.5`, `3`, `-0.0001`: as a person types it."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
