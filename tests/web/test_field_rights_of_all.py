"""Every field of every ledger of the real programme, before every role, own and other, in every state of a long life.

What is expected is worked out here once more, from the content alone and by other means than the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from helpers_records import actor
from helpers_rights import ZHONGWEI, lived, longest_life, named, somebody, two_enterprises, value_of
from helpers_web import OURS
from sigai.base import UserError
from sigai.ledgers import Head
from sigai.programme import Ledger, ProgrammeRole, Transition
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.ledgers import services
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db

CLOSED = {"W180": "settled", "W181": "role", "W182": "early", "W183": "late"}
WRITERS = [
    Role.OFFICE,
    Role.UNIT_REPORTER,
    Role.UNIT_APPROVER,
    Role.AREA_REPORTER,
    Role.AREA_APPROVER,
    Role.ENTERPRISE_REPORTER,
    Role.LEADER,
]
SIDES = [{"enterprise_reporter"}, {"area_reporter", "area_approver"}, {"unit_reporter", "unit_approver"}]


@pytest.fixture(autouse=True)
def real(db: None, settings: Any) -> None:
    settings.SIGAI_PROGRAMME = ZHONGWEI
    two_enterprises()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def party(ledger: Ledger) -> set[str]:
    """The roles of whom a record is about."""
    named = ledger.subject == "none" and any(field.type == "entity" for field in ledger.fields)
    if ledger.subject == "enterprise" or named:
        return {"enterprise_reporter"}
    return {"area_reporter", "area_approver"} if ledger.subject in ("park", "area") else set()


def settled(ledger: Ledger, life: Sequence[Transition]) -> set[str]:
    """What a record with such a life has settled; by every step that leads the same way, for a state does not say
    which of them it was."""
    found: set[str] = set()
    ways = zip(["start", *(step.to for step in life)], [step.to for step in life], strict=False)
    alike = [step for origin, to in ways for step in ledger.transitions if origin in step.origins and step.to == to]
    for step in alike:
        if party(ledger) & set(step.roles):
            continue
        found |= set(step.settles)
        if "start" not in step.origins or step.evidence:
            found |= {"name", "entity", "area", *step.requires}
            found |= {field.id for field in ledger.fields if re.search(rf"\b{field.id}\b", step.condition)}
    return found


def writers(ledger: Ledger, name: str) -> set[str]:
    field = next((field for field in ledger.fields if field.id == name), None)
    if field is not None and field.fill.by:
        return set(field.fill.by)
    entries = [step for step in ledger.transitions if "start" in step.origins]
    if field is None:
        asking = entries
    else:
        asking = [step for step in ledger.transitions if name in step.requires or (field.required and step in entries)]
    roles = {role for step in asking or ledger.transitions for role in step.roles} | {"office"}
    return roles.union(*(side for side in SIDES if side & roles))


def told(error: UserError) -> dict[str, str]:
    return {issue.place.column or "": CLOSED[issue.code] for issue in error.issues if issue.code in CLOSED}


def other_values(ledger: Ledger, record: CurrentRecord) -> dict[str, Any]:
    """Another value for every field that has one; whom the record names stays."""
    other = {field.id: value_of(field, 2) for field in ledger.fields}
    return {name: str(value) for name, value in other.items() if value != record.fields[name]}


def attempted(user: User, record: CurrentRecord, values: dict[str, Any]) -> dict[str, str] | None:
    """Which of all fields are closed to somebody who changes them at once; None where they may not edit at all."""
    head = Head("二号", record.entity or "", record.area or "")
    with undone():
        try:
            services.edit(actor(user), user, record.pk, seen=record.revision, head=head, values=values, reason="r")
        except PermissionDenied:
            return None
        except UserError as error:
            return told(error)
    return {}


def expected(ledger: Ledger, life: Sequence[Transition], role: str, names: Sequence[str]) -> dict[str, str]:
    fixed = settled(ledger, life)
    closed = {name: "role" for name in names if str(role) not in writers(ledger, name)}
    return {**closed, **{name: "settled" for name in names if name in fixed}}


def out_of_time(ledger: Ledger, life: Sequence[Transition], role: str, closed: dict[str, str]) -> dict[str, str]:
    """The fields left to a role from some state on, or until some step, that are not open to it yet, or no longer."""
    been, made = {step.to for step in life}, {step.id for step in life}
    own = [field for field in ledger.fields if role in field.fill.by and field.id not in closed]
    early = {field.id: "early" for field in own if field.fill.since not in (None, *been)}
    return early | {field.id: "late" for field in own if field.fill.until in made and field.id not in early}


def reaches(ledger: Ledger, role: Role, *, own: bool) -> bool:
    if role is Role.ENTERPRISE_REPORTER:
        named = any(field.type == "entity" for field in ledger.fields)
        return own and (ledger.subject == "enterprise" or named)
    return role is Role.OFFICE or (own and role is not Role.LEADER)


def reaches_in_own_role(ledger: Ledger, role: ProgrammeRole) -> bool:
    """Whether who holds a role of the content reaches a record that names them: where the ledger gives it a part."""
    filled = [part.fill.by for part in (*ledger.fields, *ledger.rows)]
    part = any(role.id in roles for roles in (*filled, *(step.roles for step in ledger.transitions)))
    return part and any(role.pool in field.ledgers for field in ledger.fields)


LEDGERS = sorted(path.stem for path in (ZHONGWEI / "ledgers").glob("*.yaml"))


@pytest.mark.parametrize("name", LEDGERS)
def test_who_may_edit_which_field_in_which_state(name: str) -> None:
    ledger = programme.current().ledger_by_id[name]
    life = longest_life(ledger)
    people = [(role, own, somebody(role, ledger, own=own)) for role in WRITERS for own in (True, False)]
    for at in range(1, len(life) + 1):
        record = lived(ledger, [step.to for step in life[:at]])
        values = other_values(ledger, record)
        for role, own, user in people:
            found = attempted(user, record, values)
            case = (name, record.state, role, own)
            if reaches(ledger, role, own=own):
                assert (case, found) == (case, expected(ledger, life[:at], role, ["name", *values]))
            else:
                assert (case, found) == (case, None)


@pytest.mark.parametrize("name", LEDGERS)
def test_who_may_edit_which_field_in_a_role_of_the_content(name: str) -> None:
    """Every field of every ledger, in every state of a long life, as each role that the content adds, own and other."""
    ledger = programme.current().ledger_by_id[name]
    life = longest_life(ledger)
    roles = [role for role in programme.current().roles if role.pool != name]
    people = [(role, own, named(role, own=own)) for role in roles for own in (True, False)]
    reached = 0
    for at in range(1, len(life) + 1):
        record = lived(ledger, [step.to for step in life[:at]])
        values = other_values(ledger, record)
        for role, own, user in people:
            found = attempted(user, record, values)
            case = (name, record.state, role.id, own)
            if own and reaches_in_own_role(ledger, role):
                noted = {one for recheck in ledger.rechecks for one in (recheck.noted, recheck.put_right)}
                wanted = expected(ledger, life[:at], role.id, ["name", *(one for one in values if one not in noted)])
                assert (case, found) == (case, wanted | out_of_time(ledger, life[:at], role.id, wanted))
                reached += 1
            else:
                assert (case, found) == (case, None)
    assert bool(reached) is any(reaches_in_own_role(ledger, role) for role in roles)


@pytest.mark.parametrize("name", LEDGERS)
def test_who_may_enter_what(name: str) -> None:
    ledger = programme.current().ledger_by_id[name]
    values = {field.id: str(value_of(field, 1)) for field in ledger.fields}
    entity = {"enterprise": OURS, "park": "640502"}.get(ledger.subject, "")
    for step in (each for each in ledger.transitions if "start" in each.origins):
        for role in map(Role, step.roles):
            user = somebody(role, ledger, own=True)
            with undone():
                try:
                    services.create(
                        actor(user), user, ledger, step.id, head=Head("一号", entity, "640502"), values=values
                    )
                    found = {}
                except UserError as error:
                    found = told(error)
            reached = reaches(ledger, role, own=True) or role is Role.LEADER
            closed = {one: "role" for one in values if reached and str(role) not in writers(ledger, one)}
            assert (name, step.id, role, found) == (name, step.id, role, closed)
