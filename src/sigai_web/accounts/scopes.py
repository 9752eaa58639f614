"""What a membership's scope may be, and its name: a unit or area of the content, an entity on the register, the record
that stands for whoever holds a role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sigai_web import programme
from sigai_web.accounts.models import Membership
from sigai_web.permissions.roles import role_info
from sigai_web.store.lengths import longest
from sigai_web.store.models import CurrentRecord, Entity


def scope_exists(role: str, scope: str) -> bool:
    """Whether the scope is one that the role may have; none is of a role that is known nowhere."""
    info = role_info(role)
    match info.scope:
        case "programme":
            return scope == ""
        case "unit":
            return scope in programme.current().unit_by_id
        case "area":
            return scope in programme.current().area_by_code
        case "entity":
            return Entity.objects.filter(pk=scope).exists()
        case "named":
            known = CurrentRecord.objects.filter(ledger=info.pool, number=scope).exists()
            return known and len(scope) <= longest(Membership, "scope")
        case "gone":
            return False


def scope_names(members: list[tuple[str, str]], language: str) -> dict[tuple[str, str], str]:
    """The names of many (role, scope) pairs, with one query for all entities among them, and one for all records."""
    content = programme.current()
    kinds = {role: role_info(role).scope for role, _ in members}
    entities = {scope for role, scope in members if kinds[role] == "entity"}
    names = dict(Entity.objects.filter(pk__in=entities).values_list("id", "name")) if entities else {}
    records = _records([(role, scope) for role, scope in members if kinds[role] == "named"])
    found = {}
    for role, scope in members:
        match kinds[role]:
            case "unit":
                unit = content.unit_by_id.get(scope)
                name = unit.name[language] if unit else scope
            case "area":
                area = content.area_by_code.get(scope)
                name = area.name[language] if area else scope
            case "entity":
                name = names.get(scope, scope)
            case "named":
                name = f"{records.get((role, scope), '')} {scope}".strip()
            case "gone":
                name = scope
            case _:
                name = content.head.short_title[language]
        found[role, scope] = name
    return found


def _records(members: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of the records that stand for people, by role and scope."""
    if not members:
        return {}
    pools = {role: role_info(role).pool for role, _ in members}
    rows = CurrentRecord.every.filter(ledger__in=set(pools.values()), number__in={scope for _, scope in members})
    names = {(one.ledger, one.number): one.name or "" for one in rows}
    return {(role, scope): names.get((pools[role], scope), "") for role, scope in members}


def colleagues(user: Any, usernames: Iterable[str]) -> frozenset[str]:
    """Those among some accounts that belong to an organisation of this user: a unit, an area, an enterprise; of the
    roles of the whole programme the same role."""
    own = {_organisation(member.role, member.scope) for member in user.granted()}
    others = Membership.objects.filter(user__username__in=set(usernames), granted_at__isnull=False)
    rows = others.values_list("user__username", "role", "scope")
    return frozenset(name for name, role, scope in rows if _organisation(role, scope) in own)


def _organisation(role: str, scope: str) -> tuple[str, str, str]:
    """What tells one organisation from another; of holders named by their own record, that of its ledger."""
    info = role_info(role)
    return (info.scope, info.pool, role if info.scope == "programme" else scope)
