"""Who one is here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.models import ApiToken

router = Router(tags=["own"])


class MembershipOut(Schema):
    """A role and what it is in: a unit, an area, an enterprise; empty for the whole programme."""

    role: str
    scope: str


class OwnOut(Schema):
    """The token, its person and what they are."""

    username: str
    name: str
    memberships: list[MembershipOut]
    token: str
    scopes: list[str]
    expires_at: datetime


@endpoint(
    router,
    "GET",
    "/own",
    operation=TOKEN_HOLD,
    scope=None,
    zh="我是谁",
    en="who one is",
    about_zh="令牌替谁做事：姓名、角色、权限范围。",
    answer=OwnOut,
)
def read_own(request: HttpRequest) -> Any:
    """The person for whom the token acts, with roles and scopes."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    user = person(request)
    return {
        "username": user.username,
        "name": user.name,
        "memberships": [{"role": member.role, "scope": member.scope} for member in user.granted()],
        "token": token.prefix,
        "scopes": token.scope_list,
        "expires_at": token.expires_at,
    }
