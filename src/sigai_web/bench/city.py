"""The city that is measured: ten times the demonstration's, with people signed in. Never in production."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai.demonstration import make
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.accounts.services import grant, open_account
from sigai_web.demonstration import fill_store, first_run
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting.parts import Part
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import all_duties
from sigai_web.store.models import FigureRevision

ENTERPRISES = 2000
MONTHS = 21


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in: what their browser sends."""

    name: str
    cookie: str


def build(folder: Path) -> None:
    """Make the city and compute it once; what is there from an earlier time is taken as it is."""
    data = folder / "data"
    if not FigureRevision.objects.exists():
        make(programme.current(), data, enterprises=ENTERPRISES, months=MONTHS, seed=1)
        fill_store(data)
    first_run()


def officers(count: int) -> list[Person]:
    """People of the office: they may open most pages and see all of everything."""
    return [signed_in(f"bench-office-{number}", Role.OFFICE, "") for number in range(count)]


def reporters(form: str, period: str, count: int) -> list[tuple[Person, str]]:
    """People of enterprises that owe this form and have not begun it, with their enterprise."""
    known = register()
    duties = all_duties(known, [Part(frozenset({form}))])
    owing = sorted(duty.reporter for duty in duties if str(duty.period) == period and duty.standing == "open")
    return [(signed_in(f"bench-{name.lower()}", Role.ENTERPRISE_REPORTER, name), name) for name in owing[:count]]


def signed_in(username: str, role: Role, scope: str) -> Person:
    """Somebody in a role, signed in with a second factor where it needs one; an account that is there is taken."""
    user = User.objects.filter(username=username).first() or open_account(
        SYSTEM, username=username, name=username, proposals=[(role, scope)]
    )
    for membership in user.memberships.filter(granted_at__isnull=True):
        grant(SYSTEM, membership)
    user = User.objects.get(pk=user.pk)  # a role that needs a second factor ends the sessions that were before it
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen"] = int(timezone.now().timestamp())
    if user.needs_second_factor():
        device, _ = TOTPDevice.objects.get_or_create(user=user, name="totp", confirmed=True)
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.create()
    return Person(username, f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
