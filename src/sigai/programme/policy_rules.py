"""Rules as data: what a published rule makes of every entity, in editions that are in force at different days.

    - id: key_energy_user
      name: {zh: 重点用能单位, en: Key energy user}
      figures: year
      results:
        - {id: key, name: {zh: 重点用能单位, en: key energy user}}
        - {id: other, name: {zh: 非重点, en: other}}
      editions:
        - start: 2018-05-01
          source: {title: 重点用能单位节能管理办法, confidence: known}
          scope: industry in industry
          steps:
            - {id: used, name: {zh: 年综合能耗, en: energy of the year}, formula: energy_total, unit: tce}
            - {id: class, name: {zh: 类别, en: class}, formula: 'case(used >= $key_user, "key", "other")'}

A step is a number, a text or (`condition`) a yes or no about the entity, by the figures of its period, its attributes,
its lists, parameters, and the steps before it by their ids. The last step is the result.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from sigai.programme.common import Content, Identifier, Name, Reference, Text, UnitText
from sigai.programme.ledgers import Choice
from sigai.programme.parameters import FirstDay, LastDay

RuleFigures = Literal["year", "to_date"]
"""Which figures a rule looks at: those of the last full calendar year, or those from January to the month."""


class RuleStep(Content):
    """One step of a rule: a number or text (`formula`), or a yes or no (`condition`). `unit` is that of a number, which
    is shown in it."""

    id: Name
    name: Text
    formula: str = ""
    condition: str = ""
    unit: UnitText = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> RuleStep:
        if bool(self.formula) == bool(self.condition):
            raise ValueError("a step has a formula or a condition")
        return self


class RuleEdition(Content):
    """The rule as it reads from a day on, to the day `end` or until the next edition; with where it comes from.

    `scope` says whom it is about; of all others it says nothing. A source of which nobody is sure makes it an
    assumption: its results advise.
    """

    start: FirstDay
    end: LastDay | None = None
    source: Reference
    scope: str = ""
    steps: tuple[RuleStep, ...] = Field(min_length=1)

    def in_force(self, day: dt.date) -> bool:
        """Whether it is in force on a day, as far as its own days say."""
        return self.start <= day and (self.end is None or day <= self.end)


class PolicyRule(Content):
    """A dated, sourced decision over all entities of the kind `about`; `answered_by` is the unit that decides by it.

    `results` names the texts that its last step may give. `consequence` says in words what follows.
    """

    id: Name
    name: Text
    about: Name = "enterprise"
    figures: RuleFigures = "year"
    answered_by: Identifier | None = None
    results: tuple[Choice, ...] = ()
    consequence: Text | None = None
    editions: tuple[RuleEdition, ...] = Field(min_length=1)

    def edition_on(self, day: dt.date) -> RuleEdition | None:
        """The edition in force on a day: of those that are, the one that began last; None where there is none."""
        return max((one for one in self.editions if one.in_force(day)), key=lambda one: one.start, default=None)
