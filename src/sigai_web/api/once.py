"""A request that is carried out once however often it is sent: by its Idempotency-Key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sigai.base import Place, digest_bytes
from sigai_web.accounts.models import User
from sigai_web.api.bearer import person
from sigai_web.api.errors import ApiError
from sigai_web.api.models import Answer
from sigai_web.api.problems import KEY_REUSED, NO_KEY
from sigai_web.journal.changes import change

HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,100}")
PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "schema": {"type": "string", "pattern": f"^{_KEY.pattern}$"},
    "description": "每批一个随机值，重试时不变，保留 7 天 · a random value per batch, the same on retry; kept 7 days",
}
"""How the document tells of the header."""


Work = Callable[[], tuple[int, Any]]
"""Writes, and says status and answer."""


def once(request: HttpRequest, body: bytes, prepare: Callable[[], Work]) -> HttpResponse:
    """Do the work and keep its answer, or give the answer that was kept; 422 where the key came with another request.

    Work and answer are one change: of two equal requests at the same time the second waits for its turn, then finds the
    answer of the first. What takes long without writing is prepared before, while
    others write. What is refused writes nothing and is not kept.
    """
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise ApiError(400, NO_KEY.at(Place(column=HEADER)))
    user, fingerprint = person(request), _fingerprint(request, body)
    kept = _kept(user, key, fingerprint)
    if kept is not None:
        return _response(kept, again=True)
    kept, again = _carried_out(user, key, fingerprint, prepare())
    return _response(kept, again=again)


@change
def _carried_out(user: User, key: str, fingerprint: str, work: Work) -> tuple[Answer, bool]:
    kept = _kept(user, key, fingerprint)
    if kept is not None:
        return kept, True
    Answer.objects.filter(at__lt=timezone.now() - KEPT).delete()
    status, answer = work()
    text = json.dumps(answer, ensure_ascii=False)
    return Answer.objects.create(user=user, key=key, fingerprint=fingerprint, status=status, body=text), False


def _kept(user: User, key: str, fingerprint: str) -> Answer | None:
    found = Answer.objects.filter(user=user, key=key, at__gte=timezone.now() - KEPT).first()
    if found is not None and found.fingerprint != fingerprint:
        raise ApiError(422, KEY_REUSED.at(Place(column=HEADER)))
    return found


def _fingerprint(request: HttpRequest, body: bytes) -> str:
    head = f"{request.method} {request.get_full_path()} {request.content_type}\n"
    return digest_bytes(head.encode(errors="replace") + body)


def _response(kept: Answer, *, again: bool) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json; charset=utf-8")
    if again:
        response["Idempotency-Replayed"] = "true"
    return response
