"""Asking the table: about one subject (`allowed`) and about many rows at once (`visible`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from sigai_web import programme
from sigai_web.permissions.roles import Role
from sigai_web.permissions.table import Operation, Reach

Rows = TypeVar("Rows", bound=Model)


_ROLE_ENDS = ":"
_OWN_REACH: Mapping[str, Reach] = {
    "city": Reach.ALL,
    "area": Reach.AREA,
    "unit": Reach.UNIT,
    "entity": Reach.ENTITY,
}
"""The reach that a role of the content has by its scope, within the ledgers that give it a part."""


def _to_nobody(_role: str, _scope: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Resource:
    """Whose figure or record it is: the entity, the area it lies in, the units that answer for it and, of a figure,
    those that fill in its form; of a record every entity and area that it names (`places`), and the areas around them.
    `keepers` are the units that keep its `ledger`; `opens` says how much of it the ledger opens to a role with a scope.
    `named` are the records that a record links to, and itself: some stand for people (`ProgrammeRole.pool`).
    `sigai_web.store.owners` makes one from the content."""

    entity: str = ""
    area: str = ""
    units: frozenset[str] = frozenset()
    reporters: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    keepers: frozenset[str] = frozenset()
    ledger: str = ""
    named: frozenset[tuple[str, str]] = frozenset()
    opens: Callable[[str, str], frozenset[str]] = field(default=_to_nobody, compare=False)


class Member(Protocol):
    """One granted role with its scope."""

    role: str
    scope: str


def reaches(user: Any, operation: Operation) -> list[tuple[Reach, str]]:
    """The reach and scope of every membership with which a user may do an operation; none for who is not signed in."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    found = (_reach(operation, member) for member in user.granted())
    return [one for one in found if one is not None]


def _reach(operation: Operation, member: Member) -> tuple[Reach, str] | None:
    """How far one membership reaches with an operation: a role of the content to what it has a part in, where the
    operation is for such roles; one that is known nowhere, to nothing."""
    if member.role in set(Role):
        reach = operation.roles.get(Role(member.role))
        return None if reach is None else (reach, member.scope)
    known = operation.parts and member.role in programme.current().role_by_id
    return (Reach.PART, part_scope(member.role, member.scope)) if known else None


def allowed(user: Any, operation: Operation, subject: Resource | None = None) -> bool:
    """May this user do this? Without a subject: to anything at all (whether to show a page in the menu)."""
    found = reaches(user, operation)
    if subject is None or any(_covers(reach, scope, subject) for reach, scope in found):
        return bool(found)
    return operation.opened and bool(found) and any(subject.opens(one.role, one.scope) for one in user.granted())


def roles_held(user: Any) -> frozenset[str]:
    """The roles of a user, whatever they reach; none for whose account is closed."""
    return frozenset(str(member.role) for member in user.granted()) if user.is_active else frozenset()


def roles_with(user: Any, operation: Operation, subject: Resource) -> frozenset[str]:
    """The roles in which this user may do this to the subject."""
    held = user.granted() if reaches(user, operation) else ()
    found = ((str(member.role), _reach(operation, member)) for member in held)
    return frozenset(role for role, reach in found if reach is not None and _covers(*reach, subject))


def _covers(reach: Reach, scope: str, subject: Resource) -> bool:
    match reach:
        case Reach.ALL:
            return True
        case Reach.UNIT:
            return scope in subject.units
        case Reach.FORMS:
            return scope in subject.reporters
        case Reach.AREA:
            within = programme.current().areas_under(scope)
            return not ({subject.area, subject.entity} | subject.places | subject.around).isdisjoint(within)
        case Reach.PLACE | Reach.ENTITY:
            return scope == subject.entity or scope in subject.places
        case Reach.PART:
            part = Part.of(scope)
            return subject.ledger in part.ledgers and part.covers(subject)


@dataclass(frozen=True, slots=True)
class Part:
    """What a membership in a role of the content has a part in: records of these `ledgers`, as far as its scope says:
    by a `reach` of its own, or by `named`, the record that stands for its holder."""

    ledgers: frozenset[str]
    scope: str
    reach: Reach | None = None
    named: tuple[str, str] | None = None

    @classmethod
    def of(cls, scope: str) -> Part:
        """Of the scope that `reaches` gives with Reach.PART; nothing for a role that the content does not know."""
        role, _, own = scope.partition(_ROLE_ENDS)
        content = programme.current()
        known = content.role_by_id.get(role)
        if known is None:
            return cls(frozenset(), own)
        ledgers = content.ledgers_of_role[role]
        if known.scope == "named":
            pool = known.pool or ""
            return cls(ledgers | {pool}, own, named=(pool, own))
        return cls(ledgers, own, _OWN_REACH[known.scope])

    def covers(self, subject: Resource) -> bool:
        """Whether the scope alone reaches a record."""
        return self.named in subject.named if self.reach is None else _covers(self.reach, self.scope, subject)


def part_scope(role: str, scope: str) -> str:
    """The scope that goes with Reach.PART: of which role of the content, and that of the membership."""
    return f"{role}{_ROLE_ENDS}{scope}"


def visible(user: Any, operation: Operation, rows: QuerySet[Rows]) -> QuerySet[Rows]:
    """Those rows to which the user may do the operation, in the one query that reads them.

    The model says how its rows belong to organisations: a class method `within(reach, scope) -> Q`; and, where the
    operation reaches what is opened, which are opened to a role with a scope: `opened(role, scope) -> Q`.
    """
    found = reaches(user, operation)
    if not found:
        return rows.none()
    if any(reach is Reach.ALL for reach, _ in found):
        return rows
    whole = within_reach(found, rows.model)
    for member in user.granted() if operation.opened else ():
        whole |= rows.model.opened(member.role, member.scope)  # type: ignore[attr-defined]
    return rows.filter(whole)


def within_reach(found: Iterable[tuple[Reach, str]], model: type[Model]) -> Q:
    """The rows of a model that some reaches with their scopes hold, as a condition."""
    whole = Q(pk__in=())
    for reach, scope in found:
        whole |= model.within(reach, scope)  # type: ignore[attr-defined]
    return whole
