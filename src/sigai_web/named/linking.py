"""Saying which entity, record or area is meant by a name of the plan, and taking it back. One transaction each."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sigai.base import Place, UserError
from sigai.programme import Named
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.named.meant import find
from sigai_web.named.models import NamedLink
from sigai_web.named.operations import NAMED_LINK
from sigai_web.named.problems import LINKED_ALREADY, NOTHING_MEANT, SEVERAL_MEANT
from sigai_web.permissions import allowed


@change
def link(actor: Actor, user: Any, named: Named, given: str) -> NamedLink:
    """A name of the plan is what `given` (a code, number or name) says, within the reach of who says it.

    UserError where there is no such thing, or more than one; LateError where it is linked already.
    """
    if not allowed(user, NAMED_LINK):
        raise PermissionDenied
    found = find(user, given)
    if len(found) > 1:
        titles = "、".join(one.title for one in found)
        raise UserError([SEVERAL_MEANT.at(Place(column="given"), given=given, titles=titles)])
    if not found:
        raise UserError([NOTHING_MEANT.at(Place(column="given"), given=given)])
    (meant,) = found
    about = {"name": named.id, "kind": meant.kind, "subject": meant.subject}
    if NamedLink.objects.filter(**about, removed_at=None).exists():
        raise LateError([LINKED_ALREADY.at(Place(column="given"), name=named.name, given=meant.title)])
    made = NamedLink.objects.create(**about, by=actor.name)
    told = {"name": named.name, "to": f"{meant.kind}:{meant.subject}", "title": meant.title}
    append(actor, "named.link", f"named:{named.id}", after=told, tells=[made])
    return made


@change
def unlink(actor: Actor, user: Any, pk: int) -> NamedLink:
    """Take a link back; one that was taken back already stays as it was. NamedLink.DoesNotExist."""
    if not allowed(user, NAMED_LINK):
        raise PermissionDenied
    made = NamedLink.objects.select_for_update().get(pk=pk)
    if made.removed_at is None:
        made.removed_by, made.removed_at = actor.name, timezone.now()
        fields = ("removed_by", "removed_at")
        made.save(update_fields=fields)
        told = {"to": f"{made.kind}:{made.subject}"}
        append(actor, "named.unlink", f"named:{made.name}", before=told, tells=[ChangedFields(made, fields)])
    return made
