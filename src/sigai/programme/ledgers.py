"""Ledgers: kinds of record with a life cycle. One mechanism serves project libraries, titles, exits, notices."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Annotated, Literal

from pydantic import AfterValidator

from sigai.programme.common import Content, Field, Identifier, Name, Source, Text, UnitText
from sigai.programme.field_types import FIELD_TYPES, FieldKind, FieldType, known_type
from sigai.programme.roles import Role

ROWS = "."
"""Stands between the id of a ledger and that of a table inside its records."""


class Choice(Content):
    """One value that a `choice` field may take."""

    id: Name
    name: Text


class Filling(Content):
    """Who fills a field in, once the record has been in which state, until which step was made.

    Without `by` it is filled in by the sides whose steps ask for it (`sigai.programme.filling`).
    """

    by: tuple[Role, ...] = ()
    since: Name | None = Field(default=None, alias="from")
    until: Name | None = None


ReadBy = Literal["keepers", "named", "readers"]
"""Who reads a part of a record: the ledger's keepers and the office; whom the record names, too; all its readers."""


class LedgerReaders(Content):
    """Who finds and reads the records of a ledger, beside its keepers and whom they name.

    `to`: the whole `city` (everybody who has a part in the programme), all `enterprises`, roles, or units by their ids.
    Only in some `states`, where it names them; with `named_in` only those whom this field of the record (or its `area`)
    names: the enterprise itself, or the area or park in which it lies. They `read` what is for all readers, or as much
    as whom a record names (who must judge it, though another one keeps it).
    """

    to: tuple[Identifier, ...] = Field(min_length=1)
    states: tuple[Name, ...] = ()
    named_in: Name | None = None
    read: Literal["readers", "named"] = "readers"


class LedgerField(Content):
    """A field of a ledger. Numbers carry a unit; choices what may be chosen. `type`: one of FIELD_TYPES.

    A link to a record names the `ledgers` that it may lead to; where it says so, only to records in some `states`, of
    which the condition `where` holds when the link is made, or about the `same` entity as the record itself. What
    stands in it is `read` by whom the record names, by the `keepers` alone, or by all `readers` of the ledger.
    """

    id: Name
    name: Text
    type: Annotated[str, AfterValidator(known_type)]
    unit: UnitText = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    ledgers: tuple[Name, ...] = ()
    states: tuple[Name, ...] = ()
    where: str = ""
    same: Literal["entity"] | None = None
    note: str = ""
    fill: Filling = Filling()
    read: ReadBy = "named"

    @property
    def holds(self) -> FieldType:
        """The type as an object: how its words are read, written and invented."""
        return FIELD_TYPES[self.type]

    @property
    def kind(self) -> FieldKind:
        """What it is for: what formulas, lists and forms take it for."""
        return self.holds.kind


class RecordRows(Content):
    """A table inside a record: monthly progress, milestones, measures, payments. Every row keeps who wrote it and when.

    `unit` is what rows are counted in. `fill` says who adds and corrects rows, as it does of fields; columns may leave
    theirs to fewer (`fill.by`). Once a record has been in the state `sealed`, rows are added and nothing else. `dated`
    names the column that says when a row became a fact: counts go by it. No two rows have the same in all columns of
    `once`.
    """

    id: Name
    name: Text
    unit: UnitText = "个"
    columns: tuple[LedgerField, ...] = Field(min_length=1)
    minimum: int = Field(default=0, ge=0)
    maximum: int = Field(default=500, ge=1, le=2000)
    fill: Filling = Filling()
    sealed: Name | None = None
    dated: Name | None = None
    once: tuple[Name, ...] = ()
    note: str = ""

    def column(self, name: str) -> LedgerField | None:
        """The definition of a column by its id; None where the table has no such column."""
        return next((column for column in self.columns if column.id == name), None)


class ComputedField(Content):
    """A number or choice of a record that follows from the rest of it: its fields, its rows, the records linked to it.
    Nobody writes it, and it is kept nowhere. Of a choice the formula gives the ids."""

    id: Name
    name: Text
    unit: UnitText = ""
    choices: tuple[Choice, ...] = ()
    formula: str
    note: str = ""


class State(Content):
    """A state of a record. `final` states are left by no transition.

    `dated` names the date field that says since when it has been so: counts go by that day, not by the day on which the
    step was entered. `expires` names the date field until which it is so: a record counts no longer afterwards.
    """

    id: Name
    name: Text
    final: bool = False
    dated: Name | None = None
    expires: Name | None = None


class Transition(Content):
    """A step from one state to another: who may make it, what must be filled in, shown and true.

    `condition` is a formula over the record's fields. `start` as origin means the creation of a record. `settles` are
    fields that it fixes beside those that it requires, or asks for anew although an earlier step fixed them. Its
    documents are `read` by whom the record names, by the `keepers` alone, or by all `readers` of the ledger.
    """

    id: Name
    name: Text
    origins: tuple[Name, ...]
    to: Name
    roles: tuple[Role, ...]
    requires: tuple[Name, ...] = ()
    evidence: tuple[Text, ...] = ()
    condition: str = ""
    settles: tuple[Name, ...] = ()
    read: ReadBy = "named"


class Deadline(Content):
    """A record must leave `state` within `days`, or before the date in `field`."""

    state: Name
    days: int | None = Field(default=None, gt=0)
    field: Name | None = None
    name: Text


class AlikeChoices(Content):
    """Choices of a field that count as one in a key: schemes that pay from one pot."""

    field: Name
    choices: tuple[Name, ...] = Field(min_length=2)


class LedgerKey(Content):
    """What no two records may have in common while they stand in some `states`: fields of the ledger, or `entity`,
    `area` and `name` of the record. A record in which one of them is empty has the key not.

    With `valid_from` or `valid_until` two records exclude each other only where their times overlap. Keys of several
    ledgers with one `pool` exclude each other, field by field.
    """

    id: Name
    name: Text
    fields: tuple[Name, ...] = Field(min_length=1)
    states: tuple[Name, ...] = Field(min_length=1)
    valid_from: Name | None = None
    valid_until: Name | None = None
    alike: tuple[AlikeChoices, ...] = ()
    pool: Name | None = None


def _day_of_year(text: str) -> str:
    date.fromisoformat(f"2021-{text}")  # a year without a 29 February: the day is there every year
    return text


class Rounds(Content):
    """Applications are handed in by some `steps`, each under an open round; steps of `decides` take its places.

    `by` are choice fields that say what a round is for: one for green factories takes in no smart factory. Unless
    content says `together`, no two rounds for the same are open on one day.
    """

    steps: tuple[Name, ...] = Field(min_length=1)
    decides: tuple[Name, ...] = ()
    by: tuple[Name, ...] = ()
    together: bool = False


class Recheck(Content):
    """A recheck that opens by itself, `opens` days before it is due: every so many `months` (or `once`), counted from
    the day in the field `after` (else from the day on which the state began); with `day` (`03-31`), on that day of the
    year from then on.

    `only` narrows it to records with these choices. Whoever holds one of `roles` records the result, with `evidence`:
    kept, to be put right by a day, or withdrawn, by the step of that name. The date field `noted` holds up to which
    due day it was done, `put_right` until when something is to be put right. With `lapses` the record counts no
    longer so many months after the day on which the recheck should have been done.
    """

    id: Name
    name: Text
    states: tuple[Name, ...] = Field(min_length=1)
    only: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    months: int = Field(gt=0)
    once: bool = False
    after: Name | None = None
    day: Annotated[str, AfterValidator(_day_of_year)] | None = None
    opens: int = Field(default=60, ge=0)
    roles: tuple[Role, ...] = Field(min_length=1)
    evidence: tuple[Text, ...] = ()
    noted: Name
    put_right: Name | None = None
    withdrawn: Name | None = None
    lapses: int | None = Field(default=None, ge=0)


class Ledger(Content):
    """A kind of record, defined in content.

    `counted_in` is the unit of a count of its records (家, 个, 项). `subject` says whether a record is about an entity;
    then `entity` of a record must be on the register. `keepers` are the units that keep it; they, the office and whom a
    record names read it, and the `readers` to whom it is a library. `rows` are tables
    inside its records, `computed` numbers that follow from the rest of a record.
    """

    id: Name
    name: Text
    purpose: str = ""
    pillar: Identifier | None = None
    counted_in: UnitText
    subject: Literal["enterprise", "park", "area", "none"] = "enterprise"
    keepers: tuple[Identifier, ...] = ()
    readers: tuple[LedgerReaders, ...] = ()
    fields: tuple[LedgerField, ...] = ()
    rows: tuple[RecordRows, ...] = ()
    computed: tuple[ComputedField, ...] = ()
    states: tuple[State, ...] = Field(min_length=1)
    transitions: tuple[Transition, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    keys: tuple[LedgerKey, ...] = ()
    rounds: Rounds | None = None
    rechecks: tuple[Recheck, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def parts(self) -> frozenset[str]:
        """The roles that have a part in its records: they make a step, record a recheck, or fill something in."""
        steps = (role for step in self.transitions for role in step.roles)
        rechecks = (role for recheck in self.rechecks for role in recheck.roles)
        return frozenset(chain(steps, rechecks, *(each.fill.by for each in self.written)))

    @property
    def written(self) -> tuple[LedgerField | RecordRows, ...]:
        """All that somebody fills in: fields, tables inside the records, the columns of these."""
        columns = (column for rows in self.rows for column in rows.columns)
        return (*self.fields, *self.rows, *columns)

    def field(self, name: str) -> LedgerField | None:
        """The definition of a field by its id; None where the ledger has no such field."""
        return next((field for field in self.fields if field.id == name), None)

    def rows_of(self, name: str) -> RecordRows | None:
        """The definition of a table inside the record by its id; None where the ledger has no such table."""
        return next((rows for rows in self.rows if rows.id == name), None)

    def computed_of(self, name: str) -> ComputedField | None:
        """The definition of a number that follows from the rest; None where the ledger has no such number."""
        return next((each for each in self.computed if each.id == name), None)

    def filled_in(self, name: str) -> LedgerField | RecordRows | None:
        """What somebody fills in under a name: a field, or a table inside the record."""
        return self.field(name) or self.rows_of(name)

    def book_of(self, rows: RecordRows) -> Ledger:
        """The rows of all records as a ledger of their own: a row has its columns and the fields of its record, and
        stands in the states of its record."""
        both = {"zh": f"{self.name.zh}·{rows.name.zh}", "en": f"{self.name.en}, {rows.name.en}"}
        bare = {
            "rows": (),
            "computed": (),
            "transitions": (),
            "deadlines": (),
            "keys": (),
            "rounds": None,
            "rechecks": (),
        }
        named = {"id": f"{self.id}{ROWS}{rows.id}", "name": Text(**both), "counted_in": rows.unit}
        return self.model_copy(update={**bare, **named, "fields": (*rows.columns, *self.fields)})

    def form_of(self, rows: RecordRows) -> Ledger:
        """The columns of a table as a ledger of their own: what somebody writes of one row."""
        return self.book_of(rows).model_copy(update={"fields": rows.columns, "subject": "none"})

    @property
    def noted(self) -> frozenset[str]:
        """The fields in which rechecks note how far they are done: nobody types into them."""
        names = (name for recheck in self.rechecks for name in (recheck.noted, recheck.put_right))
        return frozenset(name for name in names if name)
