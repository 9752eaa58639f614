"""The password asked for once more: before a new one is chosen, before acts by which an account or a power is given.

A session left open, or stolen, is not enough for those.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sigai_web.permissions.resuming import CONFIRMATION, TOKEN

FRESH = 600
"""Seconds for which a password that was given counts for further acts of the session."""
_CONFIRMED = "confirmed_at"

View = Callable[..., HttpResponse]


def proves_password(request: HttpRequest, given: str) -> bool:
    """Whether it is the password of who is signed in. A wrong one counts, locks and is told as one at sign-in is."""
    user = authenticate(request, username=request.user.get_username(), password=given)
    return user is not None and user.pk == request.user.pk


def asks_again(view: View) -> View:
    """Ask for the password before a form is carried out; what was filled in is sent again with it."""

    @wraps(view)
    def asked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if request.method != "POST" or _is_fresh(request):
            return view(request, *arguments, **named)
        given = request.POST.get(CONFIRMATION, "")
        if given and proves_password(request, given):
            confirm(request.session)
            return view(request, *arguments, **named)
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in (CONFIRMATION, TOKEN)
            for value in values
        ]
        context = {"fields": fields, "field": CONFIRMATION, "wrong": CONFIRMATION in request.POST}
        return render(request, "accounts/confirm.html", context, status=422)

    return asked


def confirm(session: Any) -> None:
    """Note that the password was given just now."""
    session[_CONFIRMED] = int(time.time())


def _is_fresh(request: HttpRequest) -> bool:
    at: int = request.session.get(_CONFIRMED, 0)
    return 0 <= int(time.time()) - at < FRESH
