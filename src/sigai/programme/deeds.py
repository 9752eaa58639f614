"""Deeds: what one person can do in a step of a scenario, each as an author writes it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from sigai.programme.common import Content, Field, Identifier, Name, PeriodField

FieldTexts = dict[Name, str | int | float | bool | date]
"""What somebody writes into fields, by the ids of the fields."""


class CreateDeed(Content):
    """Enter a record by one of its ledger's first steps; later steps name it by `record`."""

    record: Name
    ledger: Name
    step: Name
    name: str
    entity: str = ""
    area: str = ""
    fields: FieldTexts = Field(default_factory=dict)
    documents: tuple[str, ...] = ()


class EditDeed(Content):
    """Change fields of a record."""

    record: Name
    fields: FieldTexts = Field(min_length=1)
    reason: str = ""


class StepDeed(Content):
    """Make a step of a record, with fields that the step requires."""

    record: Name
    step: Name
    fields: FieldTexts = Field(default_factory=dict)


class AddRowDeed(Content):
    """Add a row to a table of a record: its cells by the ids of the columns."""

    record: Name
    table: Name
    fields: FieldTexts = Field(min_length=1)


class CorrectRowDeed(AddRowDeed):
    """Fill in or change cells of a row, by its number within the table."""

    row: int = Field(ge=1)
    reason: str = ""


class AttachDeed(Content):
    """Attach documents to a record, each under the name by which its ledger asks for it."""

    record: Name
    documents: tuple[str, ...] = Field(min_length=1)


class OpenRoundDeed(Content):
    """Open a round of a ledger, for what `choices` say; what is handed in later stands under it."""

    ledger: Name
    title: str
    first_day: date
    last_day: date
    quota: int | None = None
    choices: dict[Name, Name] = Field(default_factory=dict)


class WithdrawDeed(Content):
    """Ask that a record be withdrawn."""

    record: Name
    reason: str


class DecideWithdrawalDeed(Content):
    """Decide what somebody else asked for: that a record be withdrawn."""

    record: Name
    grant: bool = True
    comment: str = ""


class SheetDeed(Content):
    """Approve or accept the sheet of a reporter."""

    form: Identifier
    period: PeriodField
    reporter: str


class ReportDeed(SheetDeed):
    """Fill in a sheet and hand it in: figures by entity and measure, each in the measure's own unit.

    `reason` answers every soft rule that asks for one.
    """

    figures: dict[str, dict[Name, float]] = Field(min_length=1)
    reason: str = ""


class ReasonedSheetDeed(SheetDeed):
    """Give a sheet back, or open it again for a correction, and say why."""

    reason: str


class RegisterEntry(Content):
    """An entity as somebody enters it on the register: what a sheet's columns say."""

    id: str
    name: str
    area: str
    kind: str = "enterprise"
    park: str = ""
    industry: str = ""
    above_scale_since: str = ""
    active_from: str = ""


class RegisterFact(Content):
    """What somebody tells of an entity: a fact, its value, and from which month to which it is so."""

    entity: str
    fact: Literal["name", "area", "park", "industry", "above_scale", "closed", "grade", "tag", "list"]
    value: str
    since: str = ""
    until: str = ""


class RegisterDeed(Content):
    """Enter entities and tell facts, with why and on which document; a later step decides it by `change`."""

    change: Name
    entities: tuple[RegisterEntry, ...] = ()
    facts: tuple[RegisterFact, ...] = ()
    reason: str = ""
    document: str = ""

    @model_validator(mode="after")
    def _something(self) -> RegisterDeed:
        if not self.entities and not self.facts:
            raise ValueError("a change of the register enters entities or tells facts")
        return self


class DecideRegisterDeed(Content):
    """Decide a change of the register that somebody else asked for."""

    change: Name
    grant: bool = True
    comment: str = ""


class CorrectRecordDeed(Content):
    """Ask that settled fields of a record be corrected, with why and the document that shows it."""

    record: Name
    fields: FieldTexts = Field(min_length=1)
    reason: str
    document: str = ""


class DecideCorrectionDeed(Content):
    """Decide a correction of a record that somebody else asked for."""

    record: Name
    grant: bool = True
    comment: str = ""


class CloseMonthDeed(Content):
    """Close a month: it is calculated as it stands on that day, and what is missing is kept with it."""

    month: PeriodField


class InstructDeed(Content):
    """A leader asks something of a unit, about a target, a task, a unit or a record; a later step answers it."""

    instruction: Name
    about: Literal["target", "task", "unit", "record"]
    subject: str
    unit: Identifier
    text: str


class ReplyDeed(Content):
    """Answer an instruction."""

    instruction: Name
    text: str


Deed = (
    CreateDeed
    | EditDeed
    | StepDeed
    | CorrectRowDeed
    | AddRowDeed
    | AttachDeed
    | OpenRoundDeed
    | WithdrawDeed
    | DecideWithdrawalDeed
    | CorrectRecordDeed
    | DecideCorrectionDeed
    | RegisterDeed
    | DecideRegisterDeed
    | CloseMonthDeed
    | InstructDeed
    | ReplyDeed
    | ReportDeed
    | ReasonedSheetDeed
    | SheetDeed
)
