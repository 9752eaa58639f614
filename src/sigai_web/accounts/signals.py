"""Sign-ins and lockouts go into the journal."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from sigai_web.accounts.models import User
from sigai_web.journal.changes import change
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import Actor, append
from sigai_web.origin import client_address

_LONGEST_NAME = 60


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is not None:
        _tell(Actor(user.username, client_address(request)), "session.start", f"account:{user.username}")


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    """The name is whatever was typed: it is cut, and it may be no account's.

    Told again by every further attempt; the journal, which only grows, takes each lockout once.
    """
    about, origin = f"account:{str(username)[:_LONGEST_NAME]}", client_address(request)
    _tell_once(about, origin)


@change
def _tell(actor: Actor, action: str, about: str) -> None:
    append(actor, action, about)


@change
def _tell_once(about: str, origin: str) -> None:
    if not _is_told(about, origin):
        append(Actor("", origin), "session.lock_out", about)


def _is_told(about: str, origin: str) -> bool:
    """Whether the journal tells of this lockout already, and of nobody who lifted it since."""
    ended = Q(action="lockout.lift") | Q(action="session.lock_out", origin=origin)
    recent = JournalEntry.objects.filter(ended, about=about, at__gt=timezone.now() - settings.AXES_COOLOFF_TIME)
    last = recent.defer("proof").order_by("-number").first()
    return last is not None and last.action == "session.lock_out"
