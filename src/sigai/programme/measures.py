"""What is reported: measures, the forms that collect them, identities that must hold."""

from __future__ import annotations

from typing import Literal

from sigai.programme.common import Content, Field, Identifier, Name, PeriodField, Reference, Text, UnitText

Accumulation = Literal["flow", "stock", "ytd"]
"""`flow`: of the period alone. `ytd`: since January of the year. `stock`: as it stands at the end of the period."""

Frequency = Literal["month", "quarter", "half", "year"]
Reporter = Literal["enterprise", "park", "county", "city", "project", "device", "unit"]


class Measure(Content):
    """A figure that somebody reports about one kind of subject, which may be a kind below an enterprise.

    `first_two_together`: no figure for January alone; the February one covers both months (Chinese monthly industrial
    statistics). `owed_by` is a condition over the attributes of entities: who owes this figure; coverage counts them.
    A figure of a county or city is reported at that level only, and totals over areas add it up from there.
    `related` names measures of the same subject and rhythm with which this one moves (energy with output): where this
    figure is missing and theirs is there, it may be estimated by them, if they foretold it better before.
    """

    id: Name
    name: Text
    unit: UnitText
    accumulation: Accumulation
    frequency: Frequency = "month"
    first_two_together: bool = False
    subject: Name = "enterprise"
    owed_by: str = ""
    related: tuple[Name, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    definition: str = ""
    source: Reference | None = None


class Identity(Content):
    """A relation that the figures of one subject and period must satisfy, such as `waste_used <= waste_made`.

    `severity: error` refuses the figures named in it; `warning` lets them in, marked.
    """

    id: Name
    condition: str
    name: Text
    severity: Literal["error", "warning"] = "error"
    tolerance: float = 0.0


class EarlierDue(Content):
    """When a form was due for periods that end by `until`, before that was changed."""

    until: PeriodField
    due_day: int = Field(ge=1, le=28)
    due_months_after: int = Field(default=1, ge=0, le=6)


class Form(Content):
    """Collects measures: who reports what, how often, due when.

    `reporter` is the kind of subject that fills it in, or a responsible unit that reports for the areas it answers for.
    A form whose measures are about a kind below an enterprise asks each enterprise for those of its own, a row each.
    Due on day `due_day` of the month `due_months_after` months after the period's end;
    `earlier_due` says when earlier periods were.
    """

    id: Name
    name: Text
    measures: tuple[Name, ...]
    reporter: Reporter
    units: tuple[Identifier, ...] = ()
    frequency: Frequency
    due_day: int = Field(ge=1, le=28)
    due_months_after: int = Field(default=1, ge=0, le=6)
    earlier_due: tuple[EarlierDue, ...] = ()
    collected_by: Identifier | None = None
    note: str = ""
