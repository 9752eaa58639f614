"""Sign-ins, failures, sign-outs and lockouts go into the journal."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from sigai_web.accounts.changed import changes_by_others
from sigai_web.accounts.idle import is_idle
from sigai_web.accounts.models import User
from sigai_web.accounts.pace import network, typed_name
from sigai_web.client_ip import client_ip
from sigai_web.journal.changes import change
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.seldom import tell_seldom
from sigai_web.journal.writing import Actor, append
from sigai_web.language import choose

_LONGEST_NAME = 60
MOST_FAILURES = 100
"""Failures from one address that are told one by one within an hour: more than the pace lets through."""


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is not None:
        _tell_of_others(request, user)
        _tell(Actor(user.username, client_ip(request)), "session.start", f"account:{user.username}")


def _tell_of_others(request: HttpRequest, user: User) -> None:
    """What others changed about the account since its person signed in last. A request without a page tells nobody."""
    changes = changes_by_others(user, since_sign_in=True)
    if changes:
        told = choose("；", "; ").join(
            f"{timezone.localtime(one.at):%m-%d %H:%M} {one.by} {one.what}" for one in changes
        )
        ask = choose("。不是您要的，请找安全管理员", ". If you did not ask for it, ask the security administrator")
        since = choose("您上次登录以来，您的账号有改动：", "Your account was changed since you last signed in: ")
        messages.warning(request, f"{since}{told}{ask}", fail_silently=True)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        after = {"idle": True} if is_idle(request) else None
        _tell(Actor(user.username, client_ip(request)), "session.sign_out", f"account:{user.username}", after)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A password that was looked at and was wrong; what a lockout kept from being looked at, it tells itself."""
    if request is None or getattr(request, "axes_locked_out", False):
        return
    typed = typed_name(request, credentials)
    tell_failure(request, "session.fail", typed if User.objects.filter(username=typed).exists() else "")


def tell_failure(request: HttpRequest, action: str, username: str) -> None:
    """Something that did not prove who asks. No name is told that is no account's: it may be a password, mistyped."""
    actor = Actor("", client_ip(request))
    tell_seldom(actor, action, f"account:{username}", most=MOST_FAILURES)


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    """The name is whatever was typed: it is cut, and it may be no account's.

    Told again by every further attempt; the journal, which only grows, takes each lockout once.
    """
    about, origin = f"account:{str(username)[:_LONGEST_NAME]}", network(client_ip(request))
    _tell_once(about, origin)


@change
def _tell(actor: Actor, action: str, about: str, after: dict[str, Any] | None = None) -> None:
    append(actor, action, about, after=after)


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
