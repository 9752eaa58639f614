"""What a membership's scope may be, and its name: a unit or area of the content, an entity on the register."""

from __future__ import annotations

from sigai_web import programme
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
