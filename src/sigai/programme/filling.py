"""Rights of fields: who fills each field of a ledger in, and which step settles it for everybody.

A *side* is whom roles stand for: the unit, the area, the enterprise, the office. The subject's *own* roles are those of
the side that a record is about; a step *decides* where none of its roles is the subject's own. The counted party never
decides what is counted: it changes nothing that such a step settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sigai.programme.ledgers import Ledger, LedgerField, RecordRows, Transition
from sigai.programme.opened import written_names
from sigai.programme.parsed import Parsed
from sigai.programme.roles import ProgrammeRole, Role, roles_of_scope

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

    def fixed(self, states: Sequence[str]) -> dict[str, list[Transition]]:
        """Every field that is settled, and every table of which rows are not to be changed any more, for it is settled
        or sealed, with the steps that did it."""
        found = self.settled(states)
        for rows in self.ledger.rows:
            if rows.sealed in states:
                made = chain.from_iterable(self.steps_made(states))
                sealing = [step for step in made if step.to == rows.sealed]
                found.setdefault(rows.id, _once(sealing))
        return found


def _once(steps: Iterable[Transition]) -> list[Transition]:
    found: list[Transition] = []
    for step in steps:
        if step not in found:
            found.append(step)
    return found


def field_rights(ledger: Ledger, parsed: Parsed, roles: Sequence[ProgrammeRole] = ()) -> FieldRights:
    """The rights of a ledger's fields, as its content says them or as they follow from its steps."""
    written: tuple[LedgerField | RecordRows, ...] = (*ledger.fields, *ledger.rows)
    by = {field.id: field.fill.by or _asked_of(ledger, field.id) for field in written}
    own = own_roles(ledger, roles)
    own |= _chosen(ledger, roles, by, own)
    entering = _sides_of(step for step in ledger.transitions if CREATION in step.origins)
    settles = {step.id: _settled_by(ledger, step, own, parsed) for step in ledger.transitions}
    return FieldRights(ledger, own, {**by, **dict.fromkeys(HEAD, entering)}, settles)


def own_roles(ledger: Ledger, roles: Sequence[ProgrammeRole] = ()) -> frozenset[Role]:
    """The roles of the party that a record is about; of a ledger about nobody, of the enterprises that it names. Those
    of the content are among them: whoever acts for an enterprise, for an area, for what a record of the ledger is."""
    enterprises, areas = frozenset(_SIDES[0]), frozenset(_SIDES[1])
    enterprises |= roles_of_scope(roles, "entity")
    pooled = frozenset(role.id for role in roles if role.pool == ledger.id)
    match ledger.subject:
        case "enterprise":
            return enterprises | pooled
        case "park" | "area":
            return areas | roles_of_scope(roles, "area") | pooled
    return pooled | (enterprises if any(field.kind == "entity" for field in ledger.fields) else frozenset())


def naming_fields(ledger: Ledger, role: ProgrammeRole) -> Iterator[tuple[LedgerField, RecordRows | None]]:
    """The fields of a ledger that name whoever holds a role by a link to their own record; in rows, with the table."""
    columns = ((column, rows) for rows in ledger.rows for column in rows.columns)
    for field, rows in (*((field, None) for field in ledger.fields), *columns):
        if role.pool is not None and role.pool in field.ledgers:
            yield field, rows


def _chosen(
    ledger: Ledger, roles: Sequence[ProgrammeRole], by: Mapping[str, tuple[Role, ...]], own: frozenset[Role]
) -> frozenset[Role]:
    """The roles whose holders the subject itself may name: whom it chooses, it does not leave the decision to."""
    found = set()
    for role in roles:
        for field, rows in naming_fields(ledger, role) if role.scope == "named" else ():
            if own & set(field.fill.by or by[rows.id if rows is not None else field.id]):
                found.add(role.id)
    return frozenset(found)


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
    """The sides that make some steps; the office is always among them. A role of the content is a side of its own."""
    roles = dict.fromkeys(["office", *(role for step in steps for role in step.roles)])
    sides = [role for side in _SIDES if roles.keys() & set(side) for role in side]
    return tuple(dict.fromkeys([*sides, *roles]))


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
