"""Scenarios: who does what, in which order, after which a number is another one: the proof that a mechanism works.

    - id: boiler-scheduled
      name: {zh: …, en: …}
      mechanisms: [M096]
      people:
        keeper: {role: unit_reporter, scope: U04}
        decider: {role: unit_approver, scope: U04}
      steps:
        - {id: enter, by: keeper, day: 2022-03-01, create: {record: boiler, ledger: boilers, step: register, …}}
        - {id: show, by: decider, day: 2022-05-01, attach: {record: boiler, documents: [拆除照片]}}
        - {id: end, by: decider, day: 2022-05-01, step: {record: boiler, step: eliminate}}
      result: {indicator: G_boiler, period: 2022-05, before: {value: null}, after: {value: 100}}
      without:
        - {step: show, refused: L044}

Scenarios stand in `scenarios/*.yaml` of a programme, beside the definitions. The web tries them: it carries them
out through its services, in a database that is thrown away. A scenario holds when every step goes as written, the
number moves as written, what changed under the number is what the steps wrote, and the same steps without one of them
(`without`) are refused or give another number.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from sigai.base.digests import digest_files
from sigai.base.issues import Issues
from sigai.programme.cases import CaseEntity, CaseFigures
from sigai.programme.common import Content, Field, Identifier, Name, PeriodField, Text
from sigai.programme.deeds import (
    AddRowDeed,
    AttachDeed,
    CloseMonthDeed,
    CorrectRecordDeed,
    CorrectRowDeed,
    CreateDeed,
    DecideCorrectionDeed,
    DecideRegisterDeed,
    DecideWithdrawalDeed,
    Deed,
    EditDeed,
    FieldTexts,
    InstructDeed,
    OpenRoundDeed,
    ReasonedSheetDeed,
    RegisterDeed,
    ReplyDeed,
    ReportDeed,
    SheetDeed,
    StepDeed,
    WithdrawDeed,
)
from sigai.programme.loading import read_definitions
from sigai.programme.roles import Role

FORBIDDEN = "forbidden"
"""What `refused` says where the doer may not do it at all: a refusal without a problem's code."""


class ScenarioEntity(CaseEntity):
    """An entity that is on the register before the first step."""

    name: str


class ScenarioRecord(Content):
    """A record that is there before the first step; steps name it by `id`. `states` is its life, as in cases."""

    id: Name
    name: str
    ledger: Name
    states: dict[Name, PeriodField] = Field(min_length=1)
    entity: str | None = None
    area: str | None = None
    fields: FieldTexts = Field(default_factory=dict)


class ScenarioGiven(Content):
    """What is there before the first step."""

    entities: tuple[ScenarioEntity, ...] = ()
    values: tuple[CaseFigures, ...] = ()
    records: tuple[ScenarioRecord, ...] = ()


class ScenarioPerson(Content):
    """Somebody who does steps: a role within the organisation or area of `scope`."""

    role: Role
    scope: str = ""


class ScenarioStep(Content):
    """What one person does on a day: exactly one deed. `refused`: the code of the problem with which it is refused."""

    id: Name
    by: Name
    day: date
    create: CreateDeed | None = None
    edit: EditDeed | None = None
    step: StepDeed | None = None
    add_row: AddRowDeed | None = None
    correct_row: CorrectRowDeed | None = None
    attach: AttachDeed | None = None
    open_round: OpenRoundDeed | None = None
    withdraw: WithdrawDeed | None = None
    decide_withdrawal: DecideWithdrawalDeed | None = None
    correct_record: CorrectRecordDeed | None = None
    decide_correction: DecideCorrectionDeed | None = None
    register_change: RegisterDeed | None = None
    decide_register: DecideRegisterDeed | None = None
    report: ReportDeed | None = None
    approve: SheetDeed | None = None
    give_back: ReasonedSheetDeed | None = None
    accept: SheetDeed | None = None
    correct: ReasonedSheetDeed | None = None
    close_month: CloseMonthDeed | None = None
    instruct: InstructDeed | None = None
    reply: ReplyDeed | None = None
    refused: str | None = None

    @model_validator(mode="after")
    def _one_deed(self) -> ScenarioStep:
        if len([name for name in DEEDS if getattr(self, name) is not None]) != 1:
            raise ValueError(f"a step does exactly one of {', '.join(DEEDS)}")
        return self

    @property
    def kind(self) -> str:
        """Which deed it is, as content names it."""
        return next(name for name in DEEDS if getattr(self, name) is not None)

    @property
    def deed(self) -> Deed:
        """What is done."""
        found: Deed = getattr(self, self.kind)
        return found


DEEDS = tuple(name for name in ScenarioStep.model_fields if name not in {"id", "by", "day", "refused"})
"""What a step can do: the keys of `ScenarioStep` of which it has one."""


class ScenarioOutcome(Content):
    """What a number or a decision is: the value in the indicator's unit (null: no data), and how the target stands."""

    value: float | None
    status: Literal["achieved", "on_track", "at_risk", "behind", "missed", "not_due", "no_data"] | None = None

    def same_as(self, other: ScenarioOutcome) -> bool:
        """Whether another says the same; where they are written does not matter."""
        return (self.value, self.status) == (other.value, other.status)


class ScenarioResult(Content):
    """The number or decision that the steps move, before the first of them and after the last.

    Either an `indicator`, or a `target`, whose main track is meant. `area` is the programme's own where it is not
    written.
    """

    indicator: Identifier | None = None
    target: Identifier | None = None
    area: str | None = None
    period: PeriodField
    before: ScenarioOutcome
    after: ScenarioOutcome
    tolerance: float = Field(default=1e-6, ge=0)

    @model_validator(mode="after")
    def _one_number(self) -> ScenarioResult:
        if (self.indicator is None) == (self.target is None):
            raise ValueError("a result names either an indicator or a target")
        return self


class ScenarioWithout(Content):
    """The same steps without one of them, or with this one done otherwise, and what becomes of it.

    `step` is left out; with `document` only that document of it is not attached; with `instead` its fields say
    something else (a condition that does not hold). Then a step is refused with the code `refused`, or the number
    becomes `gives`.
    """

    step: Name
    document: str | None = None
    instead: FieldTexts = Field(default_factory=dict)
    refused: str | None = None
    gives: ScenarioOutcome | None = None

    @model_validator(mode="after")
    def _one_end(self) -> ScenarioWithout:
        if (self.refused is None) == (self.gives is None):
            raise ValueError("say either with what it is refused (refused) or which number it gives (gives)")
        return self

    @property
    def whole_step(self) -> bool:
        """Whether the step is left out altogether."""
        return self.document is None and not self.instead


class Scenario(Content):
    """One proof: what is there, who does what, what is another number afterwards, and would not be without."""

    id: Identifier
    name: Text
    mechanisms: tuple[Identifier, ...] = Field(min_length=1)
    given: ScenarioGiven = ScenarioGiven()
    people: dict[Name, ScenarioPerson] = Field(min_length=1)
    steps: tuple[ScenarioStep, ...] = Field(min_length=1)
    result: ScenarioResult
    without: tuple[ScenarioWithout, ...] = ()


def read_scenarios(folder: Path, issues: Issues) -> tuple[Scenario, ...]:
    """All scenarios of a programme's folder, in the order of files and places; faults of form go to `issues`."""
    found: list[Scenario] = []
    for file in scenario_files(folder):
        found.extend(one for one in read_definitions(file, folder, Scenario, issues) if isinstance(one, Scenario))
    return tuple(found)


def scenario_files(folder: Path) -> list[Path]:
    """The files that hold scenarios; none in a programme without."""
    return sorted((folder / "scenarios").glob("*.yaml"))


def scenarios_digest(folder: Path) -> str:
    """The digest of all scenarios of a programme's folder."""
    return digest_files(folder, scenario_files(folder))
