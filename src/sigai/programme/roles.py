"""Roles: those that every programme has, and those that its content adds beside them.

A role of the content gives what ledgers say by its name and nothing else: steps, fields, rechecks, readers. How far it
reaches says its scope: the whole `city`, an `area`, a `unit`, an `entity`; or `named`: the records that name whoever
holds it, by a link to their own record in a `pool` (the experts, the providers), while that stands in some `states`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import StringConstraints

from sigai.programme.common import Content, Name, Text

SYSTEM_ROLES = (
    "office",
    "unit_reporter",
    "unit_approver",
    "area_reporter",
    "area_approver",
    "enterprise_reporter",
    "leader",
)
"""The roles that every programme has and that ledgers may name."""
ADMINISTRATIVE_ROLES = ("system_administrator", "security_administrator", "auditor")
"""The roles of the site itself, which no ledger names."""

Role = Name
"""A role as a ledger names it: one of every programme, or one of the content. A check refuses others (P141)."""

RoleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
"""Names a role of the content beside every account that has it."""

RoleScope = Literal["city", "area", "unit", "entity", "named"]
"""How far a role of the content reaches."""


class ProgrammeRole(Content):
    """A role of the content: expert, assessor, provider, bank. `second_factor`: whoever holds it signs in with one."""

    id: RoleId
    name: Text
    scope: RoleScope
    pool: Name | None = None
    states: tuple[Name, ...] = ()
    purpose: str = ""
    second_factor: bool = False


def roles_of_scope(roles: Iterable[ProgrammeRole], scope: RoleScope) -> frozenset[str]:
    """The roles of the content that reach so far."""
    return frozenset(role.id for role in roles if role.scope == scope)


def named_from(roles: Mapping[str, ProgrammeRole], ids: Iterable[str]) -> list[ProgrammeRole]:
    """Those among some roles whose holders are named by a link to their own record."""
    return [roles[one] for one in ids if one in roles and roles[one].scope == "named"]
