"""The views of `sigai_web.messages`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sigai_web.accounts.models import Membership, User
from sigai_web.messages.models import Message
from view_cases.case import EVERY, OF_THE_BROWSER, OFFICE, Case, Programs


def to_the_last(user: User, _: Membership) -> list[Any]:
    """The address of a message to whoever asks: the account that was opened last."""
    last, day = User.objects.latest("pk"), timezone.localdate()
    told = {"kind": "?", "key": "?", "subject_zh": "甲", "subject_en": "A", "address": "/about", "day": day}
    return [Message.objects.get_or_create(user=last, defaults=told)[0].pk]


CASES: dict[str, Case] = {
    "messages": Case(EVERY, english=True),
    "contact": Case(EVERY, methods=frozenset({"get", "post"}), english=True),
    "messages-reached": Case(OFFICE, english=True),
    "messages-read": Case(EVERY, "post", status=302),
    "message-open": Case(EVERY, "post", arguments=to_the_last, status=302, missing=(999,), own=True),
}

PROGRAMS: Programs = {
    "messages": ("list_messages",),
    "messages-read": ("read_messages",),
    "message-open": ("read_messages",),
    "messages-reached": ("list_reached",),
    "contact": OF_THE_BROWSER,
}

RIGHTS = """
message.watch        *.........
"""
