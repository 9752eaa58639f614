"""Mechanisms of the plan name content that exists, and say how far it goes; scenarios prove what works."""

from __future__ import annotations

from collections.abc import Iterator

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
UNSERVED = problem(
    "P034",
    Severity.ERROR,
    zh="机制 {mechanism} 写的是 {level} 级，却没有写由什么内容实现（by）",
    en="mechanism {mechanism} is said to be at level {level}, but no content serves it (by)",
    advice_zh="写明内容，或改为 0 级",
    advice_en="name the content, or say level 0",
)

REPORTS = frozenset({"bulletin", "report", "explanation", "progress"})
"""What `report:` may name: what every run writes."""


def mechanism_references(programme: Programme) -> Iterator[Issue]:
    """What mechanisms name exists; a level rests on content."""
    known = _known(programme)
    for mechanism in programme.mechanisms:
        if mechanism.level and not mechanism.by:
            yield UNSERVED.at(mechanism.place_of("level"), mechanism=mechanism.id, level=mechanism.level)
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
