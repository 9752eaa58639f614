"""The pages of one's own messages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai_web.accounts.models import User
from sigai_web.language import choose, language
from sigai_web.manifests import message_kinds
from sigai_web.messages.models import Message
from sigai_web.messages.telling import read
from sigai_web.permissions.access import offered_on, signed_in

_PAGE = 50


@signed_in
@require_GET
@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    """What one was told, the latest first; what is not read yet alone where asked."""
    user: Any = request.user
    only = request.GET.get("unread") == "1"
    author = User.objects.filter(username=OuterRef("by")).values("name")
    mine = Message.objects.filter(user_id=user.pk).annotate(author=Subquery(author))
    page: Page[Any] = Paginator(mine.filter(read_at__isnull=True) if only else mine, _PAGE).get_page(
        request.GET.get("page")
    )
    kinds = {str(kind): choose(kind.zh, kind.en) for kind in message_kinds()}
    said = language()
    rows: list[dict[str, Any]] = [
        {
            "message": one,
            "kind": kinds.get(one.kind, ""),
            "subject": one.subject_en if said == "en" else one.subject_zh,
            "words": one.words_en if said == "en" else one.words_zh,
            "by": one.author or "",
        }
        for one in page
    ]
    return render(request, "messages/messages.html", {"rows": rows, "page": page, "only_unread": only})


@signed_in
@offered_on("messages")
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the page of a message, which is read then."""
    user: Any = request.user
    found = get_object_or_404(Message, pk=pk, user_id=user.pk)
    read(user, found.pk)
    safe = url_has_allowed_host_and_scheme(found.address, allowed_hosts=None)
    return redirect(found.address if safe else "messages")


@signed_in
@offered_on("messages")
def read_all(request: HttpRequest) -> HttpResponse:
    """All messages are read."""
    read(request.user)
    return redirect("messages")
