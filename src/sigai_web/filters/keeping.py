"""Keeping a filter under a name, and taking it away. One transaction each, told in the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from sigai.base import Place, UserError
from sigai_web.filters.models import NAME_LENGTH, PATH_LENGTH, SavedFilter
from sigai_web.filters.operations import FILTER_KEEP
from sigai_web.filters.problems import FILTER_NAME, FILTERS_FULL, NOT_A_LIST, NOTHING_NARROWED
from sigai_web.journal.changes import change
from sigai_web.journal.proofs import ChangedFields, remove
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import allowed

MOST = 30
"""So many filters of one list somebody keeps."""
LONGEST = 2000
_NOT_KEPT = frozenset({"page", "excel"})
View = TypeVar("View", bound=Callable[..., Any])


def keeps_filters(view: View) -> View:
    """The view of a list of which filters are kept."""
    view.sigai_keeps_filters = True  # type: ignore[attr-defined]
    return view


def is_list(path: str) -> bool:
    """Whether an address is that of a list of which filters are kept."""
    try:
        return len(path) <= PATH_LENGTH and getattr(resolve(path).func, "sigai_keeps_filters", False)
    except Resolver404:
        return False


def narrowing(query: str) -> str:
    """What an address asks for, in one form: without what is empty, and without the page."""
    given = QueryDict(query, mutable=True)
    for name in list(given):
        words = [word for word in given.getlist(name) if word.strip()]
        if words and name not in _NOT_KEPT:
            given.setlist(name, words)
        else:
            del given[name]
    return given.urlencode()


@change
def keep_filter(actor: Actor, user: Any, *, path: str, query: str, name: str, shared: bool) -> SavedFilter:
    """Keep what a list is asked for; one of the same name gives way. UserError with what is wrong."""
    if not allowed(user, FILTER_KEEP):
        raise PermissionDenied
    name, asked = name.strip(), narrowing(query)
    if not is_list(path):
        raise UserError([NOT_A_LIST.at(Place(column="path"), given=path[:PATH_LENGTH])])
    if not 0 < len(name) <= NAME_LENGTH:
        raise UserError([FILTER_NAME.at(Place(column="name"), most=NAME_LENGTH, length=len(name))])
    if not 0 < len(asked) <= LONGEST:
        raise UserError([NOTHING_NARROWED.at(Place(column="query"), most=LONGEST)])
    mine = SavedFilter.objects.filter(user=user, path=path)
    made = mine.filter(name=name).first()
    told = {"path": path, "name": name, "query": asked, "shared": shared}
    if made is not None:
        before = {"query": made.query, "shared": made.shared}
        made.query, made.shared, made.at = asked, shared, timezone.now()
        made.save(update_fields=["query", "shared", "at"])
        tells = [ChangedFields(made, ("query", "shared", "at"))]
        append(actor, "filter.keep", f"filter:{made.pk}", before=before, after=told, tells=tells)
        return made
    if mine.count() >= MOST:
        raise UserError([FILTERS_FULL.at(Place(column="name"), most=MOST)])
    made = SavedFilter.objects.create(user=user, path=path, query=asked, name=name, shared=shared)
    append(actor, "filter.keep", f"filter:{made.pk}", after=told, tells=[made])
    return made


@change
def remove_filter(actor: Actor, user: Any, pk: int) -> SavedFilter:
    """Take away a filter of one's own; SavedFilter.DoesNotExist."""
    if not allowed(user, FILTER_KEEP):
        raise PermissionDenied
    made = SavedFilter.objects.get(user=user, pk=pk)
    before = {"path": made.path, "name": made.name, "query": made.query}
    gone = remove(SavedFilter.objects.filter(pk=pk))
    append(actor, "filter.remove", f"filter:{pk}", before=before, tells=[gone])
    return made
