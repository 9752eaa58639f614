"""Who asks: the holder of a token, who may do no more than their person may now, nor more than the token's scopes."""

from __future__ import annotations

import time
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from sigai.base import Place
from sigai_web.accounts.models import User
from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.api.errors import ApiError
from sigai_web.api.models import ApiToken
from sigai_web.api.problems import NOT_IN_SCOPE, TOO_OFTEN
from sigai_web.api.tokens import find_token
from sigai_web.manifests import Scope
from sigai_web.permissions import Operation, allowed

WINDOW = 60
"""Seconds in which a token's requests are counted."""


class Token(HttpBearer):
    """Asked before anything of a request is read: the token, its rate, its scope, its person's permission."""

    def __init__(self, operation: Operation, scope: Scope | None) -> None:
        super().__init__()
        self.operation, self.scope = operation, scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token; ApiError 401, 429 or 403."""
        found = find_token(token.strip())
        if found is None:
            raise ApiError(401)
        _count(found)
        # Set before anything is refused: the journal tells who was.
        request.user, request.auth = found.user, found  # type: ignore[attr-defined]
        if not allowed(found.user, TOKEN_HOLD):
            raise ApiError(403)
        if self.scope is not None and self.scope not in found.scope_list:
            raise ApiError(403, NOT_IN_SCOPE.at(Place(), scope=str(self.scope)))
        if not allowed(found.user, self.operation):
            raise ApiError(403)
        return found


def person(request: HttpRequest) -> User:
    """For whom the token acts."""
    return cast(User, request.user)


def _count(token: ApiToken) -> None:
    """Refuse what comes too often. Each server process counts for itself."""
    now = int(time.time())
    key = f"api-rate:{token.pk}:{now // WINDOW}"
    cache.add(key, 0, timeout=2 * WINDOW)
    most: int = settings.SIGAI_API_RATE
    try:
        count = cache.incr(key)
    except ValueError:
        return  # the cache dropped it in between: begin again with the next request
    if count > most:
        raise ApiError(429, TOO_OFTEN.at(Place(), most=most), retry_after=WINDOW - now % WINDOW)
