"""The first three accounts of an installation: the administrators, whom nobody else can propose or grant."""

from __future__ import annotations

from django.urls import reverse

from sigai.base import Place, UserError
from sigai_web.accounts.models import User
from sigai_web.accounts.services import give_back, grant, invite, open_account
from sigai_web.journal.changes import change
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import ADMINISTRATORS, ROLES, Role
from sigai_web.problems import NO_SUCH_ACCOUNT


def open_administrators() -> list[tuple[str, str]]:
    """User name and path of the invitation of each administrator that nobody is yet; their roles count at once."""
    opened = []
    for role in sorted(ADMINISTRATORS):
        invited = _open_administrator(role)
        if invited is not None:
            opened.append(invited)
    return opened


@change
def _open_administrator(role: Role) -> tuple[str, str] | None:
    if User.objects.filter(memberships__role=role, memberships__granted_at__isnull=False).exists():
        return None
    username = role.replace("_", "-")
    user = open_account(SYSTEM, username=username, name=ROLES[role].zh, proposals=[(role, "")])
    grant(SYSTEM, user.memberships.get())
    return username, reverse("invitation", args=[invite(SYSTEM, user)])


def give_back_administrator(username: str, reason: str) -> str:
    """The path of a new invitation for an administrator whom nobody can let in any more; UserError where the account is
    none of the three administrators'."""
    user = User.objects.filter(username=username.strip().lower()).first()
    if user is None:
        known = User.objects.filter(memberships__role__in=ADMINISTRATORS).values_list("username", flat=True)
        names = ", ".join(sorted(set(known)))
        raise UserError([NO_SUCH_ACCOUNT.at(Place(), user=username, known=names)])
    return reverse("invitation", args=[give_back(SYSTEM, user, reason)])
