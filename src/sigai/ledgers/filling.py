"""Which fields of a record somebody may write now, and of the others why not. Pure: nothing is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sigai.programme.filling import FieldRights
from sigai.programme.ledgers import Filling, State, Transition
from sigai.programme.roles import Role


@dataclass(frozen=True, slots=True)
class ClosedField:
    """Why a field is not to be written: settled by a step, noted by rechecks alone, other roles' to fill in, not yet,
    or no longer.

    `roles` are those that fill it in, or that make the step which settled it; `step` is the one that settled it, or
    until which it was to be filled in; `state` the one from which on it will be.
    """

    why: Literal["settled", "noted", "role", "early", "late"]
    roles: tuple[Role, ...] = ()
    step: Transition | None = None
    state: State | None = None


def closed_fields(
    rights: FieldRights, states: Sequence[str], roles: Collection[str], making: Transition | None = None
) -> dict[str, ClosedField]:
    """The fields (with name, entity and area) that nobody, or not who holds these `roles`, writes into a record.

    `states` are those that the record was in, in their order. A step that is being made (`making`) reaches its state
    already, and may ask anew for what it settles itself.
    """
    settled = rights.settled(states)
    made = {step.id for steps in rights.steps_made(states) for step in steps}
    reached = {*states, *([making.to] if making else [])}
    anew = rights.settles[making.id] & set(making.settles) if making else frozenset()
    found: dict[str, ClosedField] = {}
    for name, by in rights.by.items():
        if name in rights.ledger.noted:
            found[name] = ClosedField("noted")
        elif name in settled and name not in anew:
            step = settled[name][-1]
            found[name] = ClosedField("settled", step.roles, step)
        elif not set(by) & set(roles):
            found[name] = ClosedField("role", by)
        elif (late := _out_of_time(rights, name, reached, made)) is not None:
            found[name] = late
    return found


def _out_of_time(rights: FieldRights, name: str, reached: set[str], made: set[str]) -> ClosedField | None:
    field = rights.ledger.filled_in(name)
    fill = field.fill if field is not None else Filling()
    if fill.since is not None and fill.since not in reached:
        return ClosedField("early", state=next(state for state in rights.ledger.states if state.id == fill.since))
    if fill.until is not None and fill.until in made:
        return ClosedField("late", step=next(step for step in rights.ledger.transitions if step.id == fill.until))
    return None
