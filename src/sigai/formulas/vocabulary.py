"""What formulas may mention, with its units and types: the view of a programme that this part needs of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.keyed import KeyedType

KINDS = frozenset({"enterprise", "park", "county", "city", "project", "device"})
"""The kinds of subject that figures of every programme may be about; content declares further ones."""


@dataclass(frozen=True, slots=True)
class MeasureType:
    """A figure that somebody reports, `every` so many months. A `stock` stands at a date; `flow` and `ytd` run over
    time. `never_negative`: no figure of it may be below zero."""

    unit: MeasureUnit
    accumulation: Literal["flow", "stock", "ytd"]
    subject: str = "enterprise"
    every: int = 1
    never_negative: bool = False


@dataclass(frozen=True, slots=True)
class LedgerFieldType:
    """A field of a ledger; `unit` where it is a number, `choices` where it is a choice, `ledgers` where it links."""

    type: Literal[
        "text", "number", "date", "period", "choice", "yes_no", "entity", "area", "unit", "record", "named", "choices"
    ]
    unit: MeasureUnit = NUMBER
    choices: frozenset[str] = frozenset()
    ledgers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LedgerType:
    """A kind of record. `subject` is the kind of entity its records are about; `none` where they are about none.
    `expiring`: the states in which a record counts until a day of its own only. `links`: the tables inside its records
    by their ids, with the ledgers that their rows link to."""

    counted_in: MeasureUnit
    states: frozenset[str]
    fields: Mapping[str, LedgerFieldType] = field(default_factory=dict)
    subject: str = "enterprise"
    expiring: frozenset[str] = frozenset()
    links: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition is about: entities of a `kind` (None: any), or records of a ledger about such entities.

    `in_rule`: one entity at a time, of which a rule may ask what belongs to it.
    """

    kind: str | None = None
    ledger_name: str | None = None
    ledger: LedgerType | None = None
    in_rule: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every name that a formula may use besides the fixed attributes of entities and records.

    `attributes` are what a programme's own kinds of entities have, by kind. `keyed` are parameters that have keys.
    `changes` are the month indices in which a parameter becomes another number, from the first month of results on.
    """

    measures: Mapping[str, MeasureType] = field(default_factory=dict)
    ledgers: Mapping[str, LedgerType] = field(default_factory=dict)
    parameters: Mapping[str, MeasureUnit] = field(default_factory=dict)
    keyed: Mapping[str, KeyedType] = field(default_factory=dict)
    changes: Mapping[str, frozenset[int]] = field(default_factory=dict)
    industry_groups: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    kinds: frozenset[str] = KINDS
    attributes: Mapping[str, Mapping[str, LedgerFieldType]] = field(default_factory=dict)
    base_year: int = 0


@dataclass(frozen=True, slots=True)
class ResultType:
    """What a formula gives: a number in `unit`, derived from what it is made of, or one of some `texts`."""

    unit: MeasureUnit
    texts: tuple[str, ...] = ()
