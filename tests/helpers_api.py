"""Programs that ask the API: a token for somebody, and requests with it."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from sigai_web.accounts.models import User
from sigai_web.api.interface import api
from sigai_web.api.models import ApiToken
from sigai_web.api.tokens import issue_token
from sigai_web.journal.writing import SYSTEM
from sigai_web.manifests import Scope
from sigai_web.manifests import scopes as every_scope

ROOT = "/api/v1"
MEDIA_TYPE = "application/problem+json"


def token_of(user: User, *scopes: Scope, days: int = 1) -> tuple[ApiToken, str]:
    """A token of somebody; with every scope where none is named."""
    chosen = scopes or tuple(every_scope())
    return issue_token(SYSTEM, user, name="test", scopes=chosen, usable=tuple(every_scope()), days=days)


class Program:
    """Something that asks with a token; without one where `user` is None."""

    def __init__(self, user: User | None, *scopes: Scope) -> None:
        self.text = token_of(user, *scopes)[1] if user else ""
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, *, kind: str = "application/json", **headers: str) -> Any:
        """The answer. A body that is not bytes is sent as JSON."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        if self.text:
            headers.setdefault("authorization", f"Bearer {self.text}")
        response = self.client.generic(method.upper(), ROOT + path, data, content_type=kind, headers=headers)
        if response.streaming:
            response.getvalue()  # read to its end, so that the file behind it is closed
        return response

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("get", path, **headers)


def document() -> Any:
    """The OpenAPI document as it is sent."""
    return json.loads(json.dumps(api().get_openapi_schema()))
