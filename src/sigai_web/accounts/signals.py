"""Sign-ins and lockouts go into the journal."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from sigai_web.accounts.models import User
from sigai_web.journal.writing import Actor, append
from sigai_web.origin import client_address

_LONGEST_NAME = 60


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is not None:
        with transaction.atomic():
            append(Actor(user.username, client_address(request)), "session.start", f"account:{user.username}")


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    """The name is whatever was typed: it is cut, and it may be no account's."""
    name = str(username)[:_LONGEST_NAME]
    with transaction.atomic():
        append(Actor("", client_address(request)), "session.lock_out", f"account:{name}")
