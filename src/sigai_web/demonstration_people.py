"""People whom the demonstration invents beside its accounts: what was done before anybody came was done by them."""

from __future__ import annotations

from collections.abc import Mapping

from sigai_web.accounts.models import User
from sigai_web.accounts.services import open_account
from sigai_web.journal.writing import SYSTEM, Actor


def open_invented(people: Mapping[Actor, str]) -> None:
    """Open accounts for invented people, by their names; they have no password, and cannot sign in."""
    for actor, name in people.items():
        if not User.objects.filter(username=actor.name).exists():
            open_account(SYSTEM, username=actor.name, name=name)
