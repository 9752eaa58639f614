"""A file of decisions: what people who reviewed a compiled plan took, changed and rejected, each at its place.

The review page writes such a file, `sigai compile --decisions` applies it; a person may write one as YAML. Places are
spans of the document, so that a file holds however the plan is compiled later, by whatever version.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from sigai.base.issues import Issues, Place, UserError
from sigai.compiling.decisions.problems import NO_DECISIONS
from sigai.compiling.model import Comparator, Direction, Kind, NamedKind
from sigai.programme.common import Content, Field
from sigai.programme.findings.model import FindingClass
from sigai.programme.loading import read_definition

Choice = Literal["accept", "reject"]


class DecidedPlace(Content):
    """Where something stands: a span of a document (characters without white space) and the text there.

    `order` tells statements of one span apart, from 1 in the order of the text.
    """

    document: str
    span: tuple[int, int]
    quote: str
    order: int = Field(default=1, ge=1)


class DecidedStatement(Content):
    """A statement: taken as it is or with what is changed, rejected, or added where the reader left a number out.

    `target` is the key of a decided target; statements with one key are one target. What is not written stays as read.
    """

    at: DecidedPlace
    decision: Literal["accept", "reject", "add"]
    target: str = ""
    indicator: str | None = None
    kind: Kind | None = None
    comparator: Comparator | None = None
    value: float | None = None
    unit: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    base_year: int | None = None
    direction: Direction | None = None
    scope: str | None = None
    soft: bool | None = None


CHANGEABLE = tuple(name for name in DecidedStatement.model_fields if name not in ("at", "decision", "target"))
"""What a decision may change of a statement: fields of `ExtractedTarget`, by the same names."""


class DecidedTarget(Content):
    """What a target is called and who answers for it; statements name it by its key."""

    key: str
    name: str
    owners: tuple[str, ...] | None = None
    supporting: tuple[str, ...] | None = None


class DecidedTask(Content):
    """A task: taken, with another title or other units, or rejected."""

    at: DecidedPlace
    decision: Choice
    title: str | None = None
    owners: tuple[str, ...] | None = None
    supporting: tuple[str, ...] | None = None


class DecidedUnit(Content):
    """A responsible unit by the name it was read with. Called like another one, the two are one unit."""

    name: str
    decision: Choice
    called: str | None = None


class DecidedName(Content):
    """A named enterprise, project, park, place, platform or institution by the name it was read with."""

    name: str
    decision: Choice
    called: str | None = None
    kind: NamedKind | None = None


class DecidedFinding(Content):
    """Which of the statements that contradict each other hold, and why. Without `adopted` the places go together."""

    about: FindingClass
    statements: tuple[DecidedPlace, ...] = Field(min_length=1)
    adopted: tuple[DecidedPlace, ...] = ()
    reason: str = Field(min_length=1)
    decided_by: str = Field(min_length=1)
    decided_on: dt.date


class DecidedPlan(Content):
    """The head of the programme, as far as somebody has said it."""

    title: str | None = None
    start: int | None = None
    end: int | None = None
    area_code: str | None = None
    area_name: str | None = None
    office: str | None = None


class Decisions(Content):
    """All decisions about one plan. `documents` has the digest of each text that they were made on."""

    documents: dict[str, str] = Field(default_factory=dict)
    plan: DecidedPlan = DecidedPlan()
    targets: tuple[DecidedTarget, ...] = ()
    statements: tuple[DecidedStatement, ...] = ()
    tasks: tuple[DecidedTask, ...] = ()
    units: tuple[DecidedUnit, ...] = ()
    named: tuple[DecidedName, ...] = ()
    findings: tuple[DecidedFinding, ...] = ()


def read_decisions(file: Path) -> Decisions:
    """The decisions of a YAML or JSON file; UserError with every fault at once, each with its line."""
    issues = Issues()
    found = read_definition(file, file.parent, Decisions, issues) if file.is_file() else None
    if found is None and not issues.errors:
        issues.add(NO_DECISIONS.at(Place(str(file)), file=file.name))
    if not isinstance(found, Decisions):
        raise UserError(issues)
    return found
