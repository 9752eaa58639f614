"""What others changed about somebody's account: told at the next sign-in, and listed on one's own page.

The journal knows it; nothing is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.language import choose
from sigai_web.permissions.roles import role_info

_WORDS: Mapping[str, tuple[str, str]] = {
    "membership.grant": ("批准了角色", "granted a role"),
    "membership.revoke": ("收回了角色", "took a role away"),
    "membership.refuse": ("没有批准角色", "refused a role"),
    "second_factor.reset": ("重置了动态口令", "reset the one-time codes"),
    "account.clear_password": ("作废了密码", "voided the password"),
    "account.give_back": ("收回并交还了账号", "took the account back and gave it to you"),
    "account.close": ("停用了账号", "closed the account"),
    "account.reopen": ("重新启用了账号", "opened the account again"),
    "session.end": ("让您全部退出", "signed you out everywhere"),
}
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ChangeByAnother:
    """One change: when, by whom, what, in words."""

    at: datetime
    by: str
    what: str


def changes_by_others(user: User, *, since_sign_in: bool = False) -> list[ChangeByAnother]:
    """The last changes of an account that its person did not make, the newest first; only those since the last
    sign-in, none where there was none before."""
    mine = JournalEntry.objects.filter(about=f"account:{user.username}")
    found = mine.filter(action__in=_WORDS).exclude(actor=user.username)
    if since_sign_in:
        last = mine.filter(action="session.start").order_by("-number").values_list("number", flat=True).first()
        if last is None:
            return []
        found = found.filter(number__gt=last)
    entries = found.defer("proof").order_by("-number")[:_SHOWN]
    return [ChangeByAnother(entry.at, entry.actor, _what(entry)) for entry in entries]


def _what(entry: JournalEntry) -> str:
    words = choose(*_WORDS[entry.action])
    told = json.loads(entry.after or "null") or json.loads(entry.before or "null") or {}
    if "role" not in told:
        return words
    role = role_info(told["role"])
    return choose(f"{words}：{role.zh}", f"{words}: {role.en}")
