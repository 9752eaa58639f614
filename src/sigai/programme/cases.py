"""Cases: a few rows of invented data and the numbers that a programme's formulas must make of them.

    - name: a deal of exactly 2 亿元 counts, one just below does not
      working: one of two deals has at least 2 亿元
      given:
        records:
          - {ledger: deals, states: {signed: 2020-11, landed: 2021-03}, fields: {investment: 2}}
          - {ledger: deals, states: {landed: 2021-04}, fields: {investment: 1.9999}}
      expect:
        - {indicator: deals-year, period: 2021-06, value: 1}

Cases stand in `cases/*.yaml` of a programme, beside the definitions. They are written by hand, `working` says how the
number was reached, and `make test` runs them all: a formula cannot change its meaning unseen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from sigai.base.issues import Issues
from sigai.programme.common import Content, Field, Identifier, Name, PeriodField
from sigai.programme.loading import read_definitions


class CaseEntity(Content):
    """One entity of the register, with what formulas may ask of it."""

    id: str
    area: str = ""
    kind: str = "enterprise"
    park: str | None = None
    industry: str | None = None
    above_scale_since: PeriodField | None = None
    active_from: PeriodField | None = None
    active_until: PeriodField | None = None
    tags: tuple[str, ...] = ()


class CaseFact(Content):
    """What became so of an entity in the month `since` (from the beginning where none is said), until the next fact of
    its kind or the month `until`.

    `fact` is one of the kinds of docs/data.md, or an attribute of a kind; `value` as the contract FACTS has it.
    """

    entity: str
    fact: Name
    value: str
    since: PeriodField | None = None
    until: PeriodField | None = None


class CaseFigures(Content):
    """What one subject reported for one period: figures by measure, each in the measure's own unit."""

    entity: str
    period: PeriodField
    figures: dict[Name, float] = Field(min_length=1)


class CaseRecord(Content):
    """One record of a ledger. `states` is its life: each state with the month it was entered, the last one standing."""

    ledger: Name
    name: str = ""
    states: dict[Name, PeriodField] = Field(min_length=1)
    entity: str | None = None
    area: str | None = None
    fields: dict[Name, str | float | bool] = Field(default_factory=dict)


class CaseGiven(Content):
    """The data of a case. `ledgers` are supplied although they hold no record: they count zero instead of no data."""

    entities: tuple[CaseEntity, ...] = ()
    facts: tuple[CaseFact, ...] = ()
    values: tuple[CaseFigures, ...] = ()
    records: tuple[CaseRecord, ...] = ()
    ledgers: tuple[Name, ...] = ()


class CaseExpectation(Content):
    """The number that an indicator must have for an area in a month, in the indicator's unit; null is no data.

    `area` is the programme's own where it is not written. `coverage` is checked where it is written. `tolerance` is
    absolute, for numbers that hand reckoning rounds.
    """

    indicator: Identifier
    period: PeriodField
    value: float | None
    area: str | None = None
    coverage: float | None = None
    tolerance: float = Field(default=1e-6, ge=0)


class RuleExpectation(Content):
    """What a rule must make of an entity in a month: a `text` (`yes` or `no` of a condition) or a `number` in the unit
    of its last step, decided or `advised`; `undecided`, because of what is named; or nothing (`out_of_scope`)."""

    rule: Name
    entity: str
    period: PeriodField
    state: Literal["decided", "advised", "undecided", "out_of_scope"] = "decided"
    text: str | None = None
    number: float | None = None
    because: tuple[str, ...] = ()
    tolerance: float = Field(default=1e-6, ge=0)


def _expected_of(value: Any) -> str:
    """Which of both an expectation is: by the key that only one has, so that faults are told of that one."""
    named = value.keys() if isinstance(value, dict) else type(value).model_fields
    return "rule" if "rule" in named else "indicator"


Expectation = Annotated[
    Annotated[CaseExpectation, Tag("indicator")] | Annotated[RuleExpectation, Tag("rule")], Discriminator(_expected_of)
]


class Case(Content):
    """One small set of data with everything it must give."""

    name: str
    working: str = ""
    given: CaseGiven
    expect: tuple[Expectation, ...] = Field(min_length=1)

    @property
    def indicators(self) -> tuple[CaseExpectation, ...]:
        """What it expects of indicators."""
        return tuple(one for one in self.expect if isinstance(one, CaseExpectation))

    @property
    def rules(self) -> tuple[RuleExpectation, ...]:
        """What it expects of rules."""
        return tuple(one for one in self.expect if isinstance(one, RuleExpectation))


def read_cases(folder: Path, issues: Issues) -> tuple[Case, ...]:
    """All cases of a programme's folder, in the order of files and places; faults of form go to `issues`."""
    cases: list[Case] = []
    for file in sorted((folder / "cases").glob("*.yaml")):
        cases.extend(case for case in read_definitions(file, folder, Case, issues) if isinstance(case, Case))
    return tuple(cases)
