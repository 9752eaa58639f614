"""Thousands of issues on one page: how many of each kind in each file, with the first examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sigai.base.issues import Issue, Problem, Severity

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """All issues of one kind in one file; `examples` are the first by row."""

    problem: Problem
    file: str
    count: int
    examples: tuple[Issue, ...]


def summarise(issues: Iterable[Issue], examples: int = 3) -> tuple[IssueGroup, ...]:
    """Group issues by kind and file: errors first, then by file and code."""
    groups: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        groups.setdefault((issue.place.file, issue.code), []).append(issue)
    found = [
        IssueGroup(
            members[0].problem,
            file,
            len(members),
            tuple(sorted(members, key=lambda issue: (issue.place.row or 0, issue.place.column or ""))[:examples]),
        )
        for (file, _), members in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: (_WEIGHT[group.problem.severity], group.file, group.problem.code)))
