"""The formulas and conditions of a programme, read once: what every text means, and what cannot be read.

They are held by their texts, because the same text means the same wherever it stands. Nothing else reads formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sigai.base.issues import NOWHERE, Issue, Issues, Place
from sigai.formulas import formula_text, read_condition, read_formula, read_identity, terms_of
from sigai.formulas.function import texts_of
from sigai.formulas.nodes import Compare, Condition, Expression
from sigai.programme.indicators import Indicator
from sigai.programme.ledgers import ComputedField, Ledger, LedgerField, Transition
from sigai.programme.measures import Identity, Measure
from sigai.programme.policy_rules import PolicyRule, RuleEdition


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """What an edition of a rule says: whom it is about (None: everybody), and every step; None for what cannot be read.

    `words`: the steps that are a text or a yes or no, which later steps ask as they ask attributes.
    """

    edition: RuleEdition
    scope: Condition | None
    steps: tuple[Expression | Condition | None, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the texts of a programme mean. A text that cannot be read means None, and its faults stand in `faults`."""

    faults: tuple[Issue, ...]
    _formulas: dict[str, Expression | None] = field(default_factory=dict)
    _about_entities: dict[str, Condition | None] = field(default_factory=dict)
    _about_records: dict[str, Condition | None] = field(default_factory=dict)
    _computed: dict[str, Expression | None] = field(default_factory=dict)
    _relations: dict[str, Compare | None] = field(default_factory=dict)
    _rules: dict[str, tuple[ReadEdition, ...]] = field(default_factory=dict)
    _reasons: dict[str, tuple[Issue, ...]] = field(default_factory=dict)
    _attributes: frozenset[str] = frozenset()

    def formula(self, indicator: Indicator) -> Expression | None:
        """The formula of an indicator."""
        return self.text(indicator.formula)

    def owed_by(self, measure: Measure) -> Condition | None:
        """Who owes the figures of a measure; None where everybody does."""
        return self._about_entities[measure.owed_by] if measure.owed_by else None

    def relation(self, identity: Identity) -> Compare | None:
        """What an identity demands of figures."""
        return self._relations[identity.condition]

    def condition(self, step: Transition) -> Condition | None:
        """Of which records a step may be made; None where of all."""
        return self._about_records[step.condition] if step.condition else None

    def linkable(self, field: LedgerField) -> Condition | None:
        """To which records a field may link; None where to all of its ledgers."""
        return self._about_records[field.where] if field.where else None

    def computed(self, field: ComputedField) -> Expression | None:
        """What a computed field of a record follows from."""
        return self._computed[field.formula]

    def editions(self, rule: PolicyRule) -> tuple[ReadEdition, ...]:
        """The editions of a rule, in the order in which they are written."""
        return self._rules[rule.id]

    def text(self, text: str) -> Expression | None:
        """A formula or one of its terms by its text, as tables of results have it; one that the programme does not
        have, because results are older or an indicator was changed, is read and remembered."""
        if text not in self._formulas:
            self._formulas[text] = read_formula(text, NOWHERE, Issues(), attributes=self._attributes)
        return self._formulas[text]

    def why_not(self, text: str) -> tuple[Issue, ...]:
        """Why a text of the programme cannot be read."""
        return self._reasons.get(text, ())


def parse(
    indicators: Iterable[Indicator],
    measures: Iterable[Measure],
    identities: Iterable[Identity],
    ledgers: Iterable[Ledger],
    rules: Iterable[PolicyRule],
    *,
    attributes: frozenset[str],
) -> Parsed:
    """Read every text; whatever is wrong with its form stands at its place. `attributes`: what the programme's kinds of
    things below an enterprise have."""
    reasons: dict[str, tuple[Issue, ...]] = {}
    faults: list[Issue] = []

    def read(text: str, place: Place, reads: Callable[[str, Place, Issues], Any]) -> Any:
        issues = Issues()
        found = reads(text, place, issues)
        if len(issues):
            reasons[text] = tuple(issues)
            faults.extend(issues)
        return found

    whole, about_entity = (partial(reads, attributes=attributes) for reads in (read_formula, read_condition))
    formulas: dict[str, Expression | None] = {}
    for one in indicators:
        formula = formulas[one.formula] = read(one.formula, one.place_of("formula"), whole)
        if formula is not None:
            formulas.update((formula_text(term), term) for term in terms_of(formula))
    owed = (measure for measure in measures if measure.owed_by)
    entities: dict[str, Condition | None] = {
        one.owed_by: read(one.owed_by, one.place_of("owed_by"), about_entity) for one in owed
    }
    relations: dict[str, Compare | None] = {
        one.condition: read(one.condition, one.place_of("condition"), read_identity) for one in identities
    }
    ledgers = tuple(ledgers)
    steps = (step for ledger in ledgers for step in ledger.transitions if step.condition)
    columns = (column for ledger in ledgers for rows in ledger.rows for column in rows.columns)
    links = (field for field in (*(field for ledger in ledgers for field in ledger.fields), *columns) if field.where)
    about_record = partial(read_condition, about_record=True)
    records: dict[str, Condition | None] = {
        one.condition: read(one.condition, one.place_of("condition"), about_record) for one in steps
    }
    records |= {one.where: read(one.where, one.place_of("where"), about_record) for one in links}
    computed: dict[str, Expression | None] = {
        one.formula: read(one.formula, one.place_of("formula"), partial(read_formula, about="record"))
        for ledger in ledgers
        for one in ledger.computed
    }
    read_rules = {rule.id: tuple(_edition(one, attributes, read) for one in rule.editions) for rule in rules}
    return Parsed(tuple(faults), formulas, entities, records, computed, relations, read_rules, reasons, attributes)


def _edition(edition: RuleEdition, attributes: frozenset[str], read: Callable[..., Any]) -> ReadEdition:
    """The steps in their order: each may ask those before it."""
    words: set[str] = set()
    steps: list[Expression | Condition | None] = []
    for step in edition.steps:
        known = attributes | words
        if step.condition:
            found = read(step.condition, step.place_of("condition"), partial(read_condition, attributes=known))
        else:
            number = partial(read_formula, about="entity", attributes=known)
            found = read(step.formula, step.place_of("formula"), number)
        steps.append(found)
        if step.condition or (found is not None and texts_of(found)):
            words.add(step.id)
    scope = None
    if edition.scope:
        scope = read(edition.scope, edition.place_of("scope"), partial(read_condition, attributes=attributes))
    return ReadEdition(edition, scope, tuple(steps), frozenset(words))
