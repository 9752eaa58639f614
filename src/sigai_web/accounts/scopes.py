"""What a membership's scope may be, and its name: a unit or area of the content, an entity on the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sigai_web import programme
from sigai_web.accounts.models import Membership
from sigai_web.permissions.roles import ROLES, Role
from sigai_web.store.models import Entity


def scope_exists(role: Role, scope: str) -> bool:
    """Whether the scope is one that the role may have."""
    match ROLES[role].scope:
        case "programme":
            return scope == ""
        case "unit":
            return scope in programme.current().unit_by_id
        case "area":
            return scope in programme.current().area_by_code
        case "entity":
            return Entity.objects.filter(pk=scope).exists()


def scope_names(members: list[tuple[str, str]], language: str) -> dict[tuple[str, str], str]:
    """The names of many (role, scope) pairs, with one query for all entities among them."""
    content = programme.current()
    entities = {scope for role, scope in members if ROLES[Role(role)].scope == "entity"}
    names = dict(Entity.objects.filter(pk__in=entities).values_list("id", "name")) if entities else {}
    found = {}
    for role, scope in members:
        match ROLES[Role(role)].scope:
            case "unit":
                unit = content.unit_by_id.get(scope)
                name = unit.name[language] if unit else scope
            case "area":
                area = content.area_by_code.get(scope)
                name = area.name[language] if area else scope
            case "entity":
                name = names.get(scope, scope)
            case _:
                name = content.head.short_title[language]
        found[role, scope] = name
    return found


def colleagues(user: Any, usernames: Iterable[str]) -> frozenset[str]:
    """Those among some accounts that belong to an organisation of this user: a unit, an area, an enterprise; of the
    roles of the whole programme the same role."""
    own = {_organisation(member.role, member.scope) for member in user.granted()}
    others = Membership.objects.filter(user__username__in=set(usernames), granted_at__isnull=False)
    rows = others.values_list("user__username", "role", "scope")
    return frozenset(name for name, role, scope in rows if _organisation(role, scope) in own)


def _organisation(role: str, scope: str) -> tuple[str, str]:
    kind = ROLES[Role(role)].scope
    return (kind, role) if kind == "programme" else (kind, scope)
