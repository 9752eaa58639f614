"""A form is taken once: a second click, or the page sent again after the way back, leads where the first one led.

Every page that is rendered carries another token in its forms, and its script a key of its own, which stays when the
token has to be renewed. The same key (or token) with the same content is the same form. What writes something new, sent
from another page with the content of minutes ago, may be the same form after the way back: its sender is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sigai.base import digest_bytes
from sigai_web.accounts.models import SentForm
from sigai_web.journal.changes import note
from sigai_web.language import choose
from sigai_web.permissions.access import access_of
from sigai_web.permissions.resuming import AGAIN, PAGE_KEY, SEAL, TOKEN, sent_before

KEPT = timedelta(days=1)
_DIED = timedelta(minutes=5)
"""A form that nobody finished for so long is taken again: whoever dealt with it is gone."""
_MINUTES = timedelta(minutes=10)
"""How long the same content is asked about."""
_LOOKS, _PAUSE = 100, 0.1
"""How often, and after how many seconds each, a second click looks whether the first one was dealt with."""


View = TypeVar("View", bound=Callable[..., Any])


def writes_anew(view: View) -> View:
    """A view whose form writes another thing each time that it is sent, also where it says the same."""
    view.sigai_writes_anew = True  # type: ignore[attr-defined]
    return view


class OnceMiddleware:
    """Tells the forms of people who are signed in apart, and answers a repeated one as the first was answered.

    What was refused, or shown again, is forgotten: it may be sent once more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sent: SentForm | None = getattr(request, "sent_form", None)
        if sent is not None:
            led = response.get("Location", "") if response.status_code in (302, 303) else ""
            _finish(sent.pk, led)
            if led and request.sent_content:  # type: ignore[attr-defined]
                _remember(request.user.pk, request.sent_content, led)  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _arguments: Any, _named: Any
    ) -> HttpResponse | None:
        """None lets the view answer; the way that the first one led where the form was sent before."""
        access = access_of(view)
        if request.method != "POST" or access is None or access.public or access.before_second_factor:
            return None
        if not request.POST.get(TOKEN) or not request.user.is_authenticated:
            return None
        fingerprint = _fingerprint(request)
        sent = _begin(request.user.pk, fingerprint)
        if sent is not None:
            request.sent_form = sent  # type: ignore[attr-defined]
            request.sent_content = ""  # type: ignore[attr-defined]
            return _same_lately(request) if getattr(view, "sigai_writes_anew", False) else None
        messages.info(
            request, choose("同一张表单只办一次：已按第一次办理", "This form was sent before: the first one holds")
        )
        return redirect(_answer_of(fingerprint) or request.META.get("HTTP_REFERER") or "home")


def _same_lately(request: HttpRequest) -> HttpResponse | None:
    """The question whether the form is to be sent once more, where the same was sent minutes ago; else None."""
    content = _fingerprint(request, {TOKEN, PAGE_KEY, AGAIN, SEAL})
    request.sent_content = content  # type: ignore[attr-defined]
    before = SentForm.objects.filter(fingerprint=content, at__gte=timezone.now() - _MINUTES).first()
    if before is None or request.POST.get(AGAIN):
        return None
    return sent_before(request, before.at, before.location)


def _fingerprint(request: HttpRequest, left_out: set[str] | None = None) -> str:
    files = [(name, file.name, file.size) for name, files in request.FILES.lists() for file in files]
    out = left_out or ({TOKEN} if request.POST.get(PAGE_KEY) else set())
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in out)
    told = repr((request.user.pk, request.get_full_path(), fields, files, sorted(left_out or ())))
    return digest_bytes(told.encode(errors="surrogatepass"))


@note
def _begin(user: Any, fingerprint: str) -> SentForm | None:
    """A row for a form that nobody sent yet; None where it is there."""
    now = timezone.now()
    SentForm.objects.filter(at__lt=now - KEPT).delete()
    SentForm.objects.filter(fingerprint=fingerprint, location="", at__lt=now - _DIED).delete()
    sent, new = SentForm.objects.get_or_create(fingerprint=fingerprint, defaults={"user_id": user})
    return sent if new else None


@note
def _remember(user: Any, content: str, location: str) -> None:
    """Keep what a form said, whatever page it came from, and where it led."""
    kept = {"user_id": user, "at": timezone.now(), "location": location}
    SentForm.objects.update_or_create(fingerprint=content, defaults=kept)


@note
def _finish(pk: int, location: str) -> None:
    """Keep where a form led; forget one that led nowhere."""
    row = SentForm.objects.filter(pk=pk)
    if location:
        row.update(location=location)
    else:
        row.delete()


def _answer_of(fingerprint: str) -> str:
    """Where the first one led, waiting while it is dealt with; empty where it was refused or takes too long."""
    for _ in range(_LOOKS):
        sent = SentForm.objects.filter(fingerprint=fingerprint).first()
        if sent is None or sent.location:
            return sent.location if sent else ""
        time.sleep(_PAUSE)
    return ""
