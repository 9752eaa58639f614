"""What this app brings: signing in, accounts and roles."""

from __future__ import annotations

from sigai_web.accounts.operations import (
    ACCOUNT_CLOSE,
    ACCOUNT_CREATE,
    ACCOUNT_INVITE,
    ACCOUNT_LIST,
    INVITATION_CODE,
    LOCKOUT_LIFT,
    MEMBERSHIP_GRANT,
    MEMBERSHIP_LIST,
    MEMBERSHIP_REVOKE,
    PASSWORD_CLEAR,
    SECOND_FACTOR_RESET,
    SESSION_END,
    TOKEN_HOLD,
)
from sigai_web.accounts.urls import urlpatterns
from sigai_web.accounts.waiting import WAITING
from sigai_web.manifests import Manifest, MenuPage
from sigai_web.sections import ACCOUNTS

_MENU = (
    MenuPage(
        section=ACCOUNTS,
        operation=ACCOUNT_CREATE,
        url="accounts",
        zh="账号",
        en="Accounts",
        why_zh="开立、停用账号，发邀请",
        why_en="open, close and invite accounts",
        order=10,
    ),
    MenuPage(
        section=ACCOUNTS,
        operation=MEMBERSHIP_LIST,
        url="roles",
        zh="角色与安全",
        en="Roles and safety",
        why_zh="批准角色，处理登录",
        why_en="grant roles, look after sign-in",
        order=20,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    waiting=WAITING,
    operations=(
        ACCOUNT_LIST,
        ACCOUNT_CREATE,
        ACCOUNT_INVITE,
        ACCOUNT_CLOSE,
        MEMBERSHIP_LIST,
        MEMBERSHIP_GRANT,
        MEMBERSHIP_REVOKE,
        INVITATION_CODE,
        SESSION_END,
        PASSWORD_CLEAR,
        SECOND_FACTOR_RESET,
        LOCKOUT_LIFT,
        TOKEN_HOLD,
    ),
)
