"""Asking the table: about one subject (`allowed`) and about many rows at once (`visible`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from sigai_web import programme
from sigai_web.permissions.roles import Role
from sigai_web.permissions.table import Operation, Reach

Rows = TypeVar("Rows", bound=Model)


def _to_nobody(_role: str, _scope: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Resource:
    """Whose figure or record it is: the entity, the area it lies in, the units that answer for it and, of a figure,
    those that fill in its form; of a record every entity and area that it names (`places`), and the areas around them.
    `keepers` are the units that keep its ledger; `opens` says how much of it the ledger opens to a role with a scope.
    `sigai_web.store.owners` makes one from the content."""

    entity: str = ""
    area: str = ""
    units: frozenset[str] = frozenset()
    reporters: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    keepers: frozenset[str] = frozenset()
    opens: Callable[[str, str], frozenset[str]] = field(default=_to_nobody, compare=False)


class Member(Protocol):
    """One granted role with its scope."""

    role: str
    scope: str


def reaches(user: Any, operation: Operation) -> list[tuple[Reach, str]]:
    """The reach and scope of every membership with which a user may do an operation; none for who is not signed in."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    row = operation.roles
    found = ((row.get(Role(member.role)), member.scope) for member in user.granted())
    return [(reach, scope) for reach, scope in found if reach is not None]


def allowed(user: Any, operation: Operation, subject: Resource | None = None) -> bool:
    """May this user do this? Without a subject: to anything at all (whether to show a page in the menu)."""
    found = reaches(user, operation)
    if subject is None or any(_covers(reach, scope, subject) for reach, scope in found):
        return bool(found)
    return operation.opened and bool(found) and any(subject.opens(one.role, one.scope) for one in user.granted())


def roles_held(user: Any) -> frozenset[str]:
    """The roles of a user, whatever they reach; none for whose account is closed."""
    return frozenset(str(member.role) for member in user.granted()) if user.is_active else frozenset()


def roles_with(user: Any, operation: Operation, subject: Resource) -> frozenset[Role]:
    """The roles in which this user may do this to the subject."""
    row = operation.roles
    held = user.granted() if reaches(user, operation) else ()
    roles = ((Role(member.role), member.scope) for member in held)
    return frozenset(role for role, scope in roles if role in row and _covers(row[role], scope, subject))


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
