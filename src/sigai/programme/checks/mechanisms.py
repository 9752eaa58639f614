"""Mechanisms of the plan name content that exists; the coverage counts how many are implemented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.references import unknown
from sigai.programme.programme import Programme

UNKNOWN_KIND = problem(
    "P033",
    Severity.ERROR,
    zh="“{reference}”不是对内容的引用",
    en="“{reference}” does not refer to content",
    advice_zh="写成 类别:编号，类别为 {known}",
    advice_en="write kind:id, where kind is one of {known}",
)
UNANSWERED = problem(
    "P034",
    Severity.WARNING,
    zh="机制 {mechanism} 既没有对应的内容（by），也没有说明计划（planned）",
    en="mechanism {mechanism} has neither content that implements it (by) nor a plan (planned)",
    advice_zh="补上其中一项",
    advice_en="give one of the two",
)

REPORTS = frozenset({"bulletin", "report", "explanation", "progress"})
"""What `report:` may name: what every run writes."""


@dataclass(frozen=True, slots=True)
class MechanismCoverage:
    """How many mechanisms of the plan the content implements, and which are planned only."""

    total: int
    implemented: int
    planned: tuple[str, ...]


def mechanism_coverage(programme: Programme) -> MechanismCoverage:
    """A mechanism counts as implemented when content does all that it asks: `by` is given and nothing is planned."""
    planned = tuple(item.id for item in programme.mechanisms if item.planned or not item.by)
    return MechanismCoverage(len(programme.mechanisms), len(programme.mechanisms) - len(planned), planned)


def mechanism_references(programme: Programme) -> Iterator[Issue]:
    """What mechanisms name exists; none is left without an answer."""
    known = _known(programme)
    for mechanism in programme.mechanisms:
        if not mechanism.by and not mechanism.planned:
            yield UNANSWERED.at(mechanism.place, mechanism=mechanism.id)
        for reference in mechanism.by:
            kind, _, name = reference.partition(":")
            if kind not in known or not name:
                yield UNKNOWN_KIND.at(mechanism.place_of("by"), reference=reference, known=", ".join(known))
            elif name not in known[kind]:
                yield unknown(kind, name, known[kind], mechanism.place_of("by"))


def _known(programme: Programme) -> dict[str, frozenset[str]]:
    known = {
        "ledger": frozenset(programme.ledger_by_id),
        "form": frozenset(form.id for form in programme.forms),
        "target": frozenset(programme.target_by_id),
        "indicator": frozenset(programme.indicator_by_id),
        "measure": frozenset(programme.measure_by_id),
        "parameter": frozenset(programme.parameter_by_id),
        "identity": frozenset(identity.id for identity in programme.identities),
        "task": frozenset(task.id for task in programme.tasks),
        "unit": frozenset(programme.unit_by_id),
    }
    known["report"] = REPORTS
    known["programme"] = frozenset({"progress", "units", "areas", "tasks", "targets", "mechanisms", "forms", "named"})
    return known
