"""Who holds a right: the accounts that may do an operation to something, in one query."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from sigai.programme import ProgrammeRole
from sigai_web import programme
from sigai_web.accounts.models import Membership, counting
from sigai_web.permissions import Operation, Reach, Resource, RolePart
from sigai_web.permissions.asking import part_scope


def who_may(operation: Operation, subject: Resource, roles: Collection[str] | None = None) -> list[int]:
    """The open accounts that may do this to the subject, in one of some roles (None: in any)."""
    held = Q(pk__in=())
    for role, reach in operation.roles.items():
        if roles is None or role in roles:
            held |= Q(role=role) & _reaching(reach, subject)
    for own in programme.current().roles if operation.parts else ():
        if roles is None or own.id in roles:
            held |= Q(role=own.id) & _with_part(own, subject)
    found = Membership.objects.filter(held, granted_at__isnull=False, user__is_active=True)
    return sorted({one.user_id for one in counting(found)})


def holders(roles: Collection[str]) -> list[int]:
    """The open accounts that hold one of some roles, whatever its scope."""
    found = Membership.objects.filter(role__in=roles, granted_at__isnull=False, user__is_active=True)
    return sorted({one.user_id for one in counting(found)})


def _with_part(own: ProgrammeRole, subject: Resource) -> Q:
    """The scopes in which a role of the content has a part in the subject."""
    part = RolePart.of(part_scope(own.id, ""))
    if subject.ledger not in part.ledgers:
        return Q(pk__in=())
    if part.reach is not None:
        return _reaching(part.reach, subject)
    return Q(scope__in=[number for ledger, number in subject.named if ledger == own.pool])


def _reaching(reach: Reach, subject: Resource) -> Q:
    """The scopes from which a reach holds the subject: what `allowed` asks of one scope, asked of all at once."""
    match reach:
        case Reach.ALL:
            return Q()
        case Reach.UNIT:
            return Q(scope__in=subject.units)
        case Reach.FORMS:
            return Q(scope__in=subject.reporters)
        case Reach.AREA:
            places, content = {subject.area, subject.entity} | subject.places | subject.around, programme.current()
            around = [code for code in content.area_by_code if not places.isdisjoint(content.areas_under(code))]
            return Q(scope__in=around)
        case Reach.PLACE | Reach.ENTITY:
            return Q(scope__in={subject.entity, *subject.places} - {""})
        case Reach.PART:
            return Q(pk__in=())
