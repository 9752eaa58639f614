"""What the review page shows: the document with its marks, the drafted content as cards, findings with their places."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from sigai.compiling.confidence import LOW, SURE
from sigai.compiling.drafting.places import section
from sigai.compiling.model import ExtractedTarget
from sigai.compiling.result import Result
from sigai.compiling.review.marking import Mark, MarkedText, marks_of, pieces
from sigai.documents.model import Paragraph, ReadDocument
from sigai.programme.findings import Finding
from sigai.programme.targets import Statement, Target

DOUBTFUL, FAIR = LOW, SURE


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph with its text cut into pieces (a list for each cell), and the tasks that begin here."""

    paragraph: Paragraph
    cells: list[list[MarkedText]]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetCard:
    """A drafted target with the statements it was drafted from, and the findings about it."""

    target: Target
    pairs: tuple[tuple[ExtractedTarget, Statement], ...]
    findings: tuple[Finding, ...]

    @property
    def confidence(self) -> float:
        """That of its least certain statement."""
        return min((row.confidence for row, _ in self.pairs), default=1.0)


class ReviewView:
    """Everything the template asks for; nothing is computed in it."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.compiled = result.compiled
        self.extraction = result.extraction

    @cached_property
    def documents(self) -> list[tuple[ReadDocument, list[ShownParagraph]]]:
        """The documents with their paragraphs, page furniture left in but marked as such."""
        return [(document, self._paragraphs(document)) for document in self.compiled.documents]

    @cached_property
    def cards(self) -> list[TargetCard]:
        """The drafted targets in the order of the text."""
        rows = {row.id: row for row in self.extraction.targets}
        about: dict[str, list[Finding]] = defaultdict(list)
        for found in self.result.findings:
            for name in found.targets if found.kind.together is None else ():
                about[name].append(found)
        return [
            TargetCard(
                target,
                tuple((rows[one.id], one) for one in target.statements),
                tuple(about[target.id]),
            )
            for target in self.result.draft.programme.targets
        ]

    @cached_property
    def findings(self) -> list[tuple[Finding, list[tuple[str, str, str]]]]:
        """Findings with the sides of each: the id to jump to, the place, the text."""
        return [
            (found, [self._side(found, index) for index in range(len(found.sides))]) for found in self.result.findings
        ]

    def level(self, confidence: float) -> str:
        """`low`, `fair` or `high`: three steps are what a reader can tell apart."""
        return "low" if confidence < DOUBTFUL else "fair" if confidence < FAIR else "high"

    def flags(self, row: ExtractedTarget, statement: Statement) -> list[str]:
        """What to look at in a statement: the flags that the draft heeds."""
        heeded = {"no_date": statement.undated, "kind_ambiguous": bool(statement.readings)}
        return [flag for flag in row.flags if heeded.get(flag, True)]

    def unsure(self, row: ExtractedTarget) -> list[tuple[str, float]]:
        """Which of name, kind and period it is not sure of, and how sure it is."""
        return [(f"sure-{aspect}", value) for aspect, value in row.sure_of.items() if value < SURE]

    def place(self, document: str, paragraph: str) -> str:
        """The headings above a paragraph; empty where the documents have no such paragraph."""
        found = self.compiled.paragraph(document, paragraph)
        return section(found.anchor.path) if found else ""

    def owner_names(self, units: tuple[str, ...]) -> str:
        """Names of drafted units by id."""
        known = self.result.draft.programme.unit_by_id
        return "、".join(known[unit].name.zh for unit in units if unit in known)

    def _side(self, found: Finding, index: int) -> tuple[str, str, str]:
        side = found.sides[index]
        jump = side.statement or (found.targets[index] if index < len(found.targets) else "")
        return jump, side.section, side.text

    def _paragraphs(self, document: ReadDocument) -> list[ShownParagraph]:
        marks = sorted(marks_of(self.compiled, document), key=lambda mark: mark.span)
        starts = [mark.span[0] for mark in marks]
        tasks: dict[str, list[str]] = defaultdict(list)
        for task in self.extraction.tasks:
            if task.document == document.id:
                tasks[task.paragraph].append(task.id)
        return [
            ShownParagraph(item, pieces(document, item, _near(marks, starts, item)), tuple(tasks[item.anchor.id]))
            for item in document.paragraphs
        ]


_REACH = 1000
"""No mark is longer than this many characters: how far back one that reaches into a paragraph may begin."""


def _near(marks: list[Mark], starts: list[int], paragraph: Paragraph) -> list[Mark]:
    begin, end = paragraph.anchor.span
    around = marks[bisect_left(starts, begin - _REACH) : bisect_left(starts, end)]
    return [mark for mark in around if mark.span[1] > begin]
