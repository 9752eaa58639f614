"""What the demonstration starts with: one account per role and invented data. Never in production."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sigai.base import InternalError
from sigai.pipeline import take_in
from sigai.programme import Programme
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.accounts.scopes import scope_names
from sigai_web.accounts.services import change_password, grant, open_account, reset_second_factor
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import ROLES, Role
from sigai_web.store.importing import import_data
from sigai_web.store.models import Entity, FigureRevision


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account with the password that it was given this time."""

    role: Role
    username: str
    password: str
    scope: str
    scope_name: str


def fill_store(folder: Path) -> bool:
    """Take a folder of data into an empty store; False where the store holds figures already."""
    _refuse_production()
    if FigureRevision.objects.exists():
        return False
    import_data(take_in(programme.current(), folder).data)
    return True


def make_accounts() -> list[DemonstrationAccount]:
    """One account per role that has a scope here, each with a new random password and no second factor yet."""
    _refuse_production()
    content = programme.current()
    made = []
    for role in Role:
        scope = _first_scope(content, role)
        if scope is None:
            continue
        username = role.replace("_", "-")
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = User.objects.filter(username=username).first() or open_account(
                SYSTEM, username=username, name=ROLES[role].zh, proposals=[(role, scope)], demonstration=True
            )
            change_password(SYSTEM, user, password)
            reset_second_factor(SYSTEM, user)
            # Nobody is there yet to grant anything: the demonstration grants its own.
            for membership in user.memberships.filter(granted_at__isnull=True):
                grant(SYSTEM, membership)
        name = scope_names([(role, scope)], "zh")[role, scope]
        made.append(DemonstrationAccount(role, username, password, scope, name))
    return made


def _first_scope(content: Programme, role: Role) -> str | None:
    """A scope that shows something: a unit that fills in a form, a county, an enterprise."""
    match ROLES[role].scope:
        case "programme":
            return ""
        case "unit":
            reporting = [unit for form in content.forms if form.reporter == "unit" for unit in form.units]
            return next(iter([*reporting, *(unit.id for unit in content.units)]), None)
        case "area":
            return next((area.code for area in content.areas if area.kind == "county"), None)
        case "entity":
            return Entity.objects.filter(kind="enterprise").order_by("pk").values_list("pk", flat=True).first()


def _refuse_production() -> None:
    if settings.SIGAI_PRODUCTION:
        raise InternalError("the demonstration is not for production")
