"""A draft filled from a file: every cell that the file changes, in one transaction, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sigai.base import Issue, Place, UserError
from sigai_web.journal.writing import Actor
from sigai_web.reporting.arranging import Arranged, arranged
from sigai_web.reporting.drafts import ClashError, Edit, save_cells
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.problems import OUTDATED
from sigai_web.reporting.words import DEEDS, sheet_name


def fill(actor: Actor, assignment: Assignment, before: Arranged, after: Arranged) -> list[dict[str, Any]]:
    """Keep what a file changes; the lines that it changed, each with what stood before.

    UserError or ClashError where the sheet is not in its reporter's hands, or somebody else was there meanwhile.
    """
    kept = {line.key: line for line in before.lines}
    changed = [
        Edit(*line.key, line.text, kept[line.key].seen, line.reason)
        for line in after.lines
        if (line.text, line.reason) != (kept[line.key].text, kept[line.key].reason)
    ]
    if changed:
        save_cells(actor, assignment, changed, after.past)
    return [
        {"line": line, "entity": group.name, "before": kept[line.key].text}
        for group in arranged(assignment).groups
        for line in group.lines
        if line.text != kept[line.key].text
    ]


def why_not(error: UserError | ClashError, assignment: Assignment) -> Sequence[Issue]:
    """What is said where a file could not be taken: its own faults, or that somebody else was there meanwhile."""
    if isinstance(error, UserError):
        return error.issues
    return [OUTDATED.at(Place(), **sheet_name(assignment), **DEEDS["save"])]
