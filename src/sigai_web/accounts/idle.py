"""Signs out whoever did nothing for half an hour, and everybody twelve hours after they signed in."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

_SEEN, _BEGUN = "seen", "begun"
_NOTE_EVERY = 60
"""Seconds. A page only writes to the database when the last note is older."""


def is_idle(request: HttpRequest) -> bool:
    """Whether this request's session ends because nobody did anything for so long, or it lasted long enough."""
    return getattr(request, "sigai_idle", False)


class IdleMiddleware:
    """Keeps the time of the first request in the session, and that of the last one to the minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get(_SEEN)
            begun = request.session.setdefault(_BEGUN, now)
            idle = seen is not None and now - seen > settings.SIGAI_IDLE.total_seconds()
            if idle or now - begun > settings.SESSION_COOKIE_AGE:
                request.sigai_idle = True  # type: ignore[attr-defined] # for the entry that tells of it
                logout(request)
            elif seen is None or now - seen >= _NOTE_EVERY:
                request.session[_SEEN] = now
        return self.get_response(request)
