"""Invented people of the demonstration in the roles that its content has beside those of every site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from sigai.programme import Programme, ProgrammeRole
from sigai_web.permissions.asking import RolePart, part_scope
from sigai_web.store.models import CurrentRecord

_NAMES = ("杨巳 Yang Si", "朱午 Zhu Wu", "秦未 Qin Wei", "尤申 You Shen", "许酉 Xu You", "何戌 He Xu", "吕亥 Lyu Hai")


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody invented, in a role of the content."""

    name: str
    role: str
    scope: str


def people_of_the_content(content: Programme) -> Iterator[InventedPerson]:
    """One for each role of the whole city, or whose holder a record stands for: of those the one with most to do."""
    for name, role in zip(_NAMES, content.roles, strict=False):
        scope = "" if role.scope == "city" else _standing(role) if role.scope == "named" else None
        if scope is not None:
            yield InventedPerson(name, role.id, scope)


def _standing(role: ProgrammeRole) -> str | None:
    """The number of a record of the role's pool that stands, the one that most others link to by the role's ledgers."""
    pool = CurrentRecord.objects.filter(ledger=role.pool)
    standing = pool.filter(state__in=role.states) if role.states else pool
    own = Q(record__linked_from__record__ledger__in=RolePart.of(part_scope(role.id, "")).ledgers)
    linked = standing.annotate(parts=Count("record__linked_from", filter=own)).order_by("-parts", "number")
    return linked.values_list("number", flat=True).first()
