"""Sending a published bulletin to everybody who may read it, with receipts of who opened it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sigai_web.accounts.models import User
from sigai_web.bulletins.models import BulletinReceipt
from sigai_web.journal.changes import note
from sigai_web.permissions import allowed
from sigai_web.runs.models import Bulletin
from sigai_web.runs.operations import PROGRESS_READ


def send(bulletin: Bulletin) -> int:
    """Put a bulletin before everybody who may read it: it waits for them until they open it. How many they are."""
    people = [user for user in User.objects.filter(is_active=True) if allowed(user, PROGRESS_READ)]
    BulletinReceipt.objects.bulk_create(
        [BulletinReceipt(bulletin=bulletin, username=user.get_username()) for user in people], ignore_conflicts=True
    )
    return len(people)


@note
def opened(username: str, bulletin: Bulletin) -> None:
    """Note that somebody opened what was sent to them; the first time counts."""
    unread(username).filter(bulletin=bulletin).update(opened_at=timezone.now())


def unread(username: str) -> QuerySet[BulletinReceipt]:
    """What was sent to a person that they have not opened; what was withdrawn meanwhile needs no reading."""
    return BulletinReceipt.objects.filter(username=username, opened_at=None, bulletin__withdrawal=None)


def unread_of(user: Any) -> int:
    """How many bulletins wait for a person to be read."""
    return unread(user.get_username()).count()
