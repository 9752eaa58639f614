"""Proving the journal unbroken, or naming the first broken entry."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base import FIRST_PREVIOUS, Entry, Sealed, Verification
from sigai.base import verify as verify_chain
from sigai_web.journal.models import JournalEntry, JournalHead


def verify(from_digest: str | None = None) -> Verification:
    """Check every entry, and the head; with `from_digest`, also that a digest printed earlier is in the chain.

    No transaction holds the database meanwhile: entries never change, and later ones are left to the next check.
    """
    head = JournalHead.objects.order_by("pk").first()
    held = (head.number, head.digest) if head else (0, FIRST_PREVIOUS)
    return verify_chain(_chain(head.number if head else None), head=held, printed_digest=from_digest)


def _chain(last: int | None) -> Iterator[Sealed]:
    """The entries in order, up to the head as it was read: what others append meanwhile is theirs to verify."""
    entries = JournalEntry.objects.order_by("number")
    if last is not None:
        entries = entries.filter(number__lte=last)
    for kept in entries.iterator(chunk_size=2000):
        entry = Entry(
            number=kept.number,
            at=kept.at,
            actor=kept.actor,
            origin=kept.origin,
            action=kept.action,
            about=kept.about,
            before=kept.before,
            after=kept.after,
        )
        yield Sealed(entry, kept.previous, kept.digest)
