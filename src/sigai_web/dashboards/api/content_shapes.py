"""The programme's content as the API shows it: a contract of its own, so that content may grow without breaking it."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator

from sigai_web.api.errors import Words

PeriodText = Annotated[str, BeforeValidator(str)]
"""A period as `2022`, `2022H1`, `2022Q2`, `2022-06`."""


class HeadOut(Schema):
    """What the programme is called, its time, its edition."""

    id: str
    title: Words
    short_title: Words
    version: str
    start: PeriodText
    end: PeriodText
    base_year: int
    area: str
    office: str
    digest: str


class AreaOut(Schema):
    """An area; `code` is of GB/T 2260, longer for parks."""

    code: str
    name: Words
    kind: str
    parent: str | None


class UnitOut(Schema):
    """Who answers for something; a collective stands for its `members`."""

    id: str
    name: Words
    full_name: str
    kind: str
    members: list[str]
    area: str | None


class NamedOut(Schema):
    """An id with its name."""

    id: str
    name: Words


class PillarOut(NamedOut):
    """A field of the transformation with its lines of work."""

    topics: list[NamedOut]


class MeasureOut(NamedOut):
    """A figure that somebody reports. `accumulation`: `flow` of the period, `ytd` since January, `stock` at its end."""

    unit: str
    accumulation: str
    frequency: str
    first_two_together: bool
    subject: str
    owed_by: str
    minimum: float | None
    maximum: float | None
    definition: str


class FormOut(NamedOut):
    """Who reports which measures, how often, due when."""

    measures: list[str]
    reporter: str
    units: list[str]
    frequency: str
    due_day: int
    due_months_after: int
    collected_by: str | None


class FieldOut(NamedOut):
    """A field of a ledger's records."""

    type: str
    unit: str
    choices: list[NamedOut]
    required: bool
    minimum: float | None
    maximum: float | None


class StateOut(NamedOut):
    """A state of a record; final ones are left by no step."""

    final: bool


class TransitionOut(NamedOut):
    """A step: from where, to where, who may make it, what it asks for. Origin `start` is the creation."""

    origins: list[str]
    to: str
    roles: list[str]
    requires: list[str]
    evidence: list[Words]
    condition: str


class DeadlineOut(Schema):
    """A record must leave the state in so many days, or before the date in the field."""

    state: str
    days: int | None
    field: str | None
    name: Words


class LedgerOut(NamedOut):
    """A kind of record with a life cycle."""

    purpose: str
    pillar: str | None
    counted_in: str
    subject: str
    keepers: list[str]
    fields: list[FieldOut]
    states: list[StateOut]
    transitions: list[TransitionOut]
    deadlines: list[DeadlineOut]


class IndicatorOut(NamedOut):
    """A formula with the unit of its result."""

    unit: str
    formula: str
    decimals: int
    note: str


class StepOut(Schema):
    """What a track must reach by the end of a period, and the statements that ask for it."""

    due: PeriodText
    comparator: str
    value: float
    statements: list[str]
    assumed: str


class TrackOut(Schema):
    """One way in which the plan states a target; the first of a target is its main one."""

    id: str
    indicator: str
    unit: str
    direction: str
    trajectory: str
    steps: list[StepOut]
    note: str


class SourceOut(Schema):
    """Where in which document; `span` counts characters without white space."""

    document: str
    part: str
    section: str
    paragraph: str
    span: tuple[int, int] | None


class StatementOut(Schema):
    """One place of the plan that states the target."""

    id: str
    source: SourceOut
    indicator: str
    comparator: str
    value: float
    unit: str
    kind: str
    period_start: int | None
    period_end: int
    owners: list[str]
    scope: str
    note: str


class TargetOut(NamedOut):
    """A commitment of the plan."""

    pillar: str
    topic: str | None
    lead: str | None
    responsible: list[str]
    supporting: list[str]
    tracks: list[TrackOut]
    note: str


class TargetWithStatementsOut(TargetOut):
    """A commitment with every statement of it."""

    statements: list[StatementOut]


class TaskOut(Schema):
    """What units must do by when, and the targets it serves."""

    id: str
    title: str
    level: str
    pillar: str | None
    topic: str | None
    lead: str | None
    responsible: list[str]
    supporting: list[str]
    due: list[PeriodText]
    targets: list[str]
    sources: list[SourceOut]
    note: str
