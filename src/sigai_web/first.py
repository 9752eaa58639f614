"""The first three accounts of an installation: the administrators, whom nobody else can propose or grant."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from sigai_web.accounts.models import User
from sigai_web.accounts.services import grant, invite, open_account
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import ADMINISTRATORS, ROLES


def open_administrators() -> list[tuple[str, str]]:
    """User name and path of the invitation of each administrator that nobody is yet; their roles count at once."""
    opened = []
    for role in sorted(ADMINISTRATORS):
        with transaction.atomic():
            if User.objects.filter(memberships__role=role, memberships__granted_at__isnull=False).exists():
                continue
            username = role.replace("_", "-")
            user = open_account(SYSTEM, username=username, name=ROLES[role].zh, proposals=[(role, "")])
            grant(SYSTEM, user.memberships.get())
            opened.append((username, reverse("invitation", args=[invite(SYSTEM, user)])))
    return opened
