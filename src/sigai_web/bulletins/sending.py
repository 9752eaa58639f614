"""Sending a published bulletin to everybody who may read it, with receipts of who opened it; telling people what of
bulletins waits for them or comes back to them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.accounts.models import User
from sigai_web.bulletins.models import BulletinDraft, BulletinReceipt
from sigai_web.bulletins.operations import BULLETIN_SIGN
from sigai_web.journal.changes import note
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.telling import News, tell
from sigai_web.permissions import Resource
from sigai_web.runs.models import Bulletin
from sigai_web.runs.operations import PROGRESS_READ

ISSUED = MessageKind("bulletin.issued", "通报", "bulletins", order=60)
TO_SIGN = MessageKind("bulletin.to_sign", "待签发的通报", "bulletins to sign", order=61)
RETURNED = MessageKind("bulletin.returned", "退回的通报", "returned bulletins", order=62)
KINDS = (ISSUED, TO_SIGN, RETURNED)


def send(actor: Actor, bulletin: Bulletin) -> int:
    """Send a bulletin to everybody who may read it, and keep a receipt for each. How many they are."""
    people = User.objects.filter(pk__in=who_may(PROGRESS_READ, Resource()))
    names = dict(people.values_list("pk", "username"))
    BulletinReceipt.objects.bulk_create(
        [BulletinReceipt(bulletin=bulletin, username=name) for name in names.values()], ignore_conflicts=True
    )
    subject = Text(
        zh=f"{bulletin.title}（{bulletin.year}年第{bulletin.number}号）", en=f"Bulletin {bulletin}: {bulletin.title}"
    )
    key, address = f"bulletin:{bulletin}:issued", reverse("about-bulletin", args=[bulletin.pk])
    tell(actor, names, News(kind=ISSUED, key=key, subject=subject, address=address))
    return len(names)


def tell_withdrawn(actor: Actor, bulletin: Bulletin, reason: str) -> None:
    """Those whom it was sent to are told that it does not stand any more, and why."""
    sent = BulletinReceipt.objects.filter(bulletin=bulletin).values("username")
    people = User.objects.filter(username__in=sent).values_list("pk", flat=True)
    subject = Text(
        zh=f"已撤回：{bulletin.title}（{bulletin.year}年第{bulletin.number}号）", en=f"Withdrawn: bulletin {bulletin}"
    )
    key, address = f"bulletin:{bulletin}:withdrawn", reverse("about-bulletin", args=[bulletin.pk])
    words = Text(zh=reason, en=reason)
    tell(actor, list(people), News(kind=ISSUED, key=key, subject=subject, address=address, words=words))


def tell_to_sign(actor: Actor, draft: BulletinDraft, name: Text) -> None:
    """Those who may sign it, and had no hand in it, are told that it waits."""
    own = User.objects.filter(username__in=draft.hands()).values_list("pk", flat=True)
    people = set(who_may(BULLETIN_SIGN, Resource())) - set(own)
    subject = Text(zh=f"待签发：{name.zh}", en=f"To be signed: {name.en}")
    key = f"bulletin-draft:{draft.pk}:to-sign:{draft.handed_in_at}"
    address = reverse("bulletin-draft", args=[draft.pk])
    tell(actor, people, News(kind=TO_SIGN, key=key, subject=subject, address=address))


def tell_returned(actor: Actor, draft: BulletinDraft, name: Text) -> None:
    """Those who had a hand in it are told that it came back, with what is to be changed."""
    people = User.objects.filter(username__in=draft.hands()).values_list("pk", flat=True)
    subject = Text(zh=f"已退回：{name.zh}", en=f"Returned: {name.en}")
    words = Text(zh=draft.returned_because, en=draft.returned_because)
    key = f"bulletin-draft:{draft.pk}:returned:{draft.handed_in_at}"
    address = reverse("bulletin-draft", args=[draft.pk])
    tell(actor, list(people), News(kind=RETURNED, key=key, subject=subject, address=address, words=words))


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
