"""Signing in by user name and password. Permissions come from the table only, so none of Django's are kept."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from sigai_web.accounts.models import User


class Backend(BaseBackend):
    """Takes as long for an unknown name as for a known one."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's signature
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """The open account with this name and password."""
        if username is None or password is None:
            return None
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The account of a session; None where it is closed or gone, which ends the session."""
        return User.objects.filter(pk=user_id, is_active=True).first()
