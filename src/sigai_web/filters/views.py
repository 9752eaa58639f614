"""Keeping a filter from the page of a list, and taking it away; both lead back to the list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from sigai.base import UserError
from sigai_web.filters.keeping import is_list, keep_filter, narrowing, remove_filter
from sigai_web.filters.models import SavedFilter
from sigai_web.filters.operations import FILTER_KEEP
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions.access import needs, offered_on


@needs(FILTER_KEEP)
@offered_on("home")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what a list is asked for under a name."""
    given = {name: request.POST.get(name, "") for name in ("path", "query", "name")}
    try:
        made = keep_filter(Actor.of(request), request.user, **given, shared="shared" in request.POST)
    except UserError as error:
        for issue in error.issues:
            messages.error(request, f"{issue.what(language())}。{issue.advice(language())}")
    else:
        messages.success(request, choose(f"已保存筛选“{made.name}”", f"The filter “{made.name}” is kept"))
    return _back(given["path"], given["query"])


@needs(FILTER_KEEP)
@offered_on("home")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a filter of one's own."""
    get_object_or_404(SavedFilter, user=request.user, pk=pk)
    gone = remove_filter(Actor.of(request), request.user, pk)
    messages.success(request, choose(f"已删除筛选“{gone.name}”", f"The filter “{gone.name}” is removed"))
    return _back(gone.path, request.POST.get("query", ""))


def _back(path: str, query: str) -> HttpResponse:
    asked = narrowing(query)
    address = path if is_list(path) else "/"
    return HttpResponseRedirect(f"{address}?{asked}" if asked else address)
