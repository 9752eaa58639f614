"""What is committed: targets with every statement of them, tasks, named enterprises and projects, mechanisms."""

from __future__ import annotations

from typing import Literal

from sigai.programme.common import (
    Comparator,
    Content,
    Direction,
    Field,
    Identifier,
    Kind,
    Name,
    PeriodField,
    Reference,
    Source,
    Text,
    UnitText,
)


class Qualifier(Content):
    """A condition on what is counted: projects of at least 2 亿元."""

    name: str
    comparator: Comparator
    value: float
    unit: UnitText


class Statement(Content):
    """One place of the plan that states a target, as it is worded there: facts and figures, never the sentence.

    `undated`: the text gives no date, `period_end` is the plan's horizon.
    """

    id: Identifier
    source: Source
    indicator: str
    comparator: Comparator
    value: float
    unit: UnitText
    kind: Kind
    period_start: int | None = None
    period_end: int
    base_year: int | None = None
    direction: Direction
    owners: tuple[Identifier, ...] = ()
    supporting: tuple[Identifier, ...] = ()
    soft: bool = False
    qualitative: bool = False
    milestone: bool = False
    undated: bool = False
    readings: tuple[Kind, ...] = ()
    scope: str = ""
    level_scope: str = ""
    qualifier: Qualifier | None = None
    note: str = ""


class Step(Content):
    """What a track must reach by the end of a period. `statements` ask for it; `assumed` says why none does."""

    due: PeriodField
    comparator: Comparator
    value: float
    statements: tuple[Identifier, ...] = ()
    assumed: str = ""


class Baseline(Content):
    """Where a track starts: a published or reported figure, or an assumption that says so."""

    period: PeriodField
    value: float
    area: str | None = None
    source: Reference | None = None
    assumed: str = ""


Trajectory = Literal["linear", "constant", "within_year", "at_due"]
"""How much is expected between steps. `linear`: along the line from step to step, from the baseline on. `constant`:
the step's number all the time (growth rates, rates kept every year). `within_year`: from zero in January to the step's
number in December, along the seasonal profile where past years give one. `at_due`: nothing before the due period."""


class AreaPolicy(Content):
    """Which areas a track is held against.

    `city_only`: the plan gives the city's number and none for areas. `each`: the same number is asked of every area of
    `kinds` (rates, shares, growth); an assumption unless a statement says so. `allocated`: `numbers` gives each area
    its own steps, by area code and then period.
    """

    policy: Literal["city_only", "each", "allocated"] = "city_only"
    kinds: tuple[Literal["city", "county", "park"], ...] = ("county",)
    numbers: dict[str, dict[str, float]] = Field(default_factory=dict)
    assumed: str = ""


class Track(Content):
    """One way in which the plan states a target: an indicator with its steps over the years."""

    id: Identifier
    indicator: Identifier
    unit: UnitText
    direction: Direction
    trajectory: Trajectory
    steps: tuple[Step, ...] = Field(min_length=1)
    baselines: tuple[Baseline, ...] = ()
    areas: AreaPolicy = AreaPolicy()
    note: str = ""


class Decision(Content):
    """A choice between readings or between statements that differ: on record, with its reason, never silent.

    `confirmed: false` marks it for whoever answers for the programme: until then it holds as proposed.

    `about` names what is open, in the words of findings: value, unit, comparator, scope, date, arithmetic, ambiguity,
    coverage, owner, naming, count. `statements` are all that take part; `adopted` those (or the reading) that hold.
    """

    id: Identifier
    about: Literal[
        "value",
        "unit",
        "comparator",
        "scope",
        "date",
        "arithmetic",
        "ambiguity",
        "coverage",
        "owner",
        "naming",
        "count",
    ]
    question: Text
    statements: tuple[Identifier, ...]
    adopted: tuple[Identifier, ...] = ()
    reading: Text
    reason: Text
    decided_by: str
    decided_on: str
    confirmed: bool = True


class Target(Content):
    """A commitment of the plan, once, with its tracks and every statement of it. The first track is the main one."""

    id: Identifier
    name: Text
    pillar: Identifier
    topic: Identifier | None = None
    lead: Identifier | None = None
    responsible: tuple[Identifier, ...] = ()
    supporting: tuple[Identifier, ...] = ()
    tracks: tuple[Track, ...] = Field(min_length=1)
    statements: tuple[Statement, ...] = Field(min_length=1)
    decisions: tuple[Decision, ...] = ()
    note: str = ""

    @property
    def main_track(self) -> Track:
        """The first track: the one that the target's status is read from."""
        return self.tracks[0]


class Task(Content):
    """What units must do by when, and the targets it serves."""

    id: Identifier
    title: str
    level: Literal["orientation", "action", "task", "row", "safeguard"]
    pillar: Identifier | None = None
    topic: Identifier | None = None
    sources: tuple[Source, ...] = Field(min_length=1)
    lead: Identifier | None = None
    responsible: tuple[Identifier, ...] = ()
    supporting: tuple[Identifier, ...] = ()
    owners_basis: str = ""
    due: tuple[PeriodField, ...] = ()
    targets: tuple[Identifier, ...] = ()
    note: str = ""


class Named(Content):
    """A named enterprise, project, park, place, platform or institution and what is committed about it."""

    id: Identifier
    name: str
    kind: Literal["enterprise", "project", "park", "place", "platform", "institution"]
    commitment: Text
    aliases: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    ledger: Name | None = None
    area: str | None = None


class Mechanism(Content):
    """A system or mechanism that the plan calls for, the content that serves it, and how far that goes.

    `by` names content as `ledger:projects`, `form:monthly`, `target:mfg-share`, `indicator:…`, `measure:…`,
    `parameter:…`, `task:…`, `report:bulletin`, `programme:progress`. `level` is what the content alone reaches: 0
    nothing, 1 a list to type into, 2 a ledger or figures that fit. That it works (3) nobody can declare: a scenario
    that holds proves it. `missing` says what it lacks.
    """

    id: Identifier
    name: str
    section: str = ""
    paragraphs: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    level: Literal[0, 1, 2] = 0
    missing: Text | None = None
