"""Messages."""

from __future__ import annotations

from django.utils import timezone

from api_cases.case import OFFICE, READERS, Case
from sigai_web.accounts.models import User
from sigai_web.messages.models import Message


def everybody_told() -> None:
    """Everybody there is has a message."""
    day = timezone.localdate()
    told = {"kind": "?", "key": "?", "subject_zh": "甲", "subject_en": "A", "address": "/about", "day": day}
    for user in User.objects.all():
        Message.objects.get_or_create(user=user, key="?", defaults=told)


CASES: dict[str, Case] = {
    "list_messages": Case(READERS, "/messages?unread=true"),
    "read_messages": Case(READERS, "/messages/read", body={}),
    "list_reached": Case(OFFICE, "/messages/reached", before=everybody_told),
}
