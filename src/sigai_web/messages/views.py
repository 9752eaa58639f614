"""The pages of one's own messages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issues
from sigai_web.accounts.models import User
from sigai_web.clock import today
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.manifests import message_kinds
from sigai_web.messages.contacts import ContactWishes, keep_contact, wishes_of
from sigai_web.messages.models import Message
from sigai_web.messages.operations import MESSAGE_WATCH
from sigai_web.messages.reached import days, for_the_group, reached_on
from sigai_web.messages.telling import contact_of, read
from sigai_web.messages.ways import GROUPS, WORDS, Way, ways
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on, signed_in

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
    may_watch = allowed(user, MESSAGE_WATCH)
    return render(
        request, "messages/messages.html", {"rows": rows, "page": page, "only_unread": only, "may_watch": may_watch}
    )


@signed_in
@require_http_methods(["GET", "POST"])
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """How one wants to be reached, and when."""
    user: Any = request.user
    given = ContactWishes.of(contact_of(user))
    issues = Issues()
    if request.method == "POST":
        given = wishes_of(request.POST, issues)
        if not issues.errors:
            keep_contact(Actor.of(request), user.pk, given)
            notices.success(request, choose("已保存", "Kept"))
            return redirect("contact")
    here = ways()
    context = {
        "given": given,
        "issues": issues.sorted(),
        "hours": range(24),
        "has_mail": Way.MAIL in here,
        "groups": [choose(WORDS[way].zh, WORDS[way].en) for way in here if way in GROUPS],
    }
    return render(request, "messages/contact.html", context, status=422 if issues.errors else 200)


@needs(MESSAGE_WATCH)
@require_GET
@never_cache
def reached(request: HttpRequest) -> HttpResponse:
    """Who was reached by what they were told on a day, who was not, and by which way."""
    known = days()
    day = next((each for each in known if each.isoformat() == request.GET.get("day")), known[0] if known else today())
    rows = reached_on(day)
    only = request.GET.get("only") == "missed"
    wanted = [row for row in rows if not (only and row.reached)]
    page: Page[Any] = Paginator(wanted, _PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "days": [each.isoformat() for each in known],
        "number": len(rows),
        "missed": sum(not row.reached for row in rows),
        "only_missed": only,
        "page": page,
        "rows": list(page),
        "ways": ways(),
        "text": for_the_group(wanted, said=language()),
    }
    return render(request, "messages/reached.html", context)


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
