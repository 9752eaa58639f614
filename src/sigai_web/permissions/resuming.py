"""A form that came too late: its session was over, or its page was older than the last sign-in.

What was typed comes back on a page that can send it again. Nothing is kept anywhere but in that page: others may use
the machine. Only a form from our own pages is given back, so that nobody else can put words into it. Files are not
given back: the address of the form, opened, leads to the page where they are chosen again. Whoever signs in beside such
a page gets another token than its form has: what it sends unchanged is known by its seal, and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sigai.base import digest_bytes
from sigai_web.permissions.naming import field_name, value_words

_SECRET = re.compile(r"(old_|new_)?password[12]?|token")
"""Fields that are never given back, nor what stands beside them."""
CONFIRMATION = "confirm_password"
"""The field of a password that is asked for again before a form is carried out: the form comes back without it."""
_OURS = re.compile(
    r"(seen|was|given|choice):.*|version|edition|revision|step|do|back|next|action|decision|month|number|language"
    r"|page_key|resumed|sent_again|noticed"
)
"""Fields that pages fill in themselves."""
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
"""The field with which a form shows that it is from a page of ours."""
SEAL = "resumed"
"""The field with which a form that was given back shows that it is sent as it was given."""
_SEALED_FOR = 3600
AGAIN = "sent_again"
"""The field with which somebody says that a form is to be carried out though the same was sent minutes ago."""
PAGE_KEY = "page_key"
"""The field with which a page's script tells it from every other, also of the same address."""


def resume(request: HttpRequest, status: int) -> HttpResponse | None:
    """The page that gives a form back; None where there is nothing to give, or it did not come from a page of ours."""
    if request.method != "POST" or not from_our_page(request):
        return None
    return render(request, "pages/resume.html", _given_back(request), status=status)


def resume_for_another(request: HttpRequest, status: int) -> HttpResponse | None:
    """The page that gives a form back once more, to somebody who signed in beside and may not send it; None for a form
    that was never given back."""
    if SEAL not in request.POST or not from_our_page(request):
        return None
    return render(request, "pages/resume.html", {**_given_back(request), "another": True}, status=status)


def sent_before(request: HttpRequest, at: datetime, location: str) -> HttpResponse:
    """The page that asks whether a form is to be sent once more: when the same was sent, and where that led."""
    context = {**_given_back(request), "sent_at": at, "led_to": location, "again": AGAIN}
    return render(request, "pages/resume.html", context, status=409)


def _given_back(request: HttpRequest) -> dict[str, Any]:
    fields = _fields(request)
    secret = any(_SECRET.fullmatch(name) for name, _ in fields)
    return {
        "fields": fields,
        "seal": _signer().sign(_sealed(request)),
        "secret": secret,
        "typed": [
            (field_name(name), value_words(name, value))
            for name, value in fields
            if value.strip() and not secret and not _OURS.fullmatch(name)
        ],
        "files": bool(request.FILES),
        "sign_in": f"{reverse('sign-in')}?next={reverse('signed-in')}",
    }


class ResumedMiddleware:
    """Lets a form through that was given back and is sent unchanged from that page, whoever signed in since: its token
    is older than that, its seal and its origin say that it is ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _arguments: Any, _named: Any) -> None:
        """Spare such a form the comparison of tokens."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False) and from_our_page(request):
            try:
                sealed = _signer().unsign(request.POST.get(SEAL, ""), max_age=_SEALED_FOR)
            except BadSignature:
                return
            request.csrf_processing_done = sealed == _sealed(request)  # type: ignore[attr-defined]


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that are given back."""
    names = [name for name in request.POST if name not in (TOKEN, CONFIRMATION, SEAL)]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _sealed(request: HttpRequest) -> str:
    """What the seal vouches for: the address and every field, as they were given back."""
    told = repr((request.get_full_path(), sorted(_fields(request))))
    return digest_bytes(told.encode(errors="surrogatepass"))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="sigai.resumed")


def from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a form was sent from a page of this site."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(said)
    return bool(said) and (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
