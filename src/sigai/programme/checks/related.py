"""Measures that are estimated by one another belong to the same subject and rhythm."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.programme import Programme

NOT_COMPARABLE = problem(
    "P037",
    Severity.ERROR,
    zh="指标项 {measure} 的相关指标项 {related} 不是同一类主体、同一频率的数",
    en="{related}, which {measure} is said to move with, is of another subject or rhythm",
    advice_zh="只写同一主体、同一频率的指标项（如用电量写产值）；不能是它自己",
    advice_en="name measures of the same subject and frequency only (output for electricity); not the measure itself",
)


def related_measures(programme: Programme) -> Iterator[Issue]:
    """Every related measure is another one of the same subject and frequency."""
    for measure in programme.measures:
        for name in measure.related:
            other = programme.measure_by_id.get(name)
            if other is None:
                continue
            same = (other.subject, other.frequency, other.first_two_together)
            if other is measure or same != (measure.subject, measure.frequency, measure.first_two_together):
                yield NOT_COMPARABLE.at(measure.place_of("related"), measure=measure.id, related=name)
