"""How people say in what way, and when, they want to be reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from django.db import transaction
from django.utils import timezone

from sigai.base import Issues, Place
from sigai_web.journal.changes import change
from sigai_web.journal.writing import Actor, append
from sigai_web.manifests import message_kinds
from sigai_web.messages.models import Contact, Delivery
from sigai_web.messages.problems import NO_HOUR, NO_TELEPHONE
from sigai_web.messages.sending import take_up
from sigai_web.messages.timing import goes_at
from sigai_web.messages.ways import GROUPS, Way

_TELEPHONE = re.compile(r"\+?[0-9][0-9 -]{4,18}[0-9]")
_HOURS = ("quiet_from", "quiet_until", "digest_at")
_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWishes:
    """What a person says of it; hours by the site's clock."""

    telephone: str
    by_mail: bool
    by_group: bool
    quiet_from: int
    quiet_until: int
    digest_at: int

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """What is kept of a person."""
        return cls(**{name: getattr(contact, name) for name in cls.__dataclass_fields__})


def wishes_of(given: Mapping[str, str], issues: Issues) -> ContactWishes:
    """What a form or a program says, with every issue."""
    telephone = given.get("telephone", "").strip()
    if telephone and not _TELEPHONE.fullmatch(telephone):
        issues.add(NO_TELEPHONE.at(Place(column="telephone"), given=telephone[:40]))
    hours = {name: _hour(name, given.get(name, ""), issues) for name in _HOURS}
    return ContactWishes(
        telephone=telephone,
        by_mail=given.get("by_mail") == "on",
        by_group=given.get("by_group") == "on",
        quiet_from=hours["quiet_from"],
        quiet_until=hours["quiet_until"],
        digest_at=hours["digest_at"],
    )


def _hour(name: str, given: str, issues: Issues) -> int:
    if given.isascii() and given.isdecimal() and int(given[:3]) < _DAY:
        return int(given)
    issues.add(NO_HOUR.at(Place(column=name), given=given[:40]))
    return int(getattr(Contact(), name))


@change
def keep_contact(actor: Actor, user: int, wishes: ContactWishes) -> None:
    """Keep it, and let what waits go out as the person says now. The journal tells what changed, not the telephone."""
    kept = Contact.objects.filter(user_id=user).first()
    before = ContactWishes.of(kept or Contact(user_id=user))
    contact, _ = Contact.objects.update_or_create(user_id=user, defaults=asdict(wishes))
    changed = [name for name in asdict(wishes) if getattr(before, name) != getattr(wishes, name)]
    _lay_out_anew(contact)
    transaction.on_commit(take_up)
    append(actor, "contact.change", f"account:{actor.name}", after={"changed": changed})


def _lay_out_anew(contact: Contact) -> None:
    """What waits for this person goes by the ways and at the times that they say; what was tried in vain keeps its
    pause."""
    waiting = Delivery.objects.filter(message__user_id=contact.user_id, state=Delivery.State.WAITING, tries=0)
    gone = [] if contact.by_mail else [Way.MAIL]
    gone += [] if contact.by_group else GROUPS
    waiting.filter(way__in=gone).delete()
    urgent, now = {str(kind) for kind in message_kinds() if kind.urgent}, timezone.now()
    for hurried in (True, False):
        of_kind = waiting.filter(message__kind__in=urgent) if hurried else waiting.exclude(message__kind__in=urgent)
        of_kind.update(goes_at=goes_at(contact, now, urgent=hurried))
