"""Saying something about a record, from its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.ledgers.comments import comment
from sigai_web.ledgers.record_views import REFUSALS, refused_record
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.operations import RECORD_STEP


@needs(RECORD_STEP)
@offered_on("record")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about the record."""
    try:
        comment(Actor.of(request), request.user, pk, request.POST.get("text", ""))
    except REFUSALS as error:
        return refused_record(request, pk, error)
    messages.success(request, choose("已留言", "Said"))
    return redirect(f"{reverse('record', args=[pk])}#comments")
