"""Figures on their way through a form: texts of cells in, values and issues out. One way in for form, Excel and API.

The checks of single figures, the identities and the year-to-date totals are those of files; what files warn of, a form
asks a reason for, and soft rules about history, peers and ratios come on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from sigai.base.issues import NOWHERE, Issue, Severity
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.tables.files import SCALE, RowIssues, Words
from sigai.values.batches import Batch
from sigai.values.checks import Checker
from sigai.values.figures import GIVEN, NO_REVISION, NO_TIME, Figures, Vocabularies, join, period_code, period_of
from sigai.values.form_problems import (
    CELL_EMPTY,
    FORM_FALLING_TOTAL,
    FORM_IDENTITY_BROKEN,
    FORM_IDENTITY_DOUBTED,
    FORM_NOT_A_NUMBER,
    RATIO_OUTSIDE,
    UNLIKE_HISTORY,
    UNLIKE_PEERS,
)
from sigai.values.identities import IdentityCheck, read_identities
from sigai.values.measure_names import MeasureNames
from sigai.values.odd_sizes import fractions
from sigai.values.plausibility import Key, Known, doubts
from sigai.values.problems import NOT_A_NUMBER, SAID_MISSING, UNSAVED_FORMULA
from sigai.values.register import SubjectIndex, make_register
from sigai.values.total_checks import check_totals
from sigai.values.wording import measure_facts

_ASKING = (CELL_EMPTY, FORM_IDENTITY_DOUBTED, FORM_FALLING_TOTAL, RATIO_OUTSIDE, UNLIKE_HISTORY, UNLIKE_PEERS)
_IN_FORMS = {NOT_A_NUMBER.code: FORM_NOT_A_NUMBER, UNSAVED_FORMULA.code: FORM_NOT_A_NUMBER}
"""Where a form has other columns than a file, it gives other advice."""
_DIVISION = 3
"""Characters of an industry's code that name its division: `C32`."""
_FIRST = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as somebody typed it; empty text is a figure not given. `unit` where it is not in the measure's own
    and not written behind the figure."""

    entity: str
    measure: str
    text: str
    unit: str = ""

    @property
    def key(self) -> Key:
        """The entity and the measure: one cell of the form of one period."""
        return self.entity, self.measure


@dataclass(frozen=True, slots=True)
class CellIssue:
    """What is wrong with a cell. An error refuses it; `asks` says that a reason is wanted; else it only informs."""

    entity: str
    measure: str
    issue: Issue

    @property
    def key(self) -> Key:
        """The entity and the measure of the cell that the issue is about."""
        return self.entity, self.measure

    @property
    def refuses(self) -> bool:
        """Whether the figure cannot be taken."""
        return self.issue.severity is Severity.ERROR

    @property
    def asks(self) -> bool:
        """Whether the figure is taken with a reason only."""
        return self.issue.problem in _ASKING


@dataclass(frozen=True, slots=True)
class CheckedValue:
    """A figure in its measure's own unit; what was typed, where it is not simply that."""

    value: Decimal
    given_value: str | None = None
    given_unit: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedCells:
    """The figures that can be read, and everything that is said about any cell, in the order of the cells."""

    values: Mapping[Key, CheckedValue]
    issues: tuple[CellIssue, ...]

    @property
    def refused(self) -> frozenset[Key]:
        """The cells with a figure that cannot be taken."""
        return frozenset(found.key for found in self.issues if found.refuses)

    @property
    def asked(self) -> frozenset[Key]:
        """The cells that need a reason before they are handed in."""
        return frozenset(found.key for found in self.issues if found.asks)


def check_cells(
    programme: Programme, entities: pa.Table, period: Period, cells: Sequence[Cell], standing: pa.Table
) -> CheckedCells:
    """Check the figures of one period against the programme, each other and what stands already.

    `entities` follows the contract ENTITIES and holds whom the cells are about and their peers; `standing` has the
    columns entity, measure, period and value of figures that count now: of the period in other forms, of earlier
    periods, of peers. A standing figure of a checked cell itself is left out of account.
    """
    checking = _Checking(programme, entities, period, cells)
    checking.single_figures()
    checking.against(standing)
    return CheckedCells(checking.values(), tuple(checking.issues()))


class _Checking:
    """One set of cells on its way through the checks; row numbers of issues are positions of cells, from 1."""

    def __init__(self, programme: Programme, entities: pa.Table, period: Period, cells: Sequence[Cell]) -> None:
        self._programme, self._entities, self._period, self._cells = programme, entities, period, cells
        self._register: SubjectIndex = make_register(entities, {}, programme)
        self._words = Vocabularies(self._register.ids, [measure.id for measure in programme.measures], files=[""])
        self._told = RowIssues()
        self._odd: list[CellIssue] = []
        self._figures = join([])

    def single_figures(self) -> None:
        """Number, unit, range, subject and period of every cell that has a text."""
        names = MeasureNames.of(self._programme)
        checker = Checker(self._programme, self._register, names, self._words, self._told)
        columns: dict[str, list[str | None]] = {
            "entity": [cell.entity for cell in self._cells],
            "measure": [cell.measure for cell in self._cells],
            "period": [str(self._period)] * len(self._cells),
            "unit": [cell.unit or None for cell in self._cells],
        }
        batch = Batch(
            file="",
            rows=np.arange(_FIRST, len(self._cells) + _FIRST),
            words={name: Words.of(pa.array(column, pa.string())) for name, column in columns.items()},
            value=pa.array([cell.text for cell in self._cells], pa.string()),
            headers={},
            merged=np.zeros(len(self._cells), dtype=np.bool_),
            wide=True,
        )
        figures = checker.check(batch, 0)
        self._figures = figures.take(~fractions(figures, self._programme, self._words, self._told))

    def against(self, standing: pa.Table) -> None:
        """Identities, totals since January and soft rules, over these figures and those that stand."""
        others = self._standing(standing)
        figures = join([self._figures, others])
        current = np.ones(len(figures), dtype=np.bool_)
        identities, told = read_identities(self._programme), RowIssues()
        check = IdentityCheck(
            identities, self._programme, self._register, self._words, FORM_IDENTITY_BROKEN, FORM_IDENTITY_DOUBTED
        )
        check.refused(figures, current, told)
        check_totals(figures, current, self._programme, self._words, told, problem=FORM_FALLING_TOTAL)
        self._told.extend(issue for issue in told if issue.place.row)
        keys = [self._cells[row - _FIRST].key for row in self._figures.row.tolist()]
        known = Known(self._programme, self._series(figures), self._divisions())
        self._odd = [CellIssue(*key, issue) for key, issue in doubts(known, keys, self._period)]

    def _standing(self, standing: pa.Table) -> Figures:
        """The figures that stand, without those of the checked cells; their row is 0."""
        own = {cell.key for cell in self._cells}
        measures = {measure.id: at for at, measure in enumerate(self._programme.measures)}
        rows = []
        for entity, measure, period, value in _rows(standing):
            place = self._register.position(entity)
            if place >= 0 and measure in measures and not (period == self._period and (entity, measure) in own):
                rows.append((place, measures[measure], period_code(period), int(value * SCALE)))
        columns = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
        none = np.full(len(rows), -1, dtype=np.int32)
        return Figures(
            entity=columns[:, 0].astype(np.int32),
            measure=columns[:, 1].astype(np.int32),
            period=columns[:, 2].astype(np.int32),
            amount=columns[:, 3],
            revision=np.full(len(rows), NO_REVISION, dtype=np.int32),
            reported_at=np.full(len(rows), NO_TIME, dtype=np.int64),
            state=np.zeros(len(rows), dtype=np.int8),
            source=none,
            reporter=none,
            given_value=none,
            given_unit=none,
            file=np.zeros(len(rows), dtype=np.int32),
            row=np.zeros(len(rows), dtype=np.int32),
            given=np.full(len(rows), GIVEN, dtype=np.int8),
            column=np.zeros(len(rows), dtype=np.int16),
        )

    def _series(self, figures: Figures) -> dict[Key, list[tuple[Period, float]]]:
        found: dict[Key, list[tuple[Period, float]]] = defaultdict(list)
        columns = (figures.entity, figures.measure, figures.period, figures.amount)
        periods: dict[int, Period] = {}
        for entity, measure, code, amount in zip(*(column.tolist() for column in columns), strict=True):
            period = periods.setdefault(code, period_of(code))
            found[self._register.ids[entity], self._programme.measures[measure].id].append((period, amount / SCALE))
        return found

    def _divisions(self) -> dict[str, str]:
        columns = (self._entities["id"].to_pylist(), self._entities["industry"].to_pylist())
        return {str(entity): industry[:_DIVISION] for entity, industry in zip(*columns, strict=True) if industry}

    def values(self) -> dict[Key, CheckedValue]:
        figures, found = self._figures, {}
        values, units = self._words.given_values.words, self._words.given_units.words
        for at, row in enumerate(figures.row.tolist()):
            value, unit = int(figures.given_value[at]), int(figures.given_unit[at])
            found[self._cells[row - _FIRST].key] = CheckedValue(
                (Decimal(int(figures.amount[at])) / SCALE).quantize(Decimal("0.0001")),
                values[value] if value >= 0 else None,
                units[unit] if unit >= 0 else None,
            )
        return found

    def issues(self) -> Iterator[CellIssue]:
        """By cell; what stands empty is asked for once nothing else is wrong with the cell."""
        by_key: dict[Key, list[CellIssue]] = defaultdict(list)
        for issue in self._told:
            if issue.problem is SAID_MISSING:
                continue  # a form asks for what stands empty, whatever word says so
            cell = self._cells[(issue.place.row or _FIRST) - _FIRST]
            by_key[cell.key].append(
                CellIssue(*cell.key, Issue(_IN_FORMS.get(issue.code, issue.problem), NOWHERE, issue.facts))
            )
        for odd in self._odd:
            by_key[odd.key].append(odd)
        given = set(self.values())
        for cell in self._cells:
            found = by_key[cell.key]
            if cell.key not in given and not any(one.refuses for one in found):
                facts = measure_facts(self._programme.measure_by_id[cell.measure])
                found = [*found, CellIssue(*cell.key, CELL_EMPTY.at(NOWHERE, **facts))]
            yield from found


def _rows(standing: pa.Table) -> Iterator[tuple[str, str, Period, Decimal]]:
    """The rows of a table of figures, each different period read once."""
    columns = [standing[name].to_pylist() for name in ("entity", "measure", "period", "value")]
    periods: dict[str, Period] = {}
    for entity, measure, period, value in zip(*columns, strict=True):
        if period not in periods:
            periods[period] = Period.parse(period)
        yield entity, measure, periods[period], value
