"""Accounts, signing in, the administrators' and the auditor's pages."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_web import PASSWORD
from sigai_web.accounts import services
from sigai_web.accounts.models import Membership, User
from sigai_web.journal.writing import Actor
from view_cases.case import AUDIT, EVERY, OF_ADMINISTRATORS, OF_THE_BROWSER, SECURITY, SYSTEM, Case, Programs, Who

BOTH = frozenset({"get", "post"})
CSV = b"username,name,email,role,scope\nli.si,\xe6\x9d\x8e\xe5\x9b\x9b,,leader,\n"


def of_user(user: User, _: Membership) -> list[Any]:
    return [user.pk]


def of_invitable(user: User, _: Membership) -> list[Any]:
    return [without_password(user).pk]


def without_password(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


def of_invited(user: User, _: Membership) -> list[Any]:
    services.invite(Actor("system-administrator", ""), without_password(user))
    return [user.pk]


def of_membership(_: User, membership: Membership) -> list[Any]:
    return [membership.pk]


def further() -> dict[str, Any]:
    return {"role": "unit_reporter", "scope": "U1"}


NEW = {"username": "wang.wu", "name": "王五", "email": "", "role": "leader", "scope": ""}
CASES: dict[str, Case] = {
    "sign-in": Case(EVERY, status=302, public=True, methods=BOTH),
    "sign-out": Case(EVERY, "post", status=302, queries=22),
    "second-factor": Case(EVERY, status=302, methods=BOTH),
    "invitation": Case(EVERY, arguments=lambda _user, _membership: ["unknown"], status=410, public=True, methods=BOTH),
    "own-account": Case(EVERY, english=True),
    "own-password": Case(
        EVERY,
        "post",
        lambda: {
            "old_password": PASSWORD,
            "new_password1": "another long phrase 8",
            "new_password2": "another long phrase 8",
        },
        status=302,
        queries=30,
    ),
    "own-sessions": Case(EVERY, "post", status=302, queries=28),
    "accounts": Case(SYSTEM, english=True),
    "new-account": Case(SYSTEM, "post", lambda: NEW, queries=27, methods=BOTH, english=True),
    "import-accounts": Case(
        SYSTEM, "post", lambda: {"file": SimpleUploadedFile("a.csv", CSV)}, queries=29, methods=BOTH, english=True
    ),
    "invite": Case(SYSTEM, "post", arguments=of_invitable, queries=21, missing=(999,)),
    "propose-role": Case(
        SYSTEM, "post", further, of_user, status=302, queries=27, methods=BOTH, english=True, missing=(999,)
    ),
    "close-account": Case(SYSTEM, "post", arguments=of_user, status=302, queries=20, missing=(999,)),
    "roles": Case(SECURITY, english=True),
    "grant": Case(SECURITY, "post", arguments=of_membership, status=302, queries=16, missing=(999,)),
    "revoke": Case(SECURITY, "post", arguments=of_membership, status=302, queries=18, missing=(999,)),
    "opening-code": Case(SECURITY, "post", arguments=of_invited, queries=18, missing=(999,)),
    "end-sessions": Case(SECURITY, "post", arguments=of_user, status=302, missing=(999,)),
    "void-password": Case(SECURITY, "post", arguments=of_user, status=302, queries=16, missing=(999,)),
    "reset-second-factor": Case(SECURITY, "post", arguments=of_user, status=302, queries=16, missing=(999,)),
    "lift-lockout": Case(SECURITY, "post", arguments=of_user, status=302, queries=16, missing=(999,)),
    "journal": Case(AUDIT, english=True),
    "verify-journal": Case(AUDIT, "post", queries=80),  # it reads every table that counts
}

MENU: dict[str, Who] = {"accounts": SYSTEM, "roles": SECURITY, "journal": AUDIT}

PROGRAMS: Programs = {
    **dict.fromkeys(
        (
            "sign-in",
            "sign-out",
            "second-factor",
        ),
        OF_THE_BROWSER,
    ),
    **dict.fromkeys(("invitation", "own-account", "own-password", "own-sessions"), OF_THE_BROWSER),
    **dict.fromkeys(("accounts", "new-account", "import-accounts", "invite", "propose-role"), OF_ADMINISTRATORS),
    **dict.fromkeys(("roles", "grant", "revoke", "end-sessions", "void-password"), OF_ADMINISTRATORS),
    **dict.fromkeys(
        ("close-account", "opening-code", "reset-second-factor", "lift-lockout", "journal", "verify-journal"),
        OF_ADMINISTRATORS,
    ),
}

RIGHTS = """
account.list         .......*..
account.create       .......*..
account.invite       .......*..
account.close        .......*..
membership.list      ........*.
membership.grant     ........*.
membership.revoke    ........*.
invitation.code      ........*.
session.end          ........*.
password.clear       ........*.
second_factor.reset  ........*.
lockout.lift         ........*.
journal.read         .........*
journal.verify       .........*
"""
