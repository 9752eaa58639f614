"""Of several columns of figures the one that a measure is read from: of the month alone, or since January."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sigai.programme.measures import Measure
from sigai.tables.files.raw import Mask
from sigai.tables.files.spans import Meaning
from sigai.values.mapping.heads import SeenHead, span_in, tells_apart
from sigai.values.mapping.model import MappedColumn, Mapping
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import wanted_span

_TOLD: tuple[Meaning, ...] = ("total", "period", "end")


@dataclass(frozen=True, slots=True)
class FigureSpans:
    """What the heads of the columns of figures say, and of which measure each column is (empty: the row says). Those of
    quarters and years, `long`, are no other columns' rows."""

    spans: tuple[Meaning, ...]
    measures: tuple[str, ...]
    long: tuple[bool, ...]
    names: MeasureNames

    @classmethod
    def of(
        cls,
        columns: Sequence[tuple[MappedColumn, SeenHead]],
        mapping: Mapping,
        names: MeasureNames,
        heads: Sequence[SeenHead],
    ) -> FigureSpans:
        """The spans of columns, where the heads of the whole table may tell months and months since January apart."""
        apart = tells_apart(heads)
        called = {measure.id: measure.name.zh for measure in names.measures}
        measures = tuple(column.measure or mapping.measure for column, _ in columns)
        spans = tuple(
            span_in(head, column.key, called.get(measure, ""), told_apart=apart)
            for (column, head), measure in zip(columns, measures, strict=True)
        )
        long = tuple(head.named is not None and head.named.period.kind != "month" for _, head in columns)
        return cls(spans, measures, long, names)

    def told(self, at: int) -> Meaning:
        """What the head of a column says that a measure may contradict."""
        return self.spans[at] if self.spans[at] in _TOLD else ""

    def elsewhere(self, at: int, words: Sequence[str] | None, size: int) -> Mask:
        """The rows whose measure is read from another of the columns, as figures since January are from `1-9月` where
        `9月` stands beside it."""
        others = {
            span
            for span, measure, long in zip(self.spans, self.measures, self.long, strict=True)
            if measure == self.measures[at] and span != self.spans[at] and not long
        }
        if not others or self.long[at]:
            return np.zeros(size, dtype=np.bool_)
        better = [
            any(_rank(span, measure) < _rank(self.spans[at], measure) for span in others)
            for measure in self.names.measures
        ]
        named = [self.measures[at]] * size if self.measures[at] or words is None else words
        positions = {word: self.names.position(word) for word in set(named)}
        return np.array([positions[word] >= 0 and better[positions[word]] for word in named], dtype=np.bool_)


def _rank(span: Meaning, measure: Measure) -> int:
    """How well figures with this span are those of a measure, the best first."""
    if span in wanted_span(measure):
        return 0
    return 1 if span in ("", "this") else 2
