"""Dated numbers follow each other, and thresholds are in force when the programme begins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.programme import Programme

DATES_IN_ORDER = problem(
    "P022",
    Severity.ERROR,
    zh="“{id}”的生效时期没有依次排列：{first} 之后是 {second}",
    en="the start dates of “{id}” do not follow each other: {second} stands after {first}",
    advice_zh="按生效先后排列，同一时期只写一个数",
    advice_en="order them by start, one number for one start",
)
NO_METHOD = problem(
    "P023",
    Severity.ERROR,
    zh="方案开始（{start}）时没有生效的进展评判方法",
    en="no progress method is in force when the programme begins ({start})",
    advice_zh="在 progress.yaml 中写一个 start 不晚于方案开始的方法",
    advice_en="give progress.yaml a method that starts no later than the programme",
)
THRESHOLD_ORDER = problem(
    "P024",
    Severity.ERROR,
    zh="at_risk（{at_risk}）应小于 on_track（{on_track}）",
    en="at_risk ({at_risk}) must be below on_track ({on_track})",
    advice_zh="检查两个界限",
    advice_en="check the two thresholds",
)


def dated_numbers(programme: Programme) -> Iterator[Issue]:
    """Starts of parameters rise; a progress method covers the programme's first month; its thresholds are ordered."""
    for parameter in programme.parameters:
        for earlier, later in pairwise(parameter.values):
            if not parameter.keys and later.start <= earlier.start:
                yield DATES_IN_ORDER.at(later.place, id=parameter.id, first=earlier.start, second=later.start)
    if programme.targets and not any(method.start.first <= programme.head.start.first for method in programme.progress):
        yield NO_METHOD.at(programme.head.place, start=programme.head.start)
    for method in programme.progress:
        if method.at_risk >= method.on_track:
            yield THRESHOLD_ORDER.at(method.place, at_risk=method.at_risk, on_track=method.on_track)
