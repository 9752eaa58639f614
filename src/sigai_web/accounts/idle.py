"""Signs out whoever did nothing for half an hour."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

_SEEN = "seen"
_NOTE_EVERY = 60
"""Seconds. A page only writes to the database when the last note is older."""


class IdleMiddleware:
    """Keeps the time of the last request in the session, to the minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get(_SEEN)
            if seen is not None and now - seen > settings.SIGAI_IDLE.total_seconds():
                logout(request)
            elif seen is None or now - seen >= _NOTE_EVERY:
                request.session[_SEEN] = now
        return self.get_response(request)
