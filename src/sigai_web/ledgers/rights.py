"""Who may make which step of a record: a role that the ledger names, with reach over the record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sigai.ledgers import START, Record
from sigai.programme import Ledger, Transition
from sigai_web.permissions import Resource, Role, roles_with
from sigai_web.store.operations import RECORD_STEP


def step_of(ledger: Ledger, step: str) -> Transition | None:
    """A step by its id."""
    return next((each for each in ledger.transitions if each.id == step), None)


def roles_for(user: Any, step: Transition, subject: Resource) -> list[Role]:
    """The roles in which this user may make the step, in the order in which the ledger names them."""
    held = roles_with(user, RECORD_STEP, subject)
    return [Role(role) for role in step.roles if Role(role) in held]


def open_steps(user: Any, ledger: Ledger, record: Record, subject: Resource) -> list[Transition]:
    """The steps that lead on from where the record stands and that this user may make."""
    return [step for step in ledger.transitions if record.state in step.origins and roles_for(user, step, subject)]


def start_steps(user: Any, ledger: Ledger) -> list[Transition]:
    """The steps with which this user may enter new records, of whatever lies within their reach."""
    held = {member.role for member in user.granted()} if user.is_active else set()
    return [step for step in ledger.transitions if START in step.origins and held & set(step.roles)]


def own_part(ledger: Ledger, record: Record) -> Record:
    """A record as far as it decides who may enter it: whom it is about, and the units that it names.

    Whoever else it names, as a partner or a place, sees it; to name oneself is no leave to enter records about others.
    """
    if not record.entity:
        return record
    units = {field.id for field in ledger.fields if field.type == "unit"}
    return replace(record, fields={name: value for name, value in record.fields.items() if name in units})


def evidence_names(ledger: Ledger) -> dict[str, str]:
    """Every document that a step of the ledger asks for: its name in Chinese, and in English."""
    return {each.zh: each.en for step in ledger.transitions for each in step.evidence}
