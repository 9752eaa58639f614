"""Rights of fields: who fills each field of a ledger in, and which step settles it for everybody.

A *side* is whom roles stand for: the unit, the area, the enterprise, the office. The subject's *own* roles are those of
the side that a record is about; a step *decides* where none of its roles is the subject's own. The counted party never
decides what is counted: it changes nothing that such a step settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sigai.programme.ledgers import Ledger, LedgerField, RecordRows, Role, Transition
from sigai.programme.opened import written_names
from sigai.programme.parsed import Parsed

CREATION = "start"
"""The origin of a transition that creates a record."""
HEAD = ("name", "entity", "area")
"""What every record has besides the fields of its ledger, and is filled in like them."""

_SIDES: tuple[tuple[Role, ...], ...] = (
    ("enterprise_reporter",),
    ("area_reporter", "area_approver"),
    ("unit_reporter", "unit_approver"),
    ("office",),
    ("leader",),
)
"""Who works together: what one of a side is asked for, another prepares."""


@dataclass(frozen=True, slots=True)
class FieldRights:
    """Who may fill which field of a ledger in (`by`), or which table inside its records, and what each step settles, by
    its id.

    `own` are the roles of the party that a record is about. What stands in HEAD is among the fields.
    """

    ledger: Ledger
    own: frozenset[Role]
    by: Mapping[str, tuple[Role, ...]]
    settles: Mapping[str, frozenset[str]]

    def steps_made(self, states: Sequence[str]) -> Iterator[list[Transition]]:
        """The steps that a record made which was in these states, state by state; all that it may have made, where
        several lead from one state to another or where its life begins in the midst."""
        for origin, state in zip((CREATION, *states), states, strict=False):
            made = [step for step in self.ledger.transitions if origin in step.origins and step.to == state]
            yield made or steps_towards(self.ledger, state)

    def settled(self, states: Sequence[str]) -> dict[str, list[Transition]]:
        """Every field that is settled of a record which was in these states, with the steps that did it."""
        found: dict[str, list[Transition]] = {}
        for step in chain.from_iterable(self.steps_made(states)):
            for name in self.settles[step.id]:
                if step not in found.setdefault(name, []):
                    found[name].append(step)
        return found


def field_rights(ledger: Ledger, parsed: Parsed) -> FieldRights:
    """The rights of a ledger's fields, as its content says them or as they follow from its steps."""
    own = own_roles(ledger)
    written: tuple[LedgerField | RecordRows, ...] = (*ledger.fields, *ledger.rows)
    by = {field.id: field.fill.by or _asked_of(ledger, field.id) for field in written}
    entering = _sides_of(step for step in ledger.transitions if CREATION in step.origins)
    settles = {step.id: _settled_by(ledger, step, own, parsed) for step in ledger.transitions}
    return FieldRights(ledger, own, {**by, **dict.fromkeys(HEAD, entering)}, settles)


def own_roles(ledger: Ledger) -> frozenset[Role]:
    """The roles of the party that a record is about; of a ledger about nobody, of the enterprises that it names."""
    enterprises, areas, *_ = map(frozenset, _SIDES)
    match ledger.subject:
        case "enterprise":
            return enterprises
        case "park" | "area":
            return areas
    return enterprises if any(field.kind == "entity" for field in ledger.fields) else frozenset()


def required_by(ledger: Ledger, step: Transition) -> tuple[str, ...]:
    """The fields that must be filled in for a step: those that it names and, for an entry, those of every record."""
    entered = [field.id for field in ledger.fields if field.required] if CREATION in step.origins else []
    return tuple(dict.fromkeys((*entered, *step.requires)))


def steps_towards(ledger: Ledger, state: str) -> list[Transition]:
    """Every step on a way that leads into a state."""
    reached, found = {state}, list[Transition]()
    while more := [step for step in ledger.transitions if step.to in reached and step not in found]:
        found += more
        reached |= {origin for step in more for origin in step.origins}
    return found


def _asked_of(ledger: Ledger, name: str) -> tuple[Role, ...]:
    """The sides whose steps ask for a field; where none does, every side that has a part in the ledger."""
    asking = [step for step in ledger.transitions if name in required_by(ledger, step)]
    return _sides_of(asking or ledger.transitions)


def _sides_of(steps: Iterable[Transition]) -> tuple[Role, ...]:
    """The sides that make some steps; the office is always among them."""
    roles = {"office", *(role for step in steps for role in step.roles)}
    return tuple(role for side in _SIDES if roles & set(side) for role in side)


def _settled_by(ledger: Ledger, step: Transition, own: frozenset[Role], parsed: Parsed) -> frozenset[str]:
    """What a step settles: what it says, requires and judges, and whom the record is about. A record that was but
    entered, without documents, is not yet decided upon: such a step settles only what it says."""
    if own & set(step.roles):
        return frozenset()
    if CREATION in step.origins and not step.evidence:
        return frozenset(step.settles)
    condition = parsed.condition(step)
    judged = written_names(condition, ledger, parsed) if condition is not None else frozenset()
    return frozenset({*step.settles, *step.requires, *judged, *HEAD})
