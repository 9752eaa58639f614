"""The only way into the journal: one entry, in the transaction of the change that it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from sigai.base import FIRST_PREVIOUS, Entry, InternalError, canonical_json, seal
from sigai_web.client_ip import client_ip
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.journal.proofs import Telling, proof_of

_HEAD = 1
TURN: ContextVar[JournalHead | None] = ContextVar("turn", default=None)
"""The head, held by the change at work (`sigai_web.journal.changes.change`)."""
NOTING: ContextVar[bool] = ContextVar("noting", default=False)
"""Whether a service is at work that may hold locks without having taken its turn (`sigai_web.journal.changes.note`)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from where."""

    name: str
    origin: str

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """The person of a request and the address that it came from; with the token beside it where a program asks:
        the journal tells what a program did from what a hand did."""
        token = getattr(getattr(request, "auth", None), "prefix", "")
        return cls(request.user.get_username(), f"{client_ip(request)} {token}".strip())


SYSTEM = Actor("system", "")
"""The system itself: set-up and background work."""


def take_turn() -> JournalHead:
    """Wait until nobody else writes: what is read from here on, nobody changes before this transaction ends.

    `sigai_web.journal.changes.change` calls it at the beginning of every service, so that nobody who waits here holds
    another lock.
    """
    held = TURN.get()
    if held is not None:
        return held
    if not transaction.get_connection().in_atomic_block:
        raise InternalError("a journal entry is written in the transaction of its change")
    if NOTING.get():
        raise InternalError("a note queues for nobody: what writes into the journal is a change")
    head, _ = JournalHead.objects.select_for_update().get_or_create(
        pk=_HEAD, defaults={"number": 0, "digest": FIRST_PREVIOUS}
    )
    return head


def append(
    actor: Actor, action: str, about: str, *, before: Any = None, after: Any = None, tells: Iterable[Telling] = ()
) -> JournalEntry:
    """Add one entry; InternalError outside a transaction, for then the change and its entry could part.

    `before` and `after` tell people what was done. `tells` names every row that the change wrote, as it stands now, or
    removed: with it the data can be proven later. A row that no entry tells is found as a difference.

    Writers queue for the head row on PostgreSQL and for the whole database on SQLite (IMMEDIATE transactions), until
    their transaction ends: the chain cannot fork. Keep the rest of such a transaction short.
    """
    head = take_turn()
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        actor=actor.name,
        origin=actor.origin,
        action=action,
        about=about,
        before=canonical_json(before),
        after=canonical_json(after),
        proof=proof_of(tells),
    )
    kept = JournalEntry.objects.create(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        origin=entry.origin,
        action=entry.action,
        about=entry.about,
        before=entry.before,
        after=entry.after,
        proof=entry.proof,
        previous=head.digest,
        digest=seal(entry, head.digest),
    )
    head.number, head.digest = kept.number, kept.digest
    head.save(update_fields=["number", "digest"])
    return kept
