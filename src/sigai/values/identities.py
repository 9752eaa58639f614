"""Relations that the figures of one subject and period must satisfy, checked over columns of current figures.

A relation is asked only where every figure in it was given; a missing figure is not zero and breaks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from sigai.base.issues import InternalError, Problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation import Amounts, Texts, evaluate
from sigai.formulas import Vocabulary, ordered_measures
from sigai.formulas.function import Applied
from sigai.formulas.nodes import Condition, Parameter
from sigai.programme.dated import last_day
from sigai.programme.in_force import number_or_none
from sigai.programme.measures import Identity
from sigai.programme.programme import Programme
from sigai.tables.files import RowIssues
from sigai.tables.files.conversion import shown
from sigai.values.figures import Figures, Mask, Vocabularies, number_periods, period_of
from sigai.values.problems import IDENTITY_BROKEN, IDENTITY_DOUBTED
from sigai.values.register import SubjectIndex

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReadIdentity:
    """An identity with its condition read and the positions of its measures."""

    identity: Identity
    condition: Condition
    measures: tuple[int, ...]


def read_identities(programme: Programme) -> tuple[ReadIdentity, ...]:
    """The identities of a programme; InternalError for one that cannot be read, which loading content refuses."""
    found = []
    places = {measure.id: position for position, measure in enumerate(programme.measures)}
    for identity in programme.identities:
        condition = programme.parsed.relation(identity)
        if condition is None:
            raise InternalError(f"the identity {identity.id} cannot be read: {identity.condition}")
        asked = ordered_measures(condition)
        if asked and all(name in places for name in asked):
            found.append(ReadIdentity(identity, condition, tuple(places[name] for name in asked)))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class IdentityCheck:
    """The identities of a programme, to be held against figures; what is said where one is broken or doubted."""

    identities: Sequence[ReadIdentity]
    programme: Programme
    register: SubjectIndex
    words: Vocabularies
    broken: Problem = IDENTITY_BROKEN
    doubted: Problem = IDENTITY_DOUBTED

    def refused(self, figures: Figures, current: Mask, issues: RowIssues) -> Mask:
        """The rows of figures that break an identity of severity `error`; every broken one becomes an issue.

        The issue stands at each figure that takes part.
        """
        refused = np.zeros(len(figures), dtype=np.bool_)
        index = _CurrentFigures(figures, current)
        for read in self.identities:
            rows = index.together(read.measures)
            if not rows.shape[1]:
                continue
            answer = evaluate(read.condition, self._rows(figures, read, rows), tolerance=read.identity.tolerance)
            broken = rows[:, answer.broken]
            if read.identity.severity == "error":
                refused[broken.ravel()] = True
            self._tell(figures, read, broken, issues)
        return refused

    def _rows(self, figures: Figures, read: ReadIdentity, rows: Positions) -> FigureRows:
        return FigureRows(
            figures, {self.programme.measures[m].id: rows[i] for i, m in enumerate(read.measures)}, rows[0], self
        )

    def _tell(self, figures: Figures, read: ReadIdentity, broken: Positions, issues: RowIssues) -> None:
        problem = self.broken if read.identity.severity == "error" else self.doubted
        measures = [self.programme.measures[position] for position in read.measures]
        for together in broken.T.tolist():
            amounts = [shown(int(figures.amount[row])) for row in together]
            pairs = list(zip(measures, amounts, strict=True))
            facts = {
                "period": str(period_of(figures.period[together[0]])),
                "name": read.identity.name.zh,
                "name_en": read.identity.name.en,
                "condition": " ".join(read.identity.condition.split()),
                "figures": "、".join(f"{m.name.zh} {amount} {m.unit}".rstrip() for m, amount in pairs),
                "figures_en": ", ".join(f"{m.name.en} {amount} {m.unit}".rstrip() for m, amount in pairs),
            }
            for row in together:
                issues.add(problem.at(figures.place(row, self.words), **facts))


class _CurrentFigures:
    """Finds the current figures of several measures that belong to one subject and period."""

    def __init__(self, figures: Figures, current: Mask) -> None:
        self._figures, self._current = figures, current
        self._found: dict[int, tuple[Positions, Positions]] = {}

    def _of(self, measure: int) -> tuple[Positions, Positions]:
        """Sorted keys of subject and period, and the rows they stand in."""
        if measure not in self._found:
            figures = self._figures
            rows = np.flatnonzero(self._current & (figures.measure == measure))
            keys = (figures.entity[rows].astype(np.int64) << 32) + figures.period[rows]
            if (keys[1:] < keys[:-1]).any():
                order = np.argsort(keys)
                keys, rows = keys[order], rows[order]
            self._found[measure] = keys, rows
        return self._found[measure]

    def together(self, measures: Sequence[int]) -> Positions:
        """One column per subject and period that has all measures; one line of rows per measure."""
        common = self._of(measures[0])[0]
        for measure in measures[1:]:
            common = np.intersect1d(common, self._of(measure)[0], assume_unique=True)
        lines = []
        for measure in measures:
            keys, rows = self._of(measure)
            lines.append(rows[np.searchsorted(keys, common)])
        return np.array(lines, dtype=np.int64).reshape(len(measures), len(common))


class FigureRows:
    """Figures side by side, one row per subject and period, as conditions ask for them."""

    def __init__(self, figures: Figures, rows_of: dict[str, Positions], first: Positions, check: IdentityCheck) -> None:
        self._figures, self._rows_of, self._first, self._check = figures, rows_of, first, check

    @property
    def size(self) -> int:
        """The number of rows: pairs of subject and period."""
        return len(self._first)

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:  # noqa: ARG002
        """The figures of a measure in the measure's unit; None where no figure of it was given."""
        rows = self._rows_of.get(name)
        if rows is None:
            return None
        unit = MeasureUnit.parse(self._check.programme.measure_by_id[name].unit)
        return Amounts(self._figures.amount[rows], np.ones(self.size, dtype=np.bool_), unit)

    def gathered(self, call: Applied) -> None:
        """Nothing: subjects are no records."""

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:  # noqa: ARG002
        """The id, kind or an attribute of each subject; None for an attribute that subjects do not have."""
        register = self._check.register
        entities = self._figures.entity[self._first].astype(np.int64)
        if name == "id":
            return Texts(entities, register.ids)
        if name == "kind":
            return Texts(register.kinds[entities].astype(np.int64), register.kind_names)
        if name not in ("industry", "area", "park", "tag"):
            return None
        listed = register.entities.column("tags" if name == "tag" else name).to_pylist()
        values = [frozenset(value or ()) for value in listed] if name == "tag" else listed
        return Texts(np.minimum(entities, len(values)), [*values, None])

    def time(self, name: str, *, of_entity: bool) -> None:
        """No attribute of an entity is a date."""

    def flags(self, name: str, *, of_entity: bool) -> npt.NDArray[np.float64] | None:  # noqa: ARG002
        """1 for yes, 0 for no, NaN where it is not known: above scale by the end of the period.

        None for other names.
        """
        if name != "above_scale":
            return None
        since = np.append(
            np.array(self._check.register.entities.column("above_scale_since").to_pylist(), dtype=np.float64), np.nan
        )
        entities = np.minimum(self._figures.entity[self._first], len(since) - 1)
        return (since[entities] <= self._months()).astype(np.float64)

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""
        return self._check.programme.vocabulary

    def parameter(self, asked: Parameter) -> Amounts:
        """The parameter in force at the end of each row's period, or on its own day; unknown where none is."""
        months, month = number_periods(self._months())
        programme = self._check.programme
        rows = [number_or_none(programme, asked, last_day(int(month))) for month in months]
        unit = programme.vocabulary.parameters.get(asked.name, NUMBER)
        values = [None if row is None else Fraction(row.value) for row in rows]
        return Amounts.of(values, unit).spread(month.astype(np.int64))

    def group(self, name: str) -> tuple[str, ...]:
        """The industry codes of a named group; none where the programme has no such group."""
        return self._check.programme.codes_of_group(name)

    def _months(self) -> npt.NDArray[np.int32]:
        return self._figures.period[self._first] // 16
