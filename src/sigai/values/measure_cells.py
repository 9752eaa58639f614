"""What the cells that name measures say beside the names: which rows give other figures than are wanted, and units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sigai.base.issues import Problem
from sigai.programme.measures import Measure
from sigai.tables.files import Words, read_period
from sigai.tables.files.raw import Mask, Rows
from sigai.values import problems
from sigai.values.measure_columns import SPAN_WORDS
from sigai.values.measure_names import MeasureNames, NamedMeasure
from sigai.values.measure_words import is_apart
from sigai.values.wording import measure_facts

Doubt = tuple[Problem, Mask, Callable[[int], Mapping[str, Any]]]
"""What is wrong with some rows, and the facts by the position of a row."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureCells:
    """A column of cells that name measures, each different word read once."""

    words: Words
    named: tuple[NamedMeasure, ...]
    measures: tuple[Measure, ...]

    @classmethod
    def of(cls, words: Words, names: MeasureNames) -> MeasureCells:
        """The cells of a column."""
        return cls(words, tuple(names.named(word) for word in words.words), names.measures)

    @property
    def positions(self) -> Rows:
        """The measure of every row; -1 where none is named."""
        return self.words.spread([each.position for each in self.named])

    @property
    def units(self) -> tuple[Rows, list[str]] | None:
        """The unit of every row that one stands beside the name, as in `工业投资(亿元)`, as a position among the
        different ones; -1 for none."""
        units = list(dict.fromkeys(each.said.unit for each in self.named if each.said.unit))
        if not units:
            return None
        return self.words.spread([units.index(each.said.unit) if each.said.unit else -1 for each in self.named]), units

    def doubts(self, periods: Words) -> Iterator[Doubt]:
        """The rows whose words say something that nobody understands, or other figures than the measure wants."""
        if not any(each.said.unclear or each.said.span or each.said.period for each in self.named):
            return
        judged = [self._judged(each) for each in self.named]
        for problem in {each.code: each for each in judged if each is not None}.values():
            rows: Mask = np.equal(self.words.spread([each is problem for each in judged], missing=0), 1)
            yield problem, rows, self._facts
        if (apart := self._of_other_periods(periods)).any():
            given = (*periods.words, "")
            yield (
                problems.HEAD_PERIOD,
                apart,
                lambda position: {**self._facts(position), "given": given[periods.codes[position]]},
            )

    def _judged(self, named: NamedMeasure) -> Problem | None:
        """What is wrong with the figures that a word names; of those that are not wanted, whether those that are stand
        in other rows."""
        said = named.said
        if named.position < 0 or not (said.unclear or said.span):
            return None
        if said.unclear or said.span == "unclear":
            return problems.HEAD_UNCLEAR
        if self._fits(named):
            return None
        others = (each for each in self.named if each.position == named.position)
        return problems.HEAD_OTHER if said.span == "other" or any(map(self._fits, others)) else problems.HEAD_MISMATCH

    def _fits(self, named: NamedMeasure) -> bool:
        return named.said.fits(self.measures[named.position])

    def _of_other_periods(self, periods: Words) -> Mask:
        """The rows whose period is not the one that stands beside the name of their measure."""
        said = np.where(
            self.words.spread([bool(each.said.period) for each in self.named], 0) == 1, self.words.codes, -1
        )
        pairs, pair = periods.paired(said.astype(np.int64), len(self.named))

        def is_other(written: int, word: int) -> bool:
            read = read_period(periods.words[written])
            return word >= 0 and read is not None and is_apart(self.named[word].said.period, read)

        found: Mask = np.array([*(is_other(*each) for each in pairs), False])[pair]
        return found

    def _facts(self, position: int) -> dict[str, Any]:
        code = int(self.words.codes[position])
        measure = self.measures[self.named[code].position]
        return {**measure_facts(measure), "head": self.words.words[code], **SPAN_WORDS[measure.accumulation]}
